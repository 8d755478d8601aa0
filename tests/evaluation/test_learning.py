"""Fitting and sweeping on data small enough to follow, and the same twice over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.datatypes.policy import Audience
from bot.errors import TrainingDataError
from bot.evaluation import fit
from bot.evaluation.fit import fit_and_store, fit_relevance, held_out_chances, search_all
from bot.evaluation.gold_questions import GoldQuestion
from bot.evaluation.sweep import Judged, judge_held_out, sweep_thresholds
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.school_index import build_school_index
from bot.retrieval.topic_catalogue import Topic
from bot.retrieval.topic_prior import TopicPrior
from tests.tiny_school import WordEncoder, make_school, make_store

TEXTS = ("Phones stay in lockers.", "Watches may be worn.", "Visitors sign in at the office.", "Soup is at noon.")
TOPIC = Topic(title="Phones", audience=Audience.STAFF, clauses=("Phones stay off.", "Phones are out.", "No phones."))
QUESTIONS = [
    GoldQuestion(id=f"{school}{n}", school=school, question=text, expect=expect, evidence=evidence)
    for school in ("alder", "beech")
    for n, (text, expect, evidence) in enumerate(
        [
            ("where do phones stay", "answer", ("Phones stay in lockers",)),
            ("may watches be worn", "answer", ("Watches may be worn",)),
            ("do visitors sign in", "answer", ("Visitors sign in",)),
            ("who feeds the giraffe", "unanswered", ()),
            ("is there a swimming pool", "unanswered", ()),
            ("what about soup", "near", ("Soup is at noon",)),
            ("hello", "chat", ()),
        ]
    )
]


@pytest.fixture
def retriever(tmp_path):
    store = make_store(tmp_path, make_school("alder", *TEXTS), make_school("beech", *TEXTS))
    for school in store.schools():
        build_school_index(store, school, WordEncoder())
    return HybridRetriever(store, WordEncoder(), TopicPrior({"ask_phone": TOPIC}, WordEncoder(), tmp_path))


TURNED = {"answer": "answer", "unanswered": "near", "near": "near"}


def rank(_: str) -> dict[str, float]:
    return {"ask_phone": 0.5}


def test_search_leaves_out_what_asks_for_no_clause(retriever):
    assert {s.gold.expect for s in search_all(QUESTIONS, retriever, rank)} == {"answer", "unanswered", "near"}


def test_search_marks_the_accepted_clauses(retriever):
    assert search_all(QUESTIONS, retriever, rank)[1].right.tolist() == [0, 1, 0, 0]


def test_chances_for_the_sweep_come_from_models_without_the_question(retriever):
    searched = search_all(QUESTIONS, retriever, rank)
    turned = [replace(s, gold=s.gold.model_copy(update={"expect": TURNED[s.gold.expect]})) for s in searched]
    alder = [s.gold.school == "alder" for s in searched]
    mixed = [other if own else s for s, other, own in zip(searched, turned, alder, strict=True)]

    assert held_out_chances(mixed)[alder].tolist() == held_out_chances(searched)[alder].tolist()


def test_fitted_relevance_prefers_the_accepted_clauses(retriever):
    searched = search_all(QUESTIONS, retriever, rank)
    model = fit_relevance(searched)

    asked = [s for s in searched if s.gold.expect == "answer"]
    assert all(s.right[model.chances(s.matrix).argmax()] == 1 for s in asked)


def test_fit_writes_the_same_files_twice(retriever, tmp_path, monkeypatch):
    written = []
    for number in (1, 2):
        files = [tmp_path / f"{number}{name}" for name in ("relevance.json", "answerable.npz")]
        monkeypatch.setattr(fit, "RELEVANCE_FILE", files[0])
        monkeypatch.setattr(fit, "ANSWERABLE_FILE", files[1])
        fit_and_store(search_all(QUESTIONS, retriever, rank), "a test")
        written.append([file.read_bytes() for file in files])

    assert written[0] == written[1]


def test_fit_on_answers_alone_is_refused(retriever):
    with pytest.raises(TrainingDataError, match="'unanswered'"):
        search_all(QUESTIONS[:3], retriever, rank)


def judged(expect: str, chance: float, *first: tuple[float, bool], nearest: float = 0.5) -> Judged:
    return Judged(expect, chance, nearest, first)


SET = [
    *(judged("answer", 0.8, (0.9, True), (0.2, False)) for _ in range(9)),
    judged("answer", 0.4, (0.9, False), (0.6, True), nearest=0.3),
    *(judged("unanswered", 0.1, (0.1, False)) for _ in range(10)),
]


def test_sweep_puts_the_threshold_between_answered_and_silent():
    thresholds = sweep_thresholds([SET], "a test")

    assert 0.1 < thresholds.related <= thresholds.answered <= 0.4
    assert thresholds.figures["answered when the policy answers"] == 1.0
    assert thresholds.chosen_by == "a test"


def test_sweep_keeps_the_second_clause_that_answers():
    assert sweep_thresholds([SET], "a test").beside <= 0.6 / 0.9


def test_sweep_is_the_same_twice():
    assert sweep_thresholds([SET, SET[::2]], "a test") == sweep_thresholds([SET, SET[::2]], "a test")


@pytest.mark.parametrize("rows", [SET[:10], SET[10:], []])
def test_sweep_on_one_kind_alone_is_refused(rows):
    with pytest.raises(TrainingDataError, match="no row that expects"):
        sweep_thresholds([SET, rows], "a test")


def test_judging_takes_what_retrieval_says(retriever):
    first = judge_held_out([search_all(QUESTIONS, retriever, rank)], retriever)[0][1]

    assert first.expect == "answer"
    assert first.first[0][1] is True
