"""The gold question set is data: each row has its shape, and its evidence stands in its own school's policies."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
QUESTIONS = Path(__file__).with_name("questions.jsonl")
ROLES = {"staff", "volunteer", "visitor"}
EXPECTATIONS = {"answer", "unanswered", "near", "safeguarding", "not-safeguarding", "chat"}
LEVELS = {"dsl", "emergency", "allegation", "allegation-head"}
KEYS = {"id", "school", "role", "question", "expect", "evidence"}


def fold(text: str) -> str:
    """Lower case, without bold and underline marks, with every run of white space as one space."""
    return " ".join(re.sub(r"\*\*|</?u>", "", text).lower().split())


def read_rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


ROWS = read_rows()


@pytest.fixture(scope="module")
def policies() -> dict[str, str]:
    """Each school's policy files, folded."""
    folders = [folder for folder in CORPUS.iterdir() if folder.is_dir()]
    return {f.name: " ".join(fold(p.read_text("utf-8")) for p in sorted(f.glob("*.[tm][xd]*"))) for f in folders}


def test_rows_have_exactly_the_agreed_keys() -> None:
    wrong = [r["id"] for r in ROWS if set(r) != KEYS | ({"level"} if r["expect"] == "safeguarding" else set())]
    assert wrong == []


def test_rows_use_the_agreed_words() -> None:
    wrong = [r["id"] for r in ROWS if r["role"] not in ROLES or r["expect"] not in EXPECTATIONS]
    wrong += [r["id"] for r in ROWS if r.get("level", "dsl") not in LEVELS]
    assert wrong == []


def test_ids_are_unique() -> None:
    repeated = [i for i, n in Counter(r["id"] for r in ROWS).items() if n > 1]
    assert repeated == []


def test_no_school_is_asked_the_same_question_twice() -> None:
    repeated = [k for k, n in Counter((r["school"], fold(r["question"])) for r in ROWS).items() if n > 1]
    assert repeated == []


def test_every_school_is_in_the_corpus(policies: dict[str, str]) -> None:
    assert {r["school"] for r in ROWS} == set(policies)


def test_every_piece_of_evidence_stands_once_in_its_schools_policies(policies: dict[str, str]) -> None:
    found = [(r["id"], e, policies[r["school"]].count(fold(e))) for r in ROWS for e in r["evidence"]]
    assert [f for f in found if f[2] != 1] == []


def test_evidence_is_long_enough_to_tell_clauses_apart() -> None:
    wrong = [(r["id"], e) for r in ROWS for e in r["evidence"] if not 4 <= len(e.split()) <= 14]
    assert wrong == []


def test_what_a_policy_answers_has_evidence_and_the_rest_has_none() -> None:
    cited = {"answer", "near", "not-safeguarding"}
    assert [r["id"] for r in ROWS if bool(r["evidence"]) != (r["expect"] in cited)] == []


@pytest.mark.parametrize(
    ("expect", "least"),
    [("answer", 190), ("unanswered", 90), ("near", 25), ("safeguarding", 12), ("not-safeguarding", 6), ("chat", 8)],
)
def test_each_kind_has_enough_rows_to_measure(expect: str, least: int) -> None:
    assert sum(r["expect"] == expect for r in ROWS) >= least
