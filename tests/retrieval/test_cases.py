"""Cases: what answered like questions elsewhere lifts the clause that reads like it."""

from __future__ import annotations

import numpy as np
import pytest

from bot.errors import TrainingDataError
from bot.learning.gather_cases import gather_cases
from bot.retrieval.cases import UNANSWERED, Cases, no_cases, read_cases, write_cases
from tests.tiny_reading import make_clause, make_reading
from tests.tiny_school import WIDTH, WordEncoder

READING = make_reading(
    make_clause("Mobiles live in the lockers.", "where_to_keep_phone", "where do phones go"),
    make_clause("Soup is served at noon.", "other", "when is lunch"),
    silent=["who feeds the giraffe"],
)
CLAUSES = ("Soup is free.", "All mobiles live in lockers.")


def near(cases: Cases, question: str) -> list[float]:
    encoder = WordEncoder()
    pooled, _ = cases.nearness(encoder.encode([question])[0], encoder.encode(list(CLAUSES)))
    return pooled.tolist()


def test_clause_like_the_one_that_answered_elsewhere_is_nearer():
    soup, lockers = near(gather_cases([READING], WordEncoder()), "where do phones go then")

    assert lockers > soup


def test_questions_nobody_answered_say_nothing_of_any_clause():
    silent = make_reading(make_clause("Soup is served at noon.", "other"), silent=["who feeds the giraffe"])
    cases = gather_cases([silent], WordEncoder())

    assert cases.answered_by.tolist() == [UNANSWERED]
    assert near(cases, "who feeds the giraffe") == [0.0, 0.0]


def test_topics_left_out_are_in_no_case():
    cases = gather_cases([READING], WordEncoder(), {"ask_where_to_keep_phone"})

    assert cases.topics == ("",)
    assert cases.answered_by.tolist() == [0, UNANSWERED]


def test_cases_of_another_encoder_are_not_used():
    other = gather_cases([READING], WordEncoder()).for_width(WIDTH + 1)

    assert len(other.questions) == 0
    assert other.nearness(np.ones(WIDTH + 1), np.ones((2, WIDTH + 1)))[0].tolist() == [0.0, 0.0]


def test_cases_come_back_from_their_file(tmp_path):
    cases = gather_cases([READING], WordEncoder())
    write_cases(cases, tmp_path / "cases.npz")
    read = read_cases(tmp_path / "cases.npz")

    assert read.topics == cases.topics
    assert read.answered_by.tolist() == cases.answered_by.tolist()
    assert np.allclose(read.questions, cases.questions, atol=0.02)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}"])
def test_damaged_file_is_named_with_the_remedy(tmp_path, content):
    (tmp_path / "cases.npz").write_bytes(content)

    with pytest.raises(TrainingDataError, match=r"cases.npz cannot be read: run 'signpost learn'"):
        read_cases(tmp_path / "cases.npz")


def test_no_cases_have_the_width_asked_for():
    assert no_cases(3).questions.shape == (0, 3)


def test_clause_that_many_questions_are_near_to_is_commoner():
    vectors = WordEncoder().encode(["giraffe", "lockers"])
    giraffe, lockers = gather_cases([READING], WordEncoder()).commonness(vectors).tolist()

    assert giraffe > lockers
    assert no_cases(WIDTH).commonness(WordEncoder().encode(list(CLAUSES))).tolist() == [0.0, 0.0]
