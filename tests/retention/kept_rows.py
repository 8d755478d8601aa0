"""Rows of every age, for the tests of keeping and erasing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from bot.datatypes.answer import Answer, Message, Outcome
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.models import ConversationAddress
from bot.questions import intake
from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion
from bot.questions.models import QuestionRecord, ReviewItem

ANSWERED = Outcome.ANSWERED_FROM_POLICY


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def asked(
    days, outcome=ANSWERED, *, text="May I vape?", conversation="c-1", school="oakfield", user="", channel="slack"
):
    """A question of so many days ago with its answer, through the door of the record."""
    asker = make_pseudonym(school, channel, user)
    message = IncomingMessage(school, conversation, text, channel=channel, asker=asker)
    at = days_ago(days)
    recorded = intake.record_question(message, at, uuid4())
    reply = Message(kind="answer", text="The rule.", answer=Answer(outcome=outcome))
    intake.record_answers(recorded.id, [AnsweredQuestion([reply], words=text)], 10)
    return QuestionRecord.objects.get(pk=recorded.id)


def closed(question, days):
    """Close the question's items, so many days ago."""
    ReviewItem.objects.filter(question=question).update(status="closed", closed_at=days_ago(days))


def address(conversation="c-1", days=0, user="U1"):
    return ConversationAddress.objects.create(
        channel="slack", school="oakfield", conversation=conversation, address={"user": user}, updated_at=days_ago(days)
    )
