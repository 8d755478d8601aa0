"""What a reader must know beside the quotation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.datatypes.answer import Notice
from bot.datatypes.policy import PolicyDocument

# Codes of the notices that stand before an answer: what it answers, where that might be taken otherwise.
TAKEN_WITH, ASKED, REASON, ANSWERS, MAY_ANSWER = "taken_with", "asked", "reason", "answers", "may_answer"
OPENING_CODES = frozenset({TAKEN_WITH, ASKED, REASON, ANSWERS, MAY_ANSWER})


def taken_with_notice(before: str) -> Notice:
    """Says with which question before it a follow-up was taken, so that whoever meant something else can see it."""
    return Notice(code=TAKEN_WITH, text=f"Taken with your question before: “{before}”.")


def asked_notice(words: str) -> Notice:
    """Says which question of a message is answered here."""
    return Notice(code=ASKED, text=f"You asked: “{words}”")


def answers_notice(question: str) -> Notice:
    """Says which question an approved answer was written for, so that whoever asked something else can see it."""
    return Notice(code=ANSWERS, text=f"This answers: “{question}”")


def may_answer_notice(question: str) -> Notice:
    """The same of an answer that is shown without being sure that it was asked for."""
    return Notice(code=MAY_ANSWER, text=f"This may be what you mean. It answers: “{question}”")


def review_notices(documents: list[PolicyDocument], today: date) -> tuple[Notice, ...]:
    """A notice for each review date that has passed among the cited documents, naming the documents it is about."""
    overdue: dict[str, list[str]] = {}
    for document in documents:
        review = document.review
        if review and review.latest and date.fromisoformat(review.latest) < today:
            titles = overdue.setdefault(review.text, [])
            titles += [document.title] if document.title not in titles else []
    return tuple(_overdue_notice(titles, when) for when, titles in overdue.items())


def _overdue_notice(titles: list[str], when: str) -> Notice:
    named = " and ".join(f"“{title}”" for title in titles)
    text = f"{named} should have been reviewed by {when}. Ask whether the rule has changed."
    return Notice(code="review_overdue", text=text)


def searched_notice(documents: Sequence[PolicyDocument]) -> Notice:
    """What was searched without finding an answer: every policy by its title, and how many clauses they have."""
    titles = list(dict.fromkeys(f"“{document.title}”" for document in documents))
    clauses = sum(len(document.clauses) for document in documents)
    named = " and ".join([", ".join(titles[:-1]), titles[-1]] if len(titles) > 1 else titles) or "no policy"
    return Notice(code="searched", text=f"Searched: {named} ({clauses} clauses).")
