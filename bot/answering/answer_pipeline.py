"""The way from a question to its answer. The order of the steps stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.answer_steps import add_citations, add_escalation, add_notices, add_verdict, choose_clauses
from bot.answering.answerability import judge_answerability
from bot.answering.draft import AnsweringContext, Draft
from bot.answering.role_question import ask_who_is_asking
from bot.datatypes.answer import Answer, Outcome, Question

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
    draft = Draft(
        question=question,
        profile=context.retriever.school(question.school).profile,
        retrieved=context.retriever.retrieve(question),
    )
    for step in STEPS:
        step(draft, context)
    return Answer(
        outcome=draft.outcome or Outcome.UNANSWERED_NOT_IN_POLICY,
        verdict=draft.verdict,
        citations=draft.citations,
        escalation=draft.escalation,
        notices=draft.notices,
    )
