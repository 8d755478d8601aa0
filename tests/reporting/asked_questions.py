"""Invented questions with their answers, topics and replies, as the service records them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bot.datatypes.answer import Outcome
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from bot.reporting.models import QuestionTopic
from tests.questions.people import item

ANSWERED, SILENT = Outcome.ANSWERED_FROM_POLICY, Outcome.UNANSWERED_NOT_IN_POLICY


def ask(school="oakfield", outcome=ANSWERED, topic=None, at=None, number=1, text="marker words", **fields):
    """Record questions that were answered with ``outcome``; gives the last."""
    at = at or timezone.now() - timedelta(days=1)
    fields = {"channel": "web", "conversation": "c", **fields}
    for _ in range(number):
        question = QuestionRecord.objects.create(school=school, text=text, received_at=at, **fields)
        AnswerRecord.objects.create(question=question, outcome=outcome, payload=[], sent_at=at, duration_ms=9)
        if topic is not None:
            QuestionTopic.objects.create(question=question, topic=topic, labelled_by="test")
    return question


def replied(user, hours, school="oakfield", kind=ReviewItem.Kind.UNANSWERED, text="May I?"):
    """A review item that was replied to after so many hours, an hour ago."""
    closed = timezone.now() - timedelta(hours=1)
    filed = item(school, kind, text=f"{text} {hours}")
    ReviewItem.objects.filter(pk=filed.pk).update(
        status="closed", reply="No.", opened_at=closed - timedelta(hours=hours), closed_at=closed, closed_by=user
    )
