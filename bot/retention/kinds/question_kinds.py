"""Questions with all that belongs to them: ordinary ones, concerns, and concerns about an adult.

What is kept or goes as one is a message with its parts, answers, presses, feedback and review items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from bot.questions.access import Kind
from bot.questions.audit import write_audit_entry
from bot.questions.intake import KIND_BY_OUTCOME
from bot.questions.models import WAITING, AnswerRecord, AuditEntry, QuestionRecord, ReviewItem
from bot.retention.kept_kind import Entry
from bot.retention.person import Person
from bot.retention.table_kind import TableKind, moment

_MOST_CONFIDENTIAL_FIRST = (Kind.ALLEGATION_ABOUT_HEAD, Kind.ALLEGATION, Kind.CONCERN)
_ORDINARY = ""


def _items() -> tuple[QuerySet[ReviewItem], ...]:
    """The review items of a message, and of its parts."""
    return tuple(ReviewItem.objects.filter(**{path: OuterRef("pk")}) for path in ("question", "question__part_of"))


def _answers() -> tuple[QuerySet[AnswerRecord], ...]:
    paths = (
        "question",
        "question__part_of",
        "question__pressed_on__question",
        "question__pressed_on__question__part_of",
    )
    return tuple(AnswerRecord.objects.filter(**{path: OuterRef("pk")}) for path in paths)


def _any(*found: QuerySet[Any]) -> Q:
    said = Q()
    for each in found:
        said |= Q(Exists(each))
    return said


def _is(kind: Kind) -> Q:
    """A message is of a kind by what its items are, or by what it was answered with."""
    outcomes = [outcome for outcome, filed_as in KIND_BY_OUTCOME.items() if filed_as is kind]
    items = (each.filter(kind=kind) for each in _items())
    return _any(*items, *(each.filter(outcome__in=outcomes) for each in _answers()))


def messages() -> QuerySet[Any]:
    """Every message with ``concern`` (a kind of review item, or empty), and ``since`` when it is dealt with."""
    times = [Coalesce(Subquery(_last_closed(path)), "received_at") for path in ("question", "question__part_of")]
    kinds = [When(_is(kind), then=Value(str(kind))) for kind in _MOST_CONFIDENTIAL_FIRST]
    return QuestionRecord.objects.filter(part_of=None, pressed_on=None).annotate(
        concern=Case(*kinds, default=Value(_ORDINARY), output_field=CharField()),
        since=Greatest("received_at", *times),
    )


def _last_closed(path: str) -> QuerySet[ReviewItem, Any]:
    items = ReviewItem.objects.filter(**{path: OuterRef("pk")}, closed_at__isnull=False)
    return items.order_by("-closed_at").values("closed_at")[:1]


class MessageKind(TableKind):
    """Messages of some kinds of concern, or of none."""

    model = QuestionRecord
    where = "questions_questionrecord, questions_answerrecord, questions_feedback, questions_reviewitem, …"
    stamp = "since"
    can_be_held = True
    has_asker = True
    are_messages = True

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return messages().filter(concern=self.concern or _ORDINARY)

    def finished(self) -> QuerySet[Any]:
        """Those of which no item is open."""
        return self.all().exclude(_any(*(each.filter(status__in=WAITING) for each in _items())))

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        return person.in_messages()

    def erase_on_schedule(self, rows: Sequence[Any]) -> None:
        """Erase messages; the audit log keeps how many, and of a concern which item."""
        self._write_down(rows)
        self.erase(rows)

    def _write_down(self, rows: Sequence[Any]) -> None:
        for school, count in sorted(Counter(row.school for row in rows).items()):
            subject = f"retention:{self.name}:{count}"
            write_audit_entry(None, AuditEntry.Action.ERASED, school, subject, kind=self.concern or "")

    def entry(self, row: QuestionRecord) -> Entry:
        """See ``TableKind``."""
        parts = list(QuestionRecord.objects.filter(part_of=row).order_by("received_at"))
        asked = [row, *parts]
        presses = QuestionRecord.objects.filter(pressed_on__question__in=asked).order_by("received_at")
        return {
            "asked": moment(row.received_at),
            "channel": row.channel,
            "conversation": row.conversation,
            "role": row.role,
            "words, names and numbers taken out": row.text,
            "answers": [answer for one in asked for answer in _answer_entries(one)],
            "presses": [{"at": moment(press.received_at), "button": press.button} for press in presses],
            "for a person": [_item_entry(item) for item in ReviewItem.objects.filter(question__in=asked)],
        }


def _answer_entries(question: QuestionRecord) -> list[Entry]:
    found = AnswerRecord.objects.filter(question=question).select_related("feedback").first()
    if found is None:
        return []
    helpful = found.feedback.helpful if hasattr(found, "feedback") else None
    return [
        {
            "question in full": question.in_full,
            "asked for": question.asked_for,
            "sent": moment(found.sent_at),
            "outcome": found.outcome,
            "text": [message.get("text", "") for message in found.payload],
            "helped": {True: "yes", False: "no", None: "not said"}[helpful],
        }
    ]


def _item_entry(item: ReviewItem) -> Entry:
    return {
        "number": item.pk,
        "why": Kind(item.kind).label,
        "opened": moment(item.opened_at),
        "closed": moment(item.closed_at),
        "reply": item.reply,
        "note": item.note,
    }


class Questions(MessageKind):
    """Ordinary questions. Whoever asked may have one erased that still waits for a person."""

    name, label, setting = "questions", "Questions and answers", "questions"

    def finished_for(self, person: Person) -> QuerySet[Any]:
        """See ``TableKind``."""
        return self.all()


class ConcernKind(MessageKind):
    """Messages that are concerns. Each item that goes has an entry of its own in the audit log."""

    def _write_down(self, rows: Sequence[Any]) -> None:
        items = ReviewItem.objects.filter(Q(question__in=rows) | Q(question__part_of__in=rows)).order_by("pk")
        for item in items:
            subject = f"review_item:{item.pk}"
            write_audit_entry(None, AuditEntry.Action.ERASED, item.school, subject, kind=self.concern or item.kind)


class Concerns(ConcernKind):
    """Concerns about a child."""

    name, label, setting, concern = "concerns", "Concerns about a child", "concerns", Kind.CONCERN


class Allegations(ConcernKind):
    """Concerns about an adult who works at the school."""

    name, label, setting, concern = "allegations", "Concerns about an adult", "allegations", Kind.ALLEGATION


class AllegationsAboutHead(ConcernKind):
    """Concerns about the head."""

    name, label, setting = "allegations_about_head", "Concerns about the head", "allegations"
    concern = Kind.ALLEGATION_ABOUT_HEAD
