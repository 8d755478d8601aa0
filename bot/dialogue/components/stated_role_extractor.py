"""The role that people say they have, as an entity that outranks what the gateway knew."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.components.message_component import MessageComponent
from bot.dialogue.role_statements import stated_role


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StatedRoleExtractor(MessageComponent, EntityExtractorMixin):
    """Adds the entity ``role``. It runs after the gateway's, and Rasa fills a slot from the last entity of its kind."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity where somebody states a role."""
        for message in messages:
            text = message.get(TEXT) or ""
            role = stated_role(text)
            if role is not None:
                entity = {"entity": "role", "value": role, "start": 0, "end": len(text), "extractor": self.name}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
