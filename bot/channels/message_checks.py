"""What a message must be like to be taken in, whichever channel it comes from."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.typed_text import has_words
from bot.errors import SignpostError
from bot.questions.incoming_message import NAME_LIMIT, ROLES, TEXT_LIMIT, IncomingMessage

BUTTON_LIMIT = 100  # characters; ours have fewer than 70


class MessageRefusedError(SignpostError):
    """A message cannot be taken in as it stands: the sender has to change what ``code`` names."""

    def __init__(self, code: str, remedy: str) -> None:
        super().__init__(remedy)
        self.code = code


def check_message(message: IncomingMessage) -> IncomingMessage:
    """``message`` as it may be stored.

    :raises MessageRefusedError: something is empty, too long or unknown.
    """
    if not message.conversation.strip() or len(message.conversation) > NAME_LIMIT:
        raise MessageRefusedError("invalid_conversation", f"Send 'conversation' with 1 to {NAME_LIMIT} characters.")
    if message.role is not None and message.role not in ROLES:
        raise MessageRefusedError("unknown_role", f"Leave 'role' out, or send one of: {', '.join(ROLES)}.")
    if message.button is not None:
        return _checked_press(message)
    if not has_words(message.text):
        raise MessageRefusedError("empty_text", "Send a question in 'text'.")
    if len(message.text) > TEXT_LIMIT:
        raise MessageRefusedError("text_too_long", f"Shorten 'text' to at most {TEXT_LIMIT} characters.")
    return replace(message, text=_storable(message.text), conversation=_storable(message.conversation))


def _checked_press(message: IncomingMessage) -> IncomingMessage:
    if not 0 < len(message.button or "") <= BUTTON_LIMIT:
        raise MessageRefusedError("invalid_button", "Send in 'button' the id of a button as it was shown.")
    return replace(message, conversation=_storable(message.conversation))


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL, and UTF-8 no half of a surrogate pair; neither carries meaning."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
