"""The approved answers of every school as the gateway uses them, kept in memory while table and policies say the same.

What is approved, withdrawn or lapsed counts from the next question on, in every gateway process: each question looks at
the school's version in the database and at the time of its file in the index.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import NamedTuple

from django.utils import timezone

from bot.answering.approved_text import approved_heading, build_approved_message
from bot.answering.escalation import escalate_to_lead
from bot.answering.notices import answers_notice, may_answer_notice, review_notices
from bot.approved_answers.answer_clauses import SchoolClauses
from bot.approved_answers.answer_lapses import approved_answers, record_lapses, school_version, why_lapsed
from bot.approved_answers.answer_matcher import AnswerMatcher
from bot.approved_answers.match_features import Wording
from bot.approved_answers.models import ApprovedAnswer
from bot.datatypes.answer import Answer, Citation, Message, Notice, Outcome
from bot.datatypes.policy import Audience, SchoolProfile
from bot.index.clause_store import SCHOOL_FILE, ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval.question_audience import audiences_of

_KEPT = 64  # schools, those asked last
_BEYOND = "For anything the answer leaves open."

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AnswerInUse:
    """One approved answer: what it answers and says, for whom it holds, how it is asked for, and what it rests on."""

    question: str
    heading: str
    words: str
    audience: str
    wordings: tuple[Wording, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]

    def message(self, profile: SchoolProfile, *, is_sure: bool = True) -> Message:
        """What the asker reads; ``is_sure``: whether it is what they asked."""
        opening = answers_notice(self.question) if is_sure else may_answer_notice(self.question)
        return compose_answer(opening, self.heading, self.words, self.citations, profile, self.notices)


class FoundAnswer(NamedTuple):
    """An approved answer that a question may ask for, and whether that is sure."""

    answer: AnswerInUse
    is_sure: bool


@dataclass(frozen=True)
class _Page:
    """A school's answers, and what they were read from: table, policies, day."""

    read_from: tuple[int, int, date]
    answers: dict[int, AnswerInUse]
    wordings: dict[str, Wording]


_EMPTY = _Page((0, 0, date.min), {}, {})


class AnswerBook:
    """Looks up what was approved. Safe to call from any thread that may use the database."""

    def __init__(self, store: ClauseStore, encoder: SentenceEncoder, public_url: str) -> None:
        self._store = store
        self._public_url = public_url
        self._matcher = AnswerMatcher(encoder)
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._being_read: set[str] = set()
        self._lock = Lock()  # held for a moment only: whoever waits for it holds a thread of the database

    def find(self, school: str, question: str, role: str | None) -> FoundAnswer | None:
        """The approved answer that ``question``, asked as ``role``, gets or may mean; None where there is none.

        :raises django.db.Error: the database cannot be read.
        :raises SignpostError: the sentence encoder or a file that ships with Signpost cannot be read.
        """
        answers = self._page(school).answers
        if not answers:
            return None
        # Whoever asks about others ("can visitors park?") may have what holds for those, and what holds for themselves.
        asked_for = audiences_of(question, role, None) | (audiences_of("", role, None) if role else frozenset())
        fitting = {key: one for key, one in answers.items() if _holds_for(one.audience, asked_for)}
        # Its lines are a question and what was added to it; the newest stands twice.
        text = " ".join(dict.fromkeys(question.splitlines()))
        match = self._matcher.find(text, {key: one.wordings for key, one in fitting.items()})
        return FoundAnswer(fitting[int(str(match.answer))], match.is_sure) if match else None

    def _page(self, school: str) -> _Page:
        """What is approved now; nothing while another thread reads it, rather than what may have been withdrawn."""
        now = self._read_from(school)
        with self._lock:
            known = self._pages.get(school, _EMPTY)
            if known.read_from != now and school in self._being_read:
                return _EMPTY
            if known.read_from == now:
                self._pages.move_to_end(school)
                return known
            self._being_read.add(school)
        try:
            read = self._read(school, known.wordings)
        finally:
            with self._lock:
                self._being_read.discard(school)
        self._keep(school, read)
        return read

    def _keep(self, school: str, page: _Page) -> None:
        with self._lock:
            self._pages[school] = page
            self._pages.move_to_end(school)
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)

    def _read_from(self, school: str) -> tuple[int, int, date]:
        try:
            written = (self._store.folder / school / SCHOOL_FILE).stat().st_mtime_ns
        except OSError:
            written = 0
        return school_version(school), written, timezone.localdate()

    def _read(self, school: str, known: dict[str, Wording]) -> _Page:
        """A school's answers in use; wordings that are ``known`` are not encoded again."""
        record_lapses(school, self._store)
        read_from = self._read_from(school)
        clauses, today = SchoolClauses(self._store, school), read_from[2]
        answers = [one for one in approved_answers(school) if not why_lapsed(one, clauses, today)]
        texts = list(dict.fromkeys(text for answer in answers for text in _asked_in(answer)))
        new = [text for text in texts if text not in known]
        encoded = known | dict(zip(new, self._matcher.wordings(new), strict=True))
        wordings = {text: encoded[text] for text in texts}
        return _Page(read_from, {one.pk: self._in_use(one, clauses, today, wordings) for one in answers}, wordings)

    def _in_use(
        self, answer: ApprovedAnswer, clauses: SchoolClauses, today: date, wordings: dict[str, Wording]
    ) -> AnswerInUse:
        rests_on = [resting.clause_id for resting in answer.clauses.all()]
        return AnswerInUse(
            question=answer.question,
            heading=heading_of(answer),
            words=answer.text,
            audience=answer.audience,
            wordings=tuple(wordings[text] for text in _asked_in(answer)),
            citations=clauses.citations(rests_on, self._public_url),
            notices=review_notices(clauses.documents_of(rests_on), today),
        )


def _asked_in(answer: ApprovedAnswer) -> list[str]:
    return [answer.question, *(phrasing.text for phrasing in answer.phrasings.all())]


def compose_answer(
    opening: Notice,
    heading: str,
    words: str,
    citations: tuple[Citation, ...],
    profile: SchoolProfile,
    notices: tuple[Notice, ...] = (),
) -> Message:
    """An approved answer as it is shown, after what it answers; whoever to ask about the rest included."""
    answer = Answer(
        outcome=Outcome.ANSWERED_BY_APPROVED_ANSWER,
        citations=citations,
        notices=(opening, *notices),
        escalation=escalate_to_lead(profile, _BEYOND),
    )
    return build_approved_message(heading, words, answer)


def heading_of(answer: ApprovedAnswer) -> str:
    """Whose word an answer is, and since when."""
    return approved_heading(answer.approved_as, timezone.localdate(answer.approved_at))


def _holds_for(audience: str, asked_for: frozenset[Audience]) -> bool:
    return audience == ApprovedAnswer.Audience.EVERYONE or audience in asked_for
