"""Policies whose review date has passed, and those whose will pass soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.datatypes.policy import PolicyDocument, School

SOON = timedelta(days=90)


@dataclass(frozen=True)
class PolicyReview:
    """A policy of a school with the last day that its review date can mean; ``overdue`` where it has passed."""

    school: str
    document: PolicyDocument
    latest: date
    overdue: bool


def policy_reviews(schools: Iterable[School], today: date) -> list[PolicyReview]:
    """The policies that are overdue, or will be within ``SOON``, the oldest first."""
    found = [
        PolicyReview(school.profile.school, document, latest, overdue=latest < today)
        for school in schools
        for document in school.documents
        if (latest := _latest(document)) is not None and latest < today + SOON
    ]
    return sorted(found, key=lambda review: (review.latest, review.school, review.document.title))


def _latest(document: PolicyDocument) -> date | None:
    return date.fromisoformat(document.review.latest) if document.review and document.review.latest else None
