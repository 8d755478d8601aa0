"""Whether there is anything to prepare, as far as can be told without a model: a look at the record and the index."""

from __future__ import annotations

from bot.index.clause_store import ClauseStore
from bot.questions.models import QuestionRecord
from bot.reporting.counted_questions import COUNTED
from bot.reporting.coverage_store import index_digest, read_coverage


def is_preparation_due(store: ClauseStore) -> bool:
    """Whether a counted question has no topic yet, or an indexed school's policies have changed since its coverage."""
    asked = QuestionRecord.objects.filter(button="", answer__outcome__in=COUNTED, topic_label__isnull=True)
    return asked.exists() or any(
        read_coverage(store, name) is None for name in store.schools() if index_digest(store, name) is not None
    )
