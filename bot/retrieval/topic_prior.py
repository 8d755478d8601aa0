"""What the question's topic says about each clause: how near the clause is to the way policies word that topic, and
how likely it is to be of that topic rather than another."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.index.index_manifest import digest_of
from bot.index.sentence_encoder import SentenceEncoder, Vectors
from bot.retrieval.array_cache import Arrays, read_arrays, write_arrays
from bot.retrieval.cases import Cases, no_cases
from bot.retrieval.school_index import SchoolIndex, topic_vectors_file
from bot.retrieval.topic_catalogue import Topic

# Nearness to one statement may be chance; the mean of the nearest few is steadier.
_NEAREST = 2


# Keeps the weights of the clauses' topics from growing; from 5 to 50 the ranking is the same.
_STRENGTH = 20.0


class TopicPrior:
    """Holds a vector for every statement of every topic, and what tells the clauses of one topic from another's.

    :param cases: clauses of other organisations, of known topics, to learn the latter from; none if left out.
    """

    def __init__(
        self, topics: dict[str, Topic], encoder: SentenceEncoder, index: Path, cases: Cases | None = None
    ) -> None:
        self.topics = topics
        self.names = list(topics)
        self._encoder = encoder
        self._cases = cases
        self._file = topic_vectors_file(index)
        self._arrays: Arrays | None = None
        self._owners = np.repeat(np.arange(len(topics)), [len(t.clauses) for t in topics.values()])

    def load(self) -> None:
        """Read what is kept, or work it out where that has not been done for these statements and cases."""
        statements = [s for topic in self.topics.values() for s in topic.clauses]
        known = self._cases.digest() if self._cases else ""
        key = digest_of([self._encoder.fingerprint(), known, *self.names, *statements])
        self._arrays = read_arrays(self._file, key)
        if self._arrays is None:
            vectors = self._encoder.encode(statements)
            weights, bias = self._learn_topics(vectors)
            self._arrays = {"vectors": vectors, "weights": weights, "bias": bias}
            write_arrays(self._file, key, self._arrays)

    def _learn_topics(self, vectors: Vectors) -> tuple[Vectors, Vectors]:
        """Logistic regression of a clause's topic; the last row is for clauses of none of the topics."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only where there is something to learn

        width = vectors.shape[1]
        cases = self._cases.for_width(width) if self._cases else no_cases(width)
        number = {name: row for row, name in enumerate(self.names)}
        labels = np.concatenate([self._owners, [number.get(topic, len(number)) for topic in cases.topics]]).astype(int)
        weights = np.zeros((len(number) + 1, width), dtype=np.float32)
        bias = np.zeros(len(number) + 1, dtype=np.float32)
        bias[-1] = -np.inf  # no clause of another topic was ever seen
        if len(set(labels)) > 2:  # with two, scikit-learn gives one row for both
            model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=300)
            model.fit(np.concatenate([vectors, cases.clauses]), labels)
            weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
        return weights, bias

    def _kept(self) -> Arrays:
        if self._arrays is None:
            self.load()
        assert self._arrays is not None  # noqa: S101 - load() has just set it; mypy cannot see that
        return self._arrays

    def affinity(self, school: SchoolIndex) -> Vectors:
        """How near each clause of a school is to each topic.

        :returns: shape (topics, clauses), the mean cosine with the topic's nearest statements.
        """
        cosines = self._kept()["vectors"] @ school.dense.vectors().T
        rows = []
        for number in range(len(self.names)):
            own = np.sort(cosines[self._owners == number], axis=0)
            rows.append(own[-_NEAREST:].mean(axis=0))
        return np.asarray(rows, dtype=np.float32)

    def shares(self, school: SchoolIndex) -> Vectors:
        """How likely each clause of a school is to be of each topic.

        :returns: shape (topics, clauses); what is missing from 1 in a column is the chance of no topic of ours.
        """
        kept = self._kept()
        logits = kept["weights"] @ school.dense.vectors().T + kept["bias"][:, None]
        odds = np.exp(logits - logits.max(axis=0, initial=-np.inf))
        return np.asarray((odds / odds.sum(axis=0))[: len(self.names)], dtype=np.float32)

    def weights(self, topics: dict[str, float]) -> Vectors:
        """The confidence in each topic, in the order of ``names``; names that are no topic are left out."""
        return np.asarray([topics.get(name, 0.0) for name in self.names], dtype=np.float32)
