"""The fixed words around an answer: what each modality and outcome is called, the same in every channel.

They are labels only. What a policy says is never put into words here; it is quoted.
"""

from __future__ import annotations

from bot.datatypes.answer import Modality, Outcome

MODALITY_LABELS: dict[Modality, str] = {
    Modality.PROHIBITED: "Not allowed",
    Modality.PERMITTED: "Allowed",
    Modality.CONDITIONAL: "Only under conditions",
    Modality.REQUIRED: "Required",
    Modality.ADVISED: "Advised",
    Modality.INFORMATION: "Information",
}

OUTCOME_HEADINGS: dict[Outcome, str] = {
    Outcome.ANSWERED_FROM_POLICY: "",
    Outcome.ANSWERED_BY_APPROVED_ANSWER: "Approved answer: the safeguarding lead’s words, not a policy’s",
    Outcome.PARTLY_RELATED_CLAUSES: "No policy answers this directly. These clauses bear on it.",
    Outcome.UNANSWERED_NOT_IN_POLICY: "Not in the policies",
    Outcome.UNANSWERED_OUT_OF_SCOPE: "Outside what I can answer",
    Outcome.CLARIFICATION_NEEDED: "",
    Outcome.SAFEGUARDING_CONCERN: "This is a safeguarding concern: pass it on now",
    Outcome.SAFEGUARDING_EMERGENCY: "Call 999 now",
    Outcome.SAFEGUARDING_ALLEGATION: "A concern about an adult who works here",
    Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD: "A concern about the headteacher",
    Outcome.CONVERSATION: "",
    Outcome.FAILED_SERVICE_UNAVAILABLE: "I cannot look this up just now",
}

# These hold a fixed text that must be read first and in full; a quotation only follows it.
SAFEGUARDING_OUTCOMES = frozenset(outcome for outcome in Outcome if outcome.startswith("safeguarding_"))

ALSO_HEADING = "Also in your policies"
POLICY_HEADING = "What your school’s policy says"
