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

# The roles to choose from; the rules that each may be answered by.
_OTHERS = ("visitor", "volunteer")
_THEIR_OWN = frozenset({Audience.VISITORS, Audience.VOLUNTEERS})
# How likely the others' rule must be, beside the rule for staff, for the role to decide the answer.
_AS_LIKELY = 0.25
# Words that only somebody who works here uses, or only somebody who does not; and words about somebody else.
_SAYS_WHO = re.compile(
    r"\b(?:(?:my|our) (?:class|classroom|form|tutor group|lessons?|pupils?|students?|kids|year|phase|planning|ppa"
    r"|line manager|colleagues?|contract|team|ta|room|key ?(?:child|children|worker)|department|head|dsl)"
    r"|(?:a|another|new) colleague"
    r"|(?:i|we)(?:['’]m| am|['’]re| are)? (?:teach\w*|work\w*|employed|on duty|supervising|invigilating|cover\w*)"
    r"|while (?:teaching|on duty)|in (?:my )?lessons?|staff ?room"
    r"|school (?:laptop|email|device|account|phone)|work (?:laptop|email|device|account|phone|mobile)|inset|ppa|supply"
    r"|(?:on|in) (?:my )?(?:lunch|break|free period)|playground duty"
    r"|in class|log(?:ging)? (?:on|in)|home visits?|weekend|one of ours|who|what(?:['’]ll| will) happen to me"
    r"|(?:my|our) (?:child|son|daughter|talk)|on placement|speakers?|ofsted|taxis?|(?:i am|i['’]m) an?|sign(?:ing)? in"
    r"|parents?|mums?|dads? (?:is|are|was)|caretakers?|roofers?|minibus|outings?|trips?|another adult|on \w+days"
    r"|here (?:to|for|as)|my visit|deliver\w*|helping|hear(?:ing)? read(?:ers|ing)|staff|teachers?)\b",
    re.IGNORECASE,
)


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
    return bool(draft.chosen) and not named_in(question.text) and not _SAYS_WHO.search(question.text)


def _binds_only(item: RankedClause, groups: Iterable[Audience]) -> bool:
    return bool(item.clause.binds) and set(item.clause.binds) <= set(groups)


def _is_theirs(item: RankedClause, ours: RankedClause) -> bool:
    """Whether a clause is for visitors or volunteers alone, and stands elsewhere than the rule for staff."""
    elsewhere = (item.document.document_id, item.clause.section) != (ours.document.document_id, ours.clause.section)
    return elsewhere and _binds_only(item, _THEIR_OWN)


def _answers_otherwise(draft: Draft, context: AnsweringContext, role: str) -> bool:
    """Whether somebody in this role would be shown a rule of their own that is about as likely as that for staff."""
    theirs = context.retriever.retrieve(draft.question.model_copy(update={"role": role}))
    if not theirs.clauses or not _is_theirs(theirs.clauses[0], draft.chosen[0]):
        return False
    outcome = outcome_for(theirs.answerable, theirs.nearest, context.thresholds())
    likely = theirs.clauses[0].score >= _AS_LIKELY * draft.chosen[0].score
    return outcome is Outcome.ANSWERED_FROM_POLICY and likely
