"""What somebody is told who has to choose a school, or whose workspace belongs to none."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.fixed_messages import EMERGENCY
from bot.datatypes.answer import Button, Message
from bot.datatypes.policy import SchoolProfile

_BUTTON = "school:"
_CHANGE = frozenset({"change school", "change my school", "switch school", "another school", "change schools"})


def build_school_question(choices: Sequence[SchoolProfile]) -> Message:
    """Asks which school, with a button for each."""
    buttons = tuple(Button(title=profile.name, id=f"{_BUTTON}{profile.school}") for profile in choices)
    text = "Several schools use Signpost here. Which one are you at? You will be asked once."
    return Message(kind="text", text=f"{text}\n\n{EMERGENCY}", buttons=buttons)


def build_school_chosen(school: SchoolProfile) -> Message:
    """Confirms the choice and says how to change it."""
    return Message(kind="text", text=f"Answers now come from {school.name}. To change that, write “change school”.")


def build_not_offered() -> Message:
    """For a school that cannot be chosen where it was pressed."""
    return Message(kind="text", text="That school cannot be chosen here. Please write your question.")


def build_unknown_workspace() -> Message:
    """A polite refusal; names no school."""
    text = "Signpost does not know which school this is, so it cannot answer here yet."
    remedy = "Please ask whoever looks after Signpost at your school to connect this workspace."
    return Message(kind="text", text=f"{text} {remedy}\n\n{EMERGENCY}")


def chosen_school(button: str | None) -> str | None:
    """The school that a pressed button names; None for any other button."""
    return button.removeprefix(_BUTTON) if button and button.startswith(_BUTTON) else None


def asks_to_change(text: str) -> bool:
    """Whether somebody wants to choose their school anew."""
    return " ".join(text.casefold().strip(" .!?").split()) in _CHANGE
