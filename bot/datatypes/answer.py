"""A question and its answer, as they travel between processes and out of the HTTP API.

``Message``, ``Answer`` and ``Citation`` are a fixed contract: their JSON is what ``POST /api/v1/messages``
returns, what the action server hands to the dialogue, and what every channel renders.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.datatypes.value import Value


class Outcome(StrEnum):
    """How a message was dealt with. A closed list; the first word is what is counted."""

    ANSWERED_FROM_POLICY = "answered_from_policy"
    ANSWERED_BY_APPROVED_ANSWER = "answered_by_approved_answer"
    PARTLY_RELATED_CLAUSES = "partly_related_clauses"
    UNANSWERED_NOT_IN_POLICY = "unanswered_not_in_policy"
    UNANSWERED_OUT_OF_SCOPE = "unanswered_out_of_scope"
    CLARIFICATION_NEEDED = "clarification_needed"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    SAFEGUARDING_EMERGENCY = "safeguarding_emergency"
    SAFEGUARDING_ALLEGATION = "safeguarding_allegation"
    SAFEGUARDING_ALLEGATION_ABOUT_HEAD = "safeguarding_allegation_about_head"
    CONVERSATION = "conversation"
    FAILED_SERVICE_UNAVAILABLE = "failed_service_unavailable"


class Modality(StrEnum):
    """What kind of rule a clause lays down."""

    PROHIBITED = "prohibited"
    PERMITTED = "permitted"
    CONDITIONAL = "conditional"
    REQUIRED = "required"
    ADVISED = "advised"
    INFORMATION = "information"


class Question(Value):
    """One message to be answered from one school's policies.

    ``topics`` maps intent names to the dialogue's confidence in each (0 to 1); it is a prior, never a gate.
    ``skip`` counts clauses already shown, for "more". ``may_ask_role``: whether the asker may be asked who they are.
    """

    school: str
    text: str
    role: str | None = None
    topics: dict[str, float] = Field(default_factory=dict)
    skip: int = 0
    may_ask_role: bool = True


class Verdict(Value):
    """The rule in a line, built from the first citation's own words."""

    modality: Modality
    text: str


class Citation(Value):
    """One clause, quoted. ``score`` lies between 0 and 1; larger is nearer."""

    clause_id: str
    text: str
    lead_in: str = ""
    document: str
    section: str = ""
    label: str = ""
    reference: str
    url: str
    score: float


class Escalation(Value):
    """The person to turn to: ``safeguarding_lead``, ``deputy``, ``head``, ``chair`` or ``local_authority``."""

    route: str
    name: str
    contact: str = ""
    reason: str


class Notice(Value):
    """Something the reader must know beside the answer; ``code`` is for programs, ``text`` for people."""

    code: str
    text: str


class Answer(Value):
    """What Signpost says of a question. ``review_item`` is set by the gateway once the question is filed."""

    outcome: Outcome
    verdict: Verdict | None = None
    citations: tuple[Citation, ...] = ()
    escalation: Escalation | None = None
    notices: tuple[Notice, ...] = ()
    review_item: int | None = None


class Button(Value):
    """Something to press. ``id`` means something to the server alone."""

    title: str
    id: str


class Message(Value):
    """One message to a person. ``text`` alone is enough to read it where nothing else can be shown."""

    kind: Literal["answer", "text"]
    text: str
    buttons: tuple[Button, ...] = ()
    answer: Answer | None = None


def speak_of_concern(messages: Iterable[Message]) -> bool:
    """Whether messages speak of a concern, and so may be seen by nobody but the asker."""
    return any(message.answer and message.answer.outcome.startswith("safeguarding") for message in messages)
