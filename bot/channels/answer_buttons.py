"""The buttons under an answer. Their ids name the answer they belong to and mean something to the server alone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from bot.datatypes.answer import Button, Message, Outcome


class ButtonAction(StrEnum):
    """What a button does."""

    SHOW_MORE = "show_more"
    ASK_SAFEGUARDING_LEAD = "ask_safeguarding_lead"
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    ROLE_STAFF = "role_staff"
    ROLE_VOLUNTEER = "role_volunteer"
    ROLE_VISITOR = "role_visitor"


TITLES = {
    ButtonAction.SHOW_MORE: "More clauses",
    ButtonAction.ASK_SAFEGUARDING_LEAD: "Ask the safeguarding lead",
    ButtonAction.HELPFUL: "Helpful",
    ButtonAction.NOT_HELPFUL: "Not helpful",
    ButtonAction.ROLE_STAFF: "I work here",
    ButtonAction.ROLE_VOLUNTEER: "I volunteer or help",
    ButtonAction.ROLE_VISITOR: "I am visiting",
}

_ANSWERED = frozenset(
    {Outcome.ANSWERED_FROM_POLICY, Outcome.ANSWERED_BY_APPROVED_ANSWER, Outcome.PARTLY_RELATED_CLAUSES}
)
_ROLES = (ButtonAction.ROLE_STAFF, ButtonAction.ROLE_VOLUNTEER, ButtonAction.ROLE_VISITOR)
_UNANSWERED = frozenset({Outcome.UNANSWERED_NOT_IN_POLICY, Outcome.UNANSWERED_OUT_OF_SCOPE})


def apt_actions(message: Message) -> tuple[ButtonAction, ...]:
    """What somebody may want to do with a message: nothing with what is not an answer, or is a safeguarding text."""
    if message.answer is None:
        return ()
    if message.answer.outcome is Outcome.CLARIFICATION_NEEDED:
        return _ROLES
    if message.answer.outcome in _ANSWERED:
        # The clauses below an approved answer were chosen by a person: there are no further ones.
        found = message.answer.citations and message.answer.outcome is not Outcome.ANSWERED_BY_APPROVED_ANSWER
        more = (ButtonAction.SHOW_MORE,) if found else ()
        return (*more, ButtonAction.ASK_SAFEGUARDING_LEAD, ButtonAction.HELPFUL, ButtonAction.NOT_HELPFUL)
    return (ButtonAction.ASK_SAFEGUARDING_LEAD,) if message.answer.outcome in _UNANSWERED else ()


def with_buttons(messages: Sequence[Message], answer_id: UUID | None) -> list[Message]:
    """The messages with our buttons, and ours alone: an id that this server did not make would do nothing.

    ``answer_id`` is None for an answer that is not on record: then there are none.
    """
    return [message.model_copy(update={"buttons": _buttons(message, answer_id)}) for message in messages]


def _buttons(message: Message, answer_id: UUID | None) -> tuple[Button, ...]:
    if answer_id is None:
        return ()
    return tuple(Button(title=TITLES[action], id=f"{answer_id}:{action.value}") for action in apt_actions(message))
