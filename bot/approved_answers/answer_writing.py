"""What a person does with an approved answer. Each function is one transaction: permission, write, audit entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from bot.approved_answers.answer_access import access_answer, publishing_part, visible_answers
from bot.approved_answers.answer_clauses import SchoolClauses
from bot.approved_answers.answer_lapses import count_change
from bot.approved_answers.models import ApprovedAnswer, Phrasing
from bot.index.clause_store import ClauseStore
from bot.questions.access import Role, User
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.triage import REPLY_LIMIT

Status = ApprovedAnswer.Status
Action = AuditEntry.Action

QUESTION_LIMIT = 300  # characters, as in the tables; of a phrasing as well
PHRASINGS_LIMIT = 30
CLAUSES_LIMIT = 3  # as many as any answer quotes
LONGEST = timedelta(days=3 * 366)  # that an answer may be used without a look at it
USUAL = timedelta(days=365)


class AnswerContentError(ValueError):
    """What was written cannot be stored as it stands; one sentence that says what to put right."""


class AnswerChangedError(ValueError):
    """Somebody else changed the answer first: show what they did instead of writing over it."""

    def __init__(self) -> None:
        super().__init__("This answer was changed meanwhile: look at it as it is now, nothing of yours was stored.")


@dataclass(frozen=True)
class AnswerContent:
    """All that a person decides about an answer. ``clause_ids`` are of clauses of the school as they stand now."""

    question: str
    text: str
    phrasings: tuple[str, ...] = ()
    audience: str = ApprovedAnswer.Audience.EVERYONE
    expires_on: date | None = None
    clause_ids: tuple[str, ...] = field(default=())


def create_answer(
    user: User,
    school: str,
    content: AnswerContent,
    store: ClauseStore,
    *,
    publish: bool,
    item: ReviewItem | None = None,
) -> ApprovedAnswer:
    """Write an answer down, as a draft or to be used from the next question on.

    :param item: the review item whose reply it was, if any; access it before (``access_origin``).
    :raises PermissionError: the user may not, at that school.
    :raises AnswerContentError: something cannot be stored as it stands.
    """
    part = publishing_part(user, school)
    check_content(content, publish=publish)
    answer = ApprovedAnswer(school=school, origin=item if item and item.school == school else None)
    with transaction.atomic():
        _fill(answer, content)
        _settle(answer, user, part, publish=publish)
        answer.save()
        _attach(answer, content, store)
        _note(user, answer, Action.PUBLISHED if publish else Action.CHANGED_ANSWER)
    return answer


def change_answer(
    user: User, answer_id: int, revision: int, content: AnswerContent, store: ClauseStore, *, publish: bool
) -> ApprovedAnswer:
    """Change an answer, and have it used from the next question on, or keep it as a draft.

    :param revision: which one the user has seen.
    :raises ApprovedAnswer.DoesNotExist: there is none, or it is not the user's to change.
    :raises AnswerChangedError: it is not that revision any more.
    :raises AnswerContentError: something cannot be stored as it stands.
    """
    check_content(content, publish=publish)
    with transaction.atomic():
        answer = _claimed(user, answer_id, revision)
        if answer.status == Status.APPROVED and not publish:
            raise AnswerContentError("This answer is in use: publish the change, or withdraw the answer first.")
        _fill(answer, content)
        _settle(answer, user, publishing_part(user, answer.school), publish=publish)
        answer.save()
        _attach(answer, content, store)
        _note(user, answer, Action.PUBLISHED if publish else Action.CHANGED_ANSWER)
    return answer


def renew_answer(
    user: User, answer_id: int, revision: int, clause_ids: tuple[str, ...], store: ClauseStore
) -> ApprovedAnswer:
    """Approve an answer for another year, after a look at it and at what its clauses read now.

    :param clause_ids: the clauses it rests on from now on.
    :raises: as ``change_answer``.
    """
    answer = access_answer(user, answer_id)
    expires = timezone.localdate() + USUAL
    return change_answer(user, answer_id, revision, _content_of(answer, clause_ids, expires), store, publish=True)


def withdraw_answer(user: User, answer_id: int) -> ApprovedAnswer:
    """Have an answer used no more; nothing happens where it was withdrawn before.

    :raises ApprovedAnswer.DoesNotExist: there is none, or it is not the user's to change.
    """
    with transaction.atomic():
        answer = access_answer(user, answer_id)
        if answer.status != Status.WITHDRAWN:
            answer = _claimed(user, answer_id, answer.revision)
            answer.status, answer.changed_at = Status.WITHDRAWN, timezone.now()
            answer.save()
            _note(user, answer, Action.WITHDREW_ANSWER)
    return answer


def import_drafts(user: User | None, school: str, contents: list[AnswerContent]) -> list[ApprovedAnswer]:
    """Store answers as drafts, all or none of them.

    :param user: None for the command line.
    :raises PermissionError: the user may not, at that school.
    :raises AnswerContentError: one of them cannot be stored as it stands.
    """
    if user is not None:
        publishing_part(user, school)
    for content in contents:
        check_content(content, publish=False)
    with transaction.atomic():
        _refuse_repeats(school, contents)
        answers = [_draft(school, content) for content in contents]
        write_audit_entry(user, Action.IMPORTED, school, f"approved_answers:{len(answers)}")
        count_change(school)
    return answers


def _refuse_repeats(school: str, contents: list[AnswerContent]) -> None:
    there = ApprovedAnswer.objects.filter(school=school).exclude(status=Status.WITHDRAWN)
    known = {question.casefold() for question in there.values_list("question", flat=True)}
    for content in contents:
        if content.question.casefold() in known:
            raise AnswerContentError(f"There is an answer to “{content.question}” already: take it out of the file.")


def _draft(school: str, content: AnswerContent) -> ApprovedAnswer:
    answer = ApprovedAnswer(school=school)
    _fill(answer, content)
    answer.save()
    Phrasing.objects.bulk_create(Phrasing(answer=answer, text=text) for text in content.phrasings)
    return answer


def _content_of(answer: ApprovedAnswer, clause_ids: tuple[str, ...], expires_on: date) -> AnswerContent:
    phrasings = tuple(one.text for one in answer.phrasings.all())
    return AnswerContent(answer.question, answer.text, phrasings, answer.audience, expires_on, clause_ids)


def check_content(content: AnswerContent, *, publish: bool) -> None:
    """See that an answer can be stored, and used if ``publish``.

    :raises AnswerContentError: it cannot; says why.
    """
    asked = (content.question, *content.phrasings)
    if not all(0 < len(text.strip()) <= QUESTION_LIMIT for text in asked):
        raise AnswerContentError(f"A question or phrasing needs 1 to {QUESTION_LIMIT} characters.")
    if not 0 < len(content.text.strip()) <= REPLY_LIMIT:
        raise AnswerContentError(f"The answer needs 1 to {REPLY_LIMIT} characters.")
    if len(content.phrasings) > PHRASINGS_LIMIT or len(content.clause_ids) > CLAUSES_LIMIT:
        raise AnswerContentError(f"At most {PHRASINGS_LIMIT} phrasings and {CLAUSES_LIMIT} clauses.")
    if content.audience not in ApprovedAnswer.Audience.values:
        raise AnswerContentError("Choose from the list for whom the answer holds.")
    if content.expires_on is None:
        if publish:
            raise AnswerContentError("Say until when the answer may be used.")
    elif not timezone.localdate() <= content.expires_on <= timezone.localdate() + LONGEST:
        raise AnswerContentError("An answer may be used until a day between today and three years from now.")


def _claimed(user: User, answer_id: int, revision: int) -> ApprovedAnswer:
    """The answer, locked, with its next revision."""
    access_answer(user, answer_id)
    answer = visible_answers(user).select_related(None).select_for_update().get(pk=answer_id)
    if answer.revision != revision:
        raise AnswerChangedError
    answer.revision += 1
    return answer


def _fill(answer: ApprovedAnswer, content: AnswerContent) -> None:
    answer.question, answer.text = " ".join(content.question.split()), content.text.strip()
    answer.audience, answer.expires_on = content.audience, content.expires_on
    answer.changed_at = timezone.now()


def _settle(answer: ApprovedAnswer, user: User, part: Role, *, publish: bool) -> None:
    answer.status = Status.APPROVED if publish else Status.DRAFT
    answer.lapsed_at, answer.lapsed_because = None, ""
    if publish:
        answer.approved_by_id, answer.approved_as, answer.approved_at = user.pk, part, timezone.now()


def _attach(answer: ApprovedAnswer, content: AnswerContent, store: ClauseStore) -> None:
    """Give the answer its phrasings, and the clauses as they read now."""
    answer.phrasings.all().delete()
    answer.clauses.all().delete()
    Phrasing.objects.bulk_create(Phrasing(answer=answer, text=" ".join(text.split())) for text in content.phrasings)
    try:
        resting = SchoolClauses(store, answer.school).resting(answer, dict.fromkeys(content.clause_ids))
    except KeyError:
        raise AnswerContentError("A clause is not in the policies any more: choose the clauses again.") from None
    for row in resting:
        row.save()


def _note(user: User, answer: ApprovedAnswer, action: AuditEntry.Action) -> None:
    count_change(answer.school)
    write_audit_entry(user, action, answer.school, f"approved_answer:{answer.pk}")
