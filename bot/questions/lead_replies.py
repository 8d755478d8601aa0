"""What somebody who asked is told of a person's reply: whose word it is, of when, and to which question.

It is a person's answer, and says so: nothing in it may be taken for a policy's words.
"""

from __future__ import annotations

from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format

from bot.datatypes.answer import Answer, Message
from bot.questions.access import QUESTIONS, Kind, Role
from bot.questions.models import ReviewItem
from bot.questions.sightings import CONCERN_OUTCOMES

# Sent with ``items``, the items that one reply was written to, inside the transaction that records it: a channel that
# can write to people queues what to tell.
question_answered = Signal()

_HEADINGS = {
    Role.SAFEGUARDING_LEAD: "Your safeguarding lead’s answer",
    Role.DEPUTY: "Your deputy safeguarding lead’s answer",
    Role.HEAD: "The head’s answer",
    Role.CHAIR: "The chair of governors’ answer",
}
# Whose word it is where the part was not written down: those who may see an item of that kind (``access.py``).
_BY_KIND = {Kind.ALLEGATION: Role.HEAD, Kind.ALLEGATION_ABOUT_HEAD: Role.CHAIR}
_NO_POLICY = "A person wrote this; it is not a quotation from a policy."
_QUOTED = 200  # characters of the question


def reply_heading(item: ReviewItem) -> str:
    """Whose word the reply to an item is, and of which day: "Your safeguarding lead’s answer, 3 March 2026"."""
    role = Role(item.replied_as) if item.replied_as else _BY_KIND.get(Kind(item.kind), Role.SAFEGUARDING_LEAD)
    answered = timezone.localtime(item.replied_at or item.closed_at)
    return f"{_HEADINGS[role]}, {date_format(answered, 'j F Y')}"


def reply_message(item: ReviewItem) -> Message:
    """The reply as a message of its own. Of a concern it repeats nothing, and is for nobody's eyes but the asker's."""
    text = f"{reply_heading(item)}. {_NO_POLICY}\n\n{_about(item)}\n\n{item.reply}"
    if item.kind in QUESTIONS:
        return Message(kind="text", text=text)
    return Message(kind="answer", text=text, answer=Answer(outcome=CONCERN_OUTCOMES[Kind(item.kind)]))


def _about(item: ReviewItem) -> str:
    if item.kind not in QUESTIONS:
        return f"About what you wrote on {date_format(timezone.localtime(item.question.received_at), 'j F Y')}:"
    words = " ".join(item.question.text.split())
    return f"You asked: “{words if len(words) <= _QUOTED else words[: _QUOTED - 1] + '…'}”"
