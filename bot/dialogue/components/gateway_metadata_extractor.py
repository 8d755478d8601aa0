"""What the gateway knows about a message, as entities: school, role and last question, which fill slots, and whom the
question asks for, which holds for this turn alone and so fills none.
"""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.components.message_component import MessageComponent

FIELDS = ("school", "role", "last_question", "asked_for", "last_asked_for")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GatewayMetadataExtractor(MessageComponent, EntityExtractorMixin):
    """Turns the metadata that only the gateway's channel can set into entities; text cannot produce them."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an entity for each field that the gateway gave."""
        for message in messages:
            metadata = message.get("metadata") or {}
            found = [
                {"entity": field, "value": metadata[field], "start": 0, "end": 0, "extractor": self.name}
                for field in FIELDS
                if metadata.get(field)
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
