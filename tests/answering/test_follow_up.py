"""Messages that lean on the question before them, and messages that stand by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answering.follow_up import FollowUpKind, read_follow_up

GOLD = Path(__file__).resolve().parents[1] / "gold"
PAIRS = [json.loads(line) for line in (GOLD / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()]
QUESTIONS = [json.loads(line) for line in (GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
LAST = "can i use my phone on a trip"


def kind_of(last: str, message: str) -> str:
    follow_up = read_follow_up(last, message)
    return follow_up.kind if follow_up else "new"


def share_right(half: str) -> float:
    rows = [row for row in PAIRS if row["half"] == half]
    return sum(kind_of(row["last"], row["message"]) == row["kind"] for row in rows) / len(rows)


@pytest.mark.parametrize("half", ["developed", "held_out"])
def test_labelled_pairs_are_told_apart(half):
    assert share_right(half) >= 0.95


def test_whole_questions_of_the_gold_set_are_hardly_ever_taken_for_follow_ups():
    asked = sorted({row["question"] for row in QUESTIONS})

    assert sum(kind_of(LAST, question) != "new" for question in asked) / len(asked) <= 0.02


@pytest.mark.parametrize("message", ["what about on a residential?", "even at lunch?", "who do i ask then"])
def test_nothing_is_followed_up_before_anything_was_asked(message):
    assert read_follow_up(None, message) is None


@pytest.mark.parametrize(
    ("message", "role"),
    [
        ("and volunteers?", "volunteer"),
        ("what about visitors", "visitor"),
        ("im asking for a parent helper", "volunteer"),
        ("does that go for agency staff", "staff"),
        ("what if a parent insists?", None),
        ("and with parents?", None),
        ("how about the staff room", None),
    ],
)
def test_whom_a_follow_up_asks_for_is_read_where_the_asker_changes(message, role):
    follow_up = read_follow_up(LAST, message)

    assert follow_up is not None
    assert follow_up.role == role


def test_a_statement_of_ones_own_role_is_no_follow_up():
    assert read_follow_up(LAST, "I'm a volunteer") is None


def test_a_correction_says_what_goes():
    follow_up = read_follow_up("are pupils allowed phones", "no i mean staff not pupils")

    assert follow_up is not None
    assert (follow_up.kind, follow_up.words, follow_up.instead_of) == (FollowUpKind.CORRECTION, "staff", "pupils")


@pytest.mark.parametrize(
    "message", ["a" * 4000, "and " * 1000, "not " * 1000 + "x", "?" * 4000, "what about " + "x" * 3900]
)
def test_a_message_of_any_length_is_read_at_once(message):
    assert read_follow_up(LAST, message) is None or len(message) <= 4000


@pytest.mark.parametrize("message", ["", "?", "…", "🙂", "\u200b"])
def test_a_message_without_words_is_no_follow_up(message):
    assert read_follow_up(LAST, message) is None


def test_rows_have_the_agreed_words():
    assert {row["half"] for row in PAIRS} == {"developed", "held_out"}
    assert {row["kind"] for row in PAIRS} == {"new", *FollowUpKind}
    assert all(set(row) - {"role"} == {"last", "message", "kind", "half"} for row in PAIRS)
    assert len({(row["last"], row["message"]) for row in PAIRS}) == len(PAIRS)
