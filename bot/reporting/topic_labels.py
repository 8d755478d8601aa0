"""Which topic each question was about: worked out in a pass of its own, after the answer and never in its way.

It is the dialogue's kind of classifier over the same vectors. The contract of answers carries no topics, and a topic
recorded with an answer could not be mended when the topics change.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from bot.index.sentence_encoder import open_message_encoder
from bot.questions.models import QuestionRecord
from bot.reporting.counted_questions import COUNTED
from bot.reporting.counted_topics import is_counted
from bot.reporting.models import QuestionTopic
from bot.retrieval.spelling import mend_spelling
from bot.retrieval.topic_classifier import TopicClassifier
from bot.settings import Settings

BATCH = 200
# Below it the likeliest topic is more often wrong than right: better no topic than a wrong one.
_LEAST_CHANCE = 0.3


class TopicLabeller:
    """Labels questions that have no label yet, or one by another classifier."""

    def __init__(self, settings: Settings) -> None:
        self._encoder = open_message_encoder(settings.onnx_encoder)
        self._classifier = TopicClassifier(self._encoder, settings.index)
        self._by = self._classifier.fingerprint()[:16]

    def unlabelled(self) -> QuerySet[QuestionRecord]:
        """The counted questions that have no label of this classifier, newest first."""
        asked = QuestionRecord.objects.filter(button="", answer__outcome__in=COUNTED)
        return asked.exclude(topic_label__labelled_by=self._by).order_by("-received_at")

    def label(self, limit: int = BATCH) -> int:
        """Label the newest questions without a label, at most ``limit``.

        :returns: how many there were.
        :raises IndexUnusableError: there is no sentence encoder.
        """
        questions = list(self.unlabelled().only("pk", "text", "in_full")[:limit])
        if not questions:
            return 0
        topics = self._topics([question.in_full or question.text for question in questions])
        found = [
            QuestionTopic(question_id=question.pk, topic=topic, labelled_by=self._by)
            for question, topic in zip(questions, topics, strict=True)
        ]
        self._store(found)
        return len(questions)

    def _topics(self, texts: Sequence[str]) -> list[str]:
        return [
            self._topic(self._classifier.rank(vector)) for vector in self._encoder.encode(list(map(_mended, texts)))
        ]

    def _topic(self, chances: dict[str, float]) -> str:
        name, chance = next(iter(chances.items()))
        return name if chance >= _LEAST_CHANCE and is_counted(name) else ""

    def _store(self, found: Sequence[QuestionTopic]) -> None:
        """A question that was erased meanwhile gets no label."""
        with transaction.atomic():
            there = set(
                QuestionRecord.objects.filter(pk__in=[one.question_id for one in found]).values_list("pk", flat=True)
            )
            QuestionTopic.objects.bulk_create(
                [one for one in found if one.question_id in there],
                update_conflicts=True,
                unique_fields=["question"],
                update_fields=["topic", "labelled_by"],
            )


def _mended(text: str) -> str:
    return mend_spelling(text) or " "
