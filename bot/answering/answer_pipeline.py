"""The way from a question to its answer. The order of the steps stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.answer_steps import add_citations, add_escalation, add_notices, add_verdict, choose_clauses
from bot.answering.answerability import judge_answerability
from bot.answering.draft import AnsweringContext, Draft
from bot.answering.role_question import ask_who_is_asking
from bot.answering.search_account import report_search
from bot.datatypes.answer import Answer, Outcome, Question
from bot.datatypes.search_report import SearchReport

Step = Callable[[Draft, AnsweringContext], None]

STEPS: tuple[Step, ...] = (
    judge_answerability,
    choose_clauses,
    ask_who_is_asking,
    add_verdict,
    add_citations,
    add_notices,
    add_escalation,
)


def answer_question(question: Question, context: AnsweringContext) -> Answer:
    """Answer one question from its school's policies, or say that they do not answer it.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    return search_and_answer(question, context)[0]


def search_and_answer(question: Question, context: AnsweringContext) -> tuple[Answer, SearchReport]:
    """The same, with an account of the search for those who review the question.

    :raises IndexUnusableError: see ``answer_question``.
    """
    draft = Draft(
        question=question,
        profile=context.retriever.school(question.school).profile,
        retrieved=context.retriever.retrieve(question),
    )
    for step in STEPS:
        step(draft, context)
    answer = Answer(
        outcome=draft.outcome or Outcome.UNANSWERED_NOT_IN_POLICY,
        verdict=draft.verdict,
        citations=draft.citations,
        escalation=draft.escalation,
        notices=draft.notices,
    )
    return answer, report_search(draft, context)
