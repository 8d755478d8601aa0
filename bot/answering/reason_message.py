"""What is shown for "why?": the clauses near the answer that give a reason, or where the rule stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from bot.answering.answer_pipeline import answer_question
from bot.answering.answer_steps import MOST_CITATIONS, cite
from bot.answering.clause_folding import fold_clauses
from bot.answering.draft import AnsweringContext
from bot.answering.message_text import open_with_reason, quotation
from bot.answering.notices import review_notices
from bot.datatypes.answer import Answer, Message, Outcome, Question
from bot.retrieval.hybrid_retriever import RankedClause

_CUES = Path(__file__).with_name("reason_cues.yml")
_GIVEN = "What your policy says of its reasons:"
_NOT_GIVEN = "I found no reason in your policy. This is where the rule stands:"
_NO_RULE = "I have quoted no rule to give a reason for: ask a question first."


@cache
def _pattern(name: str) -> re.Pattern[str]:
    cues = yaml.safe_load(_CUES.read_text(encoding="utf-8"))[name]
    return re.compile("|".join([cues] if isinstance(cues, str) else cues), re.IGNORECASE)


def build_reason_message(question: Question | None, context: AnsweringContext) -> Message:
    """The reason of the rule that answers a question already answered.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    found = context.retriever.retrieve(question).clauses if question else ()
    rule = _rule(question, found, context) if question else None
    if rule is None:
        return Message(kind="answer", text=_NO_RULE, answer=Answer(outcome=Outcome.CONVERSATION))
    ranked = fold_clauses(found)
    reasons = [item for item in _nearest_first(rule, ranked) if _gives_reason(item, rule)][:MOST_CITATIONS]
    chosen = reasons or [rule]
    citations = cite(chosen, context)
    answer = Answer(
        outcome=Outcome.CONVERSATION,
        citations=citations,
        notices=review_notices([item.document for item in chosen], context.today()),
    )
    text = "\n\n".join(quotation(citation) for citation in citations)
    return open_with_reason(Message(kind="answer", text=text, answer=answer), _GIVEN if reasons else _NOT_GIVEN)


def _rule(question: Question, found: Sequence[RankedClause], context: AnsweringContext) -> RankedClause | None:
    """The clause among those found that the answer quoted first."""
    quoted = answer_question(question.model_copy(update={"skip": 0}), context).citations[:1]
    return next((item for item in found for one in quoted if item.clause.clause_id == one.clause_id), None)


def _nearest_first(rule: RankedClause, ranked: list[RankedClause]) -> list[RankedClause]:
    """The rule itself, then its section, then the rest of its document as it was found."""
    near = [item for item in ranked if item.document.document_id == rule.document.document_id]
    return sorted(near, key=lambda item: (item.clause != rule.clause, item.clause.section != rule.clause.section))


def _gives_reason(item: RankedClause, rule: RankedClause) -> bool:
    """Whether a clause says why: in so many words, beside the rule, or under a heading that is there for it."""
    words = f"{item.clause.lead_in} {item.clause.text}"
    title = item.document.sections[item.clause.section].title
    beside = item.clause.section == rule.clause.section
    return _pattern("reasons").search(words) is not None and (beside or _pattern("purposes").search(title) is not None)
