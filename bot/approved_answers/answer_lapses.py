"""When an answer is no longer to be used: its time is over, or a clause that it rests on reads otherwise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils import timezone

from bot.approved_answers.answer_clauses import SchoolClauses
from bot.approved_answers.models import ApprovedAnswer, RestingClause, SchoolVersion
from bot.index.clause_store import ClauseStore

Status = ApprovedAnswer.Status


def why_lapsed(answer: ApprovedAnswer, clauses: SchoolClauses, today: date) -> str:
    """Why an approved answer may not be used any more, in a sentence; empty where it may."""
    if answer.expires_on is None or answer.expires_on < today:
        return "Its time is over."
    changed = [one.reference for one in answer.clauses.all() if not clauses.reads_the_same(one)]
    return f"The policy has changed: {changed[0]}."[:200] if changed else ""


def approved_answers(school: str) -> list[ApprovedAnswer]:
    """The answers of a school that were approved and have not lapsed so far, with all that belongs to them."""
    answers = ApprovedAnswer.objects.filter(school=school, status=Status.APPROVED)
    return list(answers.prefetch_related("phrasings", Prefetch("clauses", RestingClause.objects.all())).order_by("pk"))


def record_lapses(school: str, store: ClauseStore) -> int:
    """Have the answers of a school that may not be used any more wait for a person; how many there were.

    Safe to call at any time, from anywhere.
    """
    today, clauses, lapsed = timezone.localdate(), SchoolClauses(store, school), 0
    for answer in approved_answers(school):
        if why := why_lapsed(answer, clauses, today):
            lapsed += _lapse(answer, why)
    return lapsed


def record_all_lapses(store: ClauseStore, schools: Collection[str] | None = None) -> int:
    """The same for several schools, or for all that have answers in use."""
    in_use = ApprovedAnswer.objects.filter(status=Status.APPROVED)
    wanted = in_use if schools is None else in_use.filter(school__in=schools)
    names = wanted.order_by("school").values_list("school", flat=True).distinct()
    return sum(record_lapses(school, store) for school in names)


def _lapse(answer: ApprovedAnswer, why: str) -> int:
    # Of that revision alone: somebody may have renewed it meanwhile.
    still = ApprovedAnswer.objects.filter(pk=answer.pk, status=Status.APPROVED, revision=answer.revision)
    with transaction.atomic():
        lapsed = still.update(
            status=Status.LAPSED, lapsed_at=timezone.now(), lapsed_because=why, revision=F("revision") + 1
        )
        if lapsed:
            count_change(answer.school)
    return lapsed


def count_change(school: str) -> None:
    """Have whoever keeps the school's answers in memory read them again; inside the transaction of the change."""
    SchoolVersion.objects.get_or_create(school=school)
    SchoolVersion.objects.filter(school=school).update(number=F("number") + 1)


def school_version(school: str) -> int:
    """Changes with every change to the school's answers."""
    return SchoolVersion.objects.filter(school=school).values_list("number", flat=True).first() or 0
