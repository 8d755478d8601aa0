"""Finding which waiting questions mean the same. It runs beside the answering, never in its way.

What the same words ask is one question even without an encoder; each other question joins a group only if it means the
same as every question there, for a reply goes to all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from bot.questions.access import QUESTIONS
from bot.questions.group_models import QuestionGroup, QuestionMeaning
from bot.questions.models import WAITING, QuestionRecord, ReviewItem

WORDS_ALONE = "words"
_AT_ONCE = 32  # items, so that a round soon ends
_COMPARED_WITH = 2000  # questions of the school that came last


@dataclass(frozen=True)
class Comparison:
    """How questions are compared: ``encode`` gives a vector for each, of length 1; ``same`` takes cosine and words.

    ``name`` changes whenever vectors can no longer be compared with those of before. Without an encoder ``encode`` is
    None, and the same words alone are the same question.
    """

    name: str
    encode: Callable[[Sequence[str]], np.ndarray] | None
    same: Callable[[float, str, str], bool]


def group_new_questions(comparison: Comparison) -> int:
    """Compare the items that wait and were not compared like this yet with those of their school; some of them at once.

    :returns: how many were compared; 0 when there is nothing left to do.
    """
    pending = list(_pending(comparison.name)[:_AT_ONCE])
    texts = [asked_words(item.question) for item in pending]
    vectors = comparison.encode(texts) if comparison.encode and texts else None
    for place, item in enumerate(pending):
        vector = b"" if vectors is None else vectors[place].astype("<f4").tobytes()
        with transaction.atomic():
            _compare(item, vector, comparison)
    return len(pending)


def asked_words(question: QuestionRecord) -> str:
    """What a question asks, in full."""
    return question.in_full or question.text


def _groupable() -> QuerySet[ReviewItem]:
    return ReviewItem.objects.filter(kind__in=QUESTIONS, is_alone=False)


def _pending(name: str) -> QuerySet[ReviewItem]:
    waiting = _groupable().filter(status__in=WAITING).exclude(meaning__made_by=name)
    return waiting.select_related("question").order_by("pk")


def _compare(item: ReviewItem, vector: bytes, comparison: Comparison) -> None:
    asked = item.question
    meaning, _ = QuestionMeaning.objects.update_or_create(
        item=item,
        defaults={
            "made_by": comparison.name,
            "asks_for": asked.asked_for or asked.role or "staff",
            "words": _digest(asked_words(asked)),
            "vector": vector,
        },
    )
    if item.group_id is None:
        mate = _mate(meaning, asked_words(asked), comparison)
        if mate is not None:
            _join(item, mate)


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def _mate(meaning: QuestionMeaning, text: str, comparison: Comparison) -> ReviewItem | None:
    """An item that asks the same, whose whole group does."""
    others = QuestionMeaning.objects.filter(
        item__in=_groupable(), item__school=meaning.item.school, asks_for=meaning.asks_for
    ).exclude(pk=meaning.pk)
    others = others.select_related("item__question").order_by("-pk")
    same_words = others.filter(words=meaning.words).first()
    if same_words is not None or not meaning.vector:
        return same_words.item if same_words else None
    compared = list(others.filter(made_by=comparison.name)[:_COMPARED_WITH])
    return _nearest_group(meaning.vector, text, compared, comparison)


def _nearest_group(
    vector: bytes, text: str, compared: Sequence[QuestionMeaning], comparison: Comparison
) -> ReviewItem | None:
    if not compared:
        return None
    vectors = np.stack([np.frombuffer(bytes(other.vector), dtype="<f4") for other in compared])
    nearness = (vectors @ np.frombuffer(vector, dtype="<f4")).tolist()
    groups: dict[int, list[tuple[float, ReviewItem]]] = {}
    for near, other in zip(nearness, compared, strict=True):
        groups.setdefault(other.item.group_id or -other.item.pk, []).append((near, other.item))
    fitting = [
        members
        for members in groups.values()
        if all(comparison.same(near, text, asked_words(item.question)) for near, item in members)
    ]
    best = max(fitting, key=lambda members: sum(near for near, _ in members) / len(members), default=None)
    return best[0][1] if best else None


def _join(item: ReviewItem, mate: ReviewItem) -> None:
    """Put an item into the group of another, unless either has become a concern, or was set apart, meanwhile."""
    group_id = mate.group_id or QuestionGroup.objects.create(school=item.school).pk
    _groupable().filter(pk__in=[item.pk, mate.pk], group=None).update(group_id=group_id)
