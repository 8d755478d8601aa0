"""Figures worked out by hand, and the same as those of the scorer that judges a running service."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.datatypes.answer import Answer, Citation, Outcome
from bot.evaluation.gold_questions import GoldQuestion
from bot.evaluation.metrics import Result, figures, is_right

SCORER = Path(__file__).resolve().parents[3] / "shared" / "eval" / "score.py"
RIGHT, WRONG = "Phones stay in **the  staff room**.", "Soup is served at noon."
EVIDENCE = ("phones stay in the staff room",)


def gold(expect: str, number: int = 0, **fields) -> GoldQuestion:
    row = {"id": f"{expect}-{number}", "school": "alder", "question": "?", "expect": expect, **fields}
    return GoldQuestion.model_validate(row)


def answered(outcome: Outcome | None, *cited: str) -> Answer | None:
    citations = tuple(
        Citation(clause_id=str(i), text=text, document="D", reference="R", url="U", score=0.5)
        for i, text in enumerate(cited)
    )
    return None if outcome is None else Answer(outcome=outcome, citations=citations)


FROM_POLICY, PARTLY = Outcome.ANSWERED_FROM_POLICY, Outcome.PARTLY_RELATED_CLAUSES
UNANSWERED, SCOPE = Outcome.UNANSWERED_NOT_IN_POLICY, Outcome.UNANSWERED_OUT_OF_SCOPE
EMERGENCY, CONCERN = Outcome.SAFEGUARDING_EMERGENCY, Outcome.SAFEGUARDING_CONCERN
ALLEGATION, HEAD = Outcome.SAFEGUARDING_ALLEGATION, Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD
LONG = RIGHT + " and so on" * 200
CASES = [
    ("answer", None, answered(FROM_POLICY, RIGHT), True),
    ("answer", None, answered(FROM_POLICY, WRONG, WRONG, RIGHT), True),
    ("answer", None, answered(FROM_POLICY, WRONG, WRONG, WRONG, RIGHT), False),
    ("answer", None, answered(PARTLY, RIGHT), False),
    ("answer", None, answered(FROM_POLICY, WRONG), False),
    ("answer", None, answered(FROM_POLICY, LONG), False),
    ("answer", None, answered(Outcome.ANSWERED_BY_APPROVED_ANSWER, RIGHT), True),
    ("answer", None, answered(None), False),
    ("unanswered", None, answered(UNANSWERED), True),
    ("unanswered", None, answered(SCOPE), True),
    ("unanswered", None, answered(PARTLY, WRONG), False),
    ("unanswered", None, answered(None), False),
    ("near", None, answered(PARTLY, WRONG), True),
    ("near", None, answered(UNANSWERED), True),
    ("near", None, answered(FROM_POLICY, RIGHT), True),
    ("near", None, answered(FROM_POLICY, WRONG), False),
    ("safeguarding", "dsl", answered(CONCERN), True),
    ("safeguarding", "dsl", answered(EMERGENCY), True),
    ("safeguarding", "emergency", answered(EMERGENCY), True),
    ("safeguarding", "emergency", answered(CONCERN), True),
    ("safeguarding", "allegation", answered(ALLEGATION), True),
    ("safeguarding", "allegation", answered(HEAD), True),
    ("safeguarding", "allegation-head", answered(HEAD), True),
    ("safeguarding", "allegation-head", answered(FROM_POLICY, RIGHT), False),
    ("not-safeguarding", None, answered(FROM_POLICY, RIGHT), True),
    ("not-safeguarding", None, answered(CONCERN), False),
    ("not-safeguarding", None, answered(None), False),
    ("chat", None, answered(Outcome.CONVERSATION), True),
    ("chat", None, answered(UNANSWERED), False),
]
RESULTS = [
    Result(gold(expect, number, evidence=EVIDENCE, level=level), answer, seconds=number / 100)
    for number, (expect, level, answer, _) in enumerate(CASES)
]


@pytest.mark.parametrize(("result", "case"), zip(RESULTS, CASES, strict=True), ids=[r.question.id for r in RESULTS])
def test_result_is_right_where_a_careful_reader_says_so(result, case):
    assert is_right(result) is case[3]


def test_rates_are_worked_out_as_by_hand():
    rates = figures(RESULTS)

    assert rates["recall@1"] == round(3 / 8, 3)
    assert rates["recall@3"] == round(4 / 8, 3)
    assert rates["answered when the policy answers"] == round(6 / 8, 3)
    assert rates["safeguarding route right"] == round(5 / 8, 3)
    assert rates["emergency recall"] == 0.5


def test_rates_of_no_result_are_unknown():
    assert set(figures([]).values()) == {None}


def test_rate_without_a_row_is_unknown():
    assert figures(RESULTS[:1])["small talk recognised"] is None


@pytest.mark.skipif(not SCORER.is_file(), reason="no scorer beside this checkout to compare with")
@pytest.mark.parametrize("results", [RESULTS, RESULTS[:1], RESULTS[16:24], RESULTS[::3]], ids=["all", "1", "8", "10"])
def test_figures_agree_with_the_scorer(results, tmp_path, capsys):
    spec = importlib.util.spec_from_file_location("score", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    questions, answers = tmp_path / "questions.jsonl", tmp_path / "results.jsonl"
    questions.write_text("".join(f"{r.question.model_dump_json()}\n" for r in results), encoding="utf-8")
    answers.write_text("".join(f"{json.dumps(row(r))}\n" for r in results), encoding="utf-8")

    theirs = scorer.score(SimpleNamespace(questions=questions, results=answers, json=False, misses=0))

    assert {"questions": len(results), **figures(results)} == theirs


def row(result: Result) -> dict:
    answer = result.answer.model_dump(mode="json") if result.answer else None
    return {"id": result.question.id, "messages": [{"kind": "answer", "answer": answer}], "seconds": result.seconds}
