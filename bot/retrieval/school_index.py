"""Everything needed to search one school: its clauses, their vectors, their words."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.datatypes.policy import Clause, PolicyDocument, SchoolProfile
from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.index.dense_index import DenseIndex
from bot.index.index_manifest import SEARCH_FOLDER, digest_of, manifest_file, verify_manifest, write_manifest
from bot.index.sentence_encoder import SentenceEncoder
from bot.index.sparse_index import SparseIndex
from bot.index.token_index import TokenIndex
from bot.retrieval.late_interaction import LateInteraction, read_late_interaction
from bot.retrieval.passage import passage
from bot.retrieval.school_lexicon import lexicon_digest, terms

_VECTORS = "dense.faiss"
_WORDS = "sparse"
_TOKENS = "tokens.npz"


@dataclass(frozen=True)
class SchoolIndex:
    """One school, ready to be searched; ``dense``, ``sparse`` and ``tokens`` are in the order of ``clauses``."""

    profile: SchoolProfile
    documents: tuple[PolicyDocument, ...]
    clauses: tuple[tuple[PolicyDocument, Clause], ...]
    dense: DenseIndex
    sparse: SparseIndex
    tokens: TokenIndex


def _digest(passages: Iterable[str], late: LateInteraction) -> str:
    return digest_of([lexicon_digest(), late.clause_digest(), *passages])


def _passages(store: ClauseStore, school: str) -> list[str]:
    return [passage(document, clause) for document, clause in store.clauses(school)]


def build_school_index(
    store: ClauseStore, school: str, encoder: SentenceEncoder, late: LateInteraction | None = None
) -> bool:
    """Encode and index one school's clauses, unless that has been done.

    :param late: what tokens count; as shipped if left out.
    :returns: whether there was anything to do.
    :raises IndexUnusableError: the school is not in the store, or there is no encoder.
    """
    passages, late = _passages(store, school), late or read_late_interaction()
    folder = store.folder / school / SEARCH_FOLDER
    try:
        verify_manifest(folder, encoder.fingerprint(), _digest(passages, late))
        return False
    except IndexUnusableError:
        pass  # whatever was wrong with it, it is built anew
    draft = folder.with_name(f"{SEARCH_FOLDER}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    encoded = encoder.encode_whole(passages)
    vectors = np.stack([clause.vector for clause in encoded]) if encoded else encoder.encode([])
    DenseIndex.build(vectors).write(draft / _VECTORS)
    TokenIndex.build([late.clause_tokens(clause.tokens) for clause in encoded]).write(draft / _TOKENS)
    SparseIndex.build([terms(text) for text in passages]).write(draft / _WORDS)
    write_manifest(draft, encoder.fingerprint(), _digest(passages, late))
    _replace(folder, draft)
    return True


def _replace(folder: Path, draft: Path) -> None:
    """Put ``draft`` in the place of ``folder``, which may be missing."""
    old = folder.with_name(f"{SEARCH_FOLDER}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_school_index(
    store: ClauseStore, school: str, encoder: SentenceEncoder, late: LateInteraction | None = None
) -> SchoolIndex:
    """Load one school for searching.

    :param late: what tokens count; as shipped if left out.
    :raises IndexUnusableError: its index is missing, damaged, or was built from something else; says which.
    """
    stored = store.read(school)
    folder = store.folder / school / SEARCH_FOLDER
    clauses = tuple((document, clause) for document in stored.documents for clause in document.clauses)
    verify_manifest(
        folder, encoder.fingerprint(), _digest((passage(d, c) for d, c in clauses), late or read_late_interaction())
    )
    return SchoolIndex(
        profile=stored.profile,
        documents=stored.documents,
        clauses=clauses,
        dense=DenseIndex.read(folder / _VECTORS),
        sparse=SparseIndex.read(folder / _WORDS),
        tokens=TokenIndex.read(folder / _TOKENS),
    )


def index_version(store: ClauseStore, school: str) -> int:
    """A number that changes whenever a school's index is built anew; 0 where there is none."""
    try:
        return manifest_file(store.folder, school).stat().st_mtime_ns
    except (OSError, ValueError):  # not there, or no file may have such a name
        return 0


def topic_vectors_file(index: Path) -> Path:
    """Where the vectors of the topics' statements are kept within an index folder."""
    return index / "topics.npz"
