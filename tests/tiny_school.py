"""Small schools made by hand, and an encoder that needs no model: a word is a direction."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from bot.datatypes.policy import (
    Audience,
    Clause,
    ClauseKind,
    PolicyDocument,
    ReviewDate,
    School,
    SchoolProfile,
    Section,
)
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import Encoded, SentenceEncoder

WIDTH = 64


class WordEncoder(SentenceEncoder):
    """Puts a sentence in the direction of its words; counts how many sentences it was given."""

    def __init__(self, folder: Path = Path("nowhere"), model: str = "words") -> None:
        super().__init__(folder)
        self.encoded = 0
        self.model = model

    def load(self) -> None:
        pass

    def fingerprint(self) -> str:
        return self.model

    def encode(self, sentences: list[str]):
        self.encoded += len(sentences)
        vectors = np.zeros((len(sentences), WIDTH), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for word in sentence.lower().replace(".", "").split():
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % WIDTH] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def encode_whole(self, sentences: list[str]) -> list[Encoded]:
        return [Encoded(self.encode([text])[0], self.encode(text.split() or [""])) for text in sentences]


def make_clause(text: str, *, lead_in: str = "", audience: Audience = Audience.EVERYONE, label: str = "") -> Clause:
    """A clause of a document's one section."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Clause(
        clause_id=digest[:12],
        text=text,
        digest=digest,
        lead_in=lead_in,
        label=label,
        kind=ClauseKind.BULLET,
        section=0,
        line=1,
        spans=(),
        audience=audience,
        binds=() if audience is Audience.EVERYONE else (audience,),
    )


def make_document(school: str, *clauses: Clause, title: str = "Phones Policy", review: str | None = None):
    """A policy with one section; ``review`` is the last day that its review date can mean."""
    return PolicyDocument(
        document_id=title.lower().replace(" ", "-"),
        school=school,
        title=title,
        source="phones.txt",
        source_digest="0" * 64,
        review=ReviewDate(text="the spring term", latest=review) if review else None,
        sections=(Section(number="2", title="Staff phones"),),
        blocks=(),
        clauses=clauses,
    )


def make_school(school: str, *texts: str) -> School:
    """A school with one policy of one clause for each text."""
    document = make_document(school, *(make_clause(text) for text in texts))
    return School(profile=SchoolProfile(school=school, name=school.title()), documents=(document,))


def make_store(index: Path, *schools: School) -> ClauseStore:
    """A store that holds ``schools``."""
    store = ClauseStore(index)
    for school in schools:
        store.write(school)
    return store
