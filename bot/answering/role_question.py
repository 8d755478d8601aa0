"""Asking back who is asking: only where staff and those who visit or help have rules of their own, and both answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answering.answerability import outcome_for
from bot.answering.draft import AnsweringContext, Draft
from bot.datatypes.answer import Outcome
from bot.datatypes.policy import Audience
from bot.retrieval.hybrid_retriever import RankedClause
from bot.retrieval.question_audience import named_in

# The roles to try beside staff; the rules that are for them alone.
_OTHERS = ("visitor", "volunteer")
_THEIR_OWN = frozenset({Audience.VISITORS, Audience.VOLUNTEERS})
# Words of somebody who works here; and without a word of themselves, people ask about somebody else.
_WORKS_HERE = re.compile(
    r"\b(?:(?:my|our) (?:class|classroom|form|tutor group|lessons?|pupils?|students?|kids|year|phase|planning"
    r"|line manager|colleagues?|contract|team|department|room|ta|key ?(?:child|children|worker)|head|dsl)"
    r"|(?:a|another|new) colleague|while (?:teaching|on duty)|in (?:my )?(?:lessons?|class)|staff ?room|staff|teachers?"
    r"|(?:i|we)(?:['’]m| am|['’]re| are)? (?:teach\w*|work\w*|employed|on duty|supervising|invigilating|cover\w*)"
    r"|(?:school|work) (?:laptop|email|device|account|phone|mobile)|playground duty|inset|ppa|supply)\b",
    re.IGNORECASE,
)
# What share of the staff rule's chance another's own rule must have: half is a rule as much as the other.
_ALIKE = 0.5
_OF_THEMSELVES = re.compile(r"\b(?:i|i['’]?m|i['’]?ve|im|ive|me|my|mine|we|our|us)\b", re.IGNORECASE)


def ask_who_is_asking(draft: Draft, context: AnsweringContext) -> None:
    """Ask back instead of answering, where the role is not known, no word tells it, and it decides the answer."""
    if not _is_open(draft) or not _binds_only(draft.chosen[0], {Audience.STAFF}):
        return
    if not any(_is_theirs(item, draft.chosen[0]) for item in draft.retrieved.clauses):
        return
    if any(_answers_otherwise(draft, context, role) for role in _OTHERS):
        draft.outcome, draft.chosen = Outcome.CLARIFICATION_NEEDED, ()


def _is_open(draft: Draft) -> bool:
    """Whether the answer stands and nothing tells whom it is for."""
    question = draft.question
    if question.role is not None or not question.may_ask_role or draft.outcome is not Outcome.ANSWERED_FROM_POLICY:
        return False
    told = named_in(question.text) or _WORKS_HERE.search(question.text) or not _OF_THEMSELVES.search(question.text)
    return bool(draft.chosen) and not told


def _binds_only(item: RankedClause, groups: Iterable[Audience]) -> bool:
    return bool(item.clause.binds) and set(item.clause.binds) <= set(groups)


def _is_theirs(item: RankedClause, ours: RankedClause) -> bool:
    """Whether a clause is for visitors or volunteers alone, and stands elsewhere than the rule for staff."""
    elsewhere = (item.document.document_id, item.clause.section) != (ours.document.document_id, ours.clause.section)
    return elsewhere and _binds_only(item, _THEIR_OWN)


def _answers_otherwise(draft: Draft, context: AnsweringContext, role: str) -> bool:
    """Whether somebody in this role would be shown a rule of their own, much as likely for them as that for staff."""
    theirs = context.retriever.retrieve_for(role, draft.question, draft.retrieved)
    if not theirs.clauses or not _is_theirs(theirs.clauses[0], draft.chosen[0]):
        return False
    outcome = outcome_for(theirs.answerable, theirs.nearest, context.thresholds())
    return outcome is Outcome.ANSWERED_FROM_POLICY and theirs.clauses[0].score >= _ALIKE * draft.chosen[0].score
