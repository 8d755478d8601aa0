"""What Rasa utters in one turn, collected as Messages of the wire contract."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel


class TurnOutput(CollectingOutputChannel):
    """Collects ``custom`` payloads as they are and plain texts as Messages of kind ``text``, blank lines included."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in the tracker."""
        return "gateway"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: object) -> None:
        """Collect a plain text."""
        self.messages.append({"kind": "text", "text": text, "buttons": [], "answer": None})

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: object
    ) -> None:
        """Collect a plain text. Rasa's buttons carry commands to be typed, which nothing here obeys: drop them."""
        await self.send_text_message(recipient_id, text)

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: object) -> None:
        """Collect a Message."""
        self.messages.append(json_message)
