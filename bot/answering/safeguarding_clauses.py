"""Which of a school's own clauses may stand below a safeguarding text. Looked for when the index is built.

A message never waits for a search. A clause is quoted only where the engine is confident, the clause says whom to
tell, and nothing in it contradicts the fixed text above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answering.answer_steps import quoted_first
from bot.answering.answerability import outcome_for
from bot.answering.draft import AnsweringContext
from bot.answering.head_of_school import names_head
from bot.answering.safeguarding_quotations import RULES_FILE, is_chosen, write_choice
from bot.datatypes.answer import Outcome, Question
from bot.datatypes.policy import Clause, PolicyDocument, SchoolProfile
from bot.errors import TrainingDataError
from bot.index.clause_store import ClauseStore


class _Search(BaseModel):
    """One thing that is looked for: the questions, the topic they are of, and what the clause must say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    questions: tuple[str, ...]
    says: tuple[str, ...]


class _Rules(BaseModel):
    """The whole of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    searches: dict[Outcome, tuple[_Search, ...]]
    said_not_to_be_done: str
    never: tuple[str, ...]


@cache
def read_clause_rules(path: Path = RULES_FILE) -> _Rules:
    """The rules in force.

    :raises TrainingDataError: the file is missing or malformed; names it.
    """
    try:
        return _Rules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError, ValidationError):
        raise TrainingDataError(f"{path.name} is missing or malformed: restore it.") from None


def _finds(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def contradicts_text(words: str) -> bool:
    """Whether a clause tells, or lets, anybody do what a safeguarding text says not to do."""
    rules = read_clause_rules()
    told_to_do = re.sub(rules.said_not_to_be_done, " ", words, flags=re.IGNORECASE)
    return any(_finds(pattern, told_to_do) for pattern in rules.never)


def _may_be_quoted(document: PolicyDocument, clause: Clause, outcome: Outcome, profile: SchoolProfile) -> bool:
    words = f"{clause.lead_in} {clause.text}"
    if outcome is Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD:
        shown = f"{words} {document.title} {document.sections[clause.section].title}"
        if names_head(shown, profile):
            return False
    return not contradicts_text(words)


def _found(search: _Search, school: str, outcome: Outcome, context: AnsweringContext) -> str | None:
    """The id of the first clause that fits; None where the policies have none."""
    profile, thresholds = context.retriever.school(school).profile, context.thresholds()
    for text in search.questions:
        found = context.retriever.retrieve(
            Question(school=school, text=text, role="staff", topics={search.topic: 1.0} if search.topic else {})
        )
        if outcome_for(found.answerable, found.nearest, thresholds) is not Outcome.ANSWERED_FROM_POLICY:
            continue
        for item in quoted_first(list(found.clauses), thresholds.beside):
            words = f"{item.clause.lead_in} {item.clause.text}"
            if all(_finds(pattern, words) for pattern in search.says) and _may_be_quoted(
                item.document, item.clause, outcome, profile
            ):
                return item.clause.clause_id
    return None


def _clauses_of(
    searches: tuple[_Search, ...], school: str, outcome: Outcome, context: AnsweringContext
) -> Iterator[str]:
    for search in searches:
        found = _found(search, school, outcome, context)
        if found is not None:
            yield found


def find_safeguarding_clauses(school: str, context: AnsweringContext) -> dict[Outcome, tuple[str, ...]]:
    """The ids of a school's own clauses for each safeguarding outcome, each once; an emergency never has any.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    return {
        outcome: tuple(dict.fromkeys(_clauses_of(searches, school, outcome, context)))
        for outcome, searches in read_clause_rules().searches.items()
    }


def choose_quotations(store: ClauseStore, school: str, context: AnsweringContext) -> bool:
    """Find a school's clauses and store the choice, unless that has been done for what is in the store now.

    :returns: whether there was anything to do.
    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    if is_chosen(store, school):
        return False
    write_choice(store, school, find_safeguarding_clauses(school, context))
    return True
