"""What Signpost says of itself where it has just been added."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from bot.answering.escalation import escalate_to_lead, spoken
from bot.answering.fixed_messages import EMERGENCY
from bot.channels.front_door import answer_at_once
from bot.channels.school_messages import build_unknown_workspace
from bot.channels.school_of_channel import Place, find_school
from bot.datatypes.answer import Message
from bot.datatypes.policy import SchoolProfile
from bot.deliveries.inbox import note_unknown_workspace
from bot.deliveries.received_message import ReceivedMessage


def build_welcome(school: SchoolProfile | None) -> Message:
    """What it is for, how to ask, and whom to turn to; ``school`` is None where several share the tenant."""
    whose = f"the policies of {school.name}" if school else "your school’s policies"
    lines = [
        f"Signpost answers questions about {whose} with the clause that answers them, word for word.",
        "Write your question here as you would say it, for example: Can I use my phone on a trip?",
        "In a team or a group chat, begin with @Signpost. What you ask there, others can read.",
    ]
    if school:
        lead = escalate_to_lead(school, "You asked for a person.")
        lines.append(f"Worried about a child? Do not wait for an answer here: speak to {spoken(lead)}.")
    return Message(kind="text", text="\n".join([*lines, EMERGENCY]))


def take_in_welcome(place: Place, message: ReceivedMessage) -> None:
    """Store the event of being added with its welcome as the reply; once, however often Teams tells of it.

    :raises django.db.Error: it was not stored.
    """
    found = find_school(place)  # looks at files: not while the database is held
    placed = replace(message, school=found.school.school if found.school else "")
    is_known = found.school is not None or bool(found.choices)
    welcome = build_welcome(found.school) if is_known else build_unknown_workspace()
    with transaction.atomic():
        if answer_at_once(placed, welcome) and not is_known:
            note_unknown_workspace(place.channel, place.workspace)
