"""One turn as the gateway posts it, checked field by field before Rasa sees any of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.buttons import BUTTONS

# Longest text in characters, as everywhere in Signpost; the body may hold it three times (with question and
# last_question), in JSON's longest spelling of a character (twelve bytes), and a little more.
MAX_TEXT = 4_000
MAX_BODY = 3 * 12 * MAX_TEXT + 4_096
MAX_NAME = 200


class MalformedTurnError(ValueError):
    """The body breaks the contract; the sentence says how, without repeating what it holds."""


@dataclass(frozen=True)
class GatewayTurn:
    """A message and what the gateway knows about it. ``text`` may be empty only where a button was pressed.

    ``question`` is what the gateway took the text to ask, in full; ``asked_for`` whom it asks for, or where it is null
    whom ``last_question`` asked for.
    """

    conversation: str
    text: str
    button: str | None
    school: str
    role: str | None
    last_question: str | None
    question: str | None = None
    asked_for: str | None = None

    @property
    def sender(self) -> str:
        """Rasa's key of the conversation. It holds the school, so that no conversation ever spans two."""
        return f"{self.school}/{self.conversation}"

    @property
    def metadata(self) -> dict[str, str | None]:
        """What the pipeline may trust: only this channel can set it."""
        return {
            "school": self.school,
            "role": self.role,
            "last_question": self.last_question,
            "button": self.button,
            "question": self.question,
            "asked_for": self.asked_for if self.question else None,
            "last_asked_for": None if self.question else self.asked_for,
        }

    def as_typed(self) -> GatewayTurn:
        """The turn without what the gateway took it to ask."""
        return replace(self, question=None, asked_for=None, button=None)


def parse_turn(body: bytes) -> GatewayTurn:
    """The turn in a request's body.

    :raises MalformedTurnError: the body is not what bot/README.md says.
    """
    fields = _json_object(body)
    unknown = set(fields) - set(GatewayTurn.__dataclass_fields__)
    if unknown:
        raise MalformedTurnError(f"The body has {len(unknown)} field(s) that the contract does not know.")
    button = _optional_text(fields, "button", MAX_NAME)
    if button is not None and button not in BUTTONS:
        raise MalformedTurnError(f"'button' must be null or one of {', '.join(sorted(BUTTONS))}.")
    school = _name(fields, "school")
    if "/" in school:
        raise MalformedTurnError("'school' must not hold a slash.")
    return GatewayTurn(
        conversation=_name(fields, "conversation"),
        text=_message_text(fields, pressed=button is not None),
        button=button,
        school=school,
        role=_optional_text(fields, "role", MAX_NAME),
        last_question=_optional_text(fields, "last_question", MAX_TEXT),
        question=_optional_text(fields, "question", MAX_TEXT) or None,
        asked_for=_optional_text(fields, "asked_for", MAX_NAME),
    )


def parse_forgotten(body: bytes) -> list[str]:
    """The keys ("school/conversation") of the conversations in the body of a request to forget them.

    :raises MalformedTurnError: the body is not what bot/README.md says.
    """
    fields = _json_object(body)
    named = fields.get("conversations")
    if set(fields) != {"conversations"} or not isinstance(named, list):
        raise MalformedTurnError("The body must have the one field 'conversations', a list.")
    return [_text(name, "conversations", 2 * MAX_NAME + 1) for name in named]


def _json_object(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_BODY:
        raise MalformedTurnError(f"The body is longer than {MAX_BODY} bytes.")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedTurnError("The body is not JSON.") from None
    if not isinstance(fields, dict):
        raise MalformedTurnError("The body is not a JSON object.")
    return fields


def _text(value: object, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise MalformedTurnError(f"'{field}' must be text.")
    if len(value) > longest:
        raise MalformedTurnError(f"'{field}' must not be longer than {longest} characters.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedTurnError(f"'{field}' holds half a character (a lone surrogate).") from None
    return value


def _optional_text(fields: dict[str, Any], field: str, longest: int) -> str | None:
    value = fields.get(field)
    return None if value is None else _text(value, field, longest)


def _name(fields: dict[str, Any], field: str) -> str:
    value = _text(fields.get(field), field, MAX_NAME)
    if not value.strip() or not value.isprintable():
        raise MalformedTurnError(f"'{field}' must be a name of printable characters.")
    return value


def _message_text(fields: dict[str, Any], *, pressed: bool) -> str:
    text = _text(fields.get("text"), "text", MAX_TEXT)
    if not text.strip() and not pressed:
        raise MalformedTurnError("'text' must not be empty unless a button was pressed.")
    return text
