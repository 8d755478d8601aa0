"""Figures of a school, without a word of what anybody asked, and without concerns: no count betrays that one came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from bot.datatypes.answer import Outcome
from bot.questions.models import WAITING, AnswerRecord, ReviewItem

PERIOD = timedelta(days=30)
_FAMILIES = ("answered", "partly", "unanswered")
# What waits because the policies do not say; concerns and allegations are nobody's figures.
_COUNTED = (ReviewItem.Kind.PARTLY, ReviewItem.Kind.UNANSWERED, ReviewItem.Kind.UNHELPFUL)


@dataclass(frozen=True)
class SchoolFigures:
    """Questions of the last 30 days by how they were answered, and review items about policies that wait."""

    school: str
    answered: int
    partly: int
    unanswered: int
    waiting: int


def school_figures(school: str) -> SchoolFigures:
    """The figures of one school."""
    since = timezone.now() - PERIOD
    answers = AnswerRecord.objects.filter(question__school=school, sent_at__gte=since)
    counted = dict.fromkeys(_FAMILIES, 0)
    for outcome, number in answers.values_list("outcome").annotate(Count("pk")):
        family = Outcome(outcome).value.partition("_")[0]
        if family in counted:
            counted[family] += number
    open_items = ReviewItem.objects.filter(school=school, status__in=WAITING, kind__in=_COUNTED)
    return SchoolFigures(school=school, **counted, waiting=open_items.count())
