"""The closed list of outcomes, one row each: what it is called, what is said of it, and where the console shows it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.datatypes.answer import Outcome


@dataclass(frozen=True)
class OutcomeRow:
    """``label`` for people, ``reply`` the sentence that opens the message, ``files`` whether it is filed for review.

    ``reply`` is empty where the message is made of something else (a quotation, a safeguarding text).
    """

    label: str
    reply: str
    files: bool


OUTCOMES: dict[Outcome, OutcomeRow] = {
    Outcome.ANSWERED_FROM_POLICY: OutcomeRow("Answered from policy", "", files=False),
    Outcome.ANSWERED_BY_APPROVED_ANSWER: OutcomeRow("Answered by an approved answer", "", files=False),
    Outcome.PARTLY_RELATED_CLAUSES: OutcomeRow(
        "Related clauses only",
        "Your school’s policy does not decide this. These clauses bear on it; your question has been filed for the "
        "safeguarding lead.",
        files=True,
    ),
    Outcome.UNANSWERED_NOT_IN_POLICY: OutcomeRow(
        "Not in the policy",
        "I could not find this in your school’s policies. Your question has been filed for the safeguarding lead.",
        files=True,
    ),
    Outcome.UNANSWERED_OUT_OF_SCOPE: OutcomeRow(
        "Outside these policies",
        "These policies do not deal with that. Your question has been filed in case it should be answered; for "
        "anything that cannot wait, ask the school office.",
        files=True,
    ),
    Outcome.CLARIFICATION_NEEDED: OutcomeRow(
        "Asked back",
        "Your school has one rule for staff here and another for people who visit or help. Do you work here, do you "
        "volunteer or help, or are you visiting? I will remember it for this conversation.",
        files=False,
    ),
    Outcome.SAFEGUARDING_CONCERN: OutcomeRow("Concern about a child", "", files=True),
    Outcome.SAFEGUARDING_EMERGENCY: OutcomeRow("Emergency", "", files=True),
    Outcome.SAFEGUARDING_ALLEGATION: OutcomeRow("Concern about an adult who works here", "", files=True),
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD: OutcomeRow("Concern about the head", "", files=True),
    Outcome.CONVERSATION: OutcomeRow("Conversation", "", files=False),
    Outcome.FAILED_SERVICE_UNAVAILABLE: OutcomeRow(
        "Could not be answered",
        "I cannot look that up just now. Your question has been kept.",
        files=True,
    ),
}


# What each report that the dialogue recognises calls for.
REPORTS: dict[str, Outcome] = {
    "report_concern": Outcome.SAFEGUARDING_CONCERN,
    "report_emergency": Outcome.SAFEGUARDING_EMERGENCY,
    "report_allegation": Outcome.SAFEGUARDING_ALLEGATION,
    "report_allegation_about_head": Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,
}


def may_have_answer_beside(outcome: Outcome) -> bool:
    """Whether what the policies say may follow a safeguarding text that may as well have been a question.

    A clause beside a concern about the head may send people to the head.
    """
    return outcome is not Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD


def shows_clauses(outcome: Outcome) -> bool:
    """Whether an answer with this outcome shows what the policies say."""
    return outcome.startswith(("answered", "partly"))
