"""Who may see and write approved answers: the one door. What is forbidden looks the same as what does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from bot.answering.notices import may_answer_notice
from bot.approved_answers.models import ApprovedAnswer
from bot.datatypes.answer import Message
from bot.questions.access import QUESTIONS, Role, User, access_review_item, roles_by_school, schools_where
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.review_groups import same_question_items

# In the order in which a part is told to askers, where somebody plays several.
PUBLISHERS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD)


def publishing_part(user: User, school: str) -> Role:
    """The part by which ``user`` approves answers of ``school``.

    :raises PermissionError: they play none that may.
    """
    played = roles_by_school(user).get(school, frozenset())
    for part in PUBLISHERS:
        if part in played:
            return part
    raise PermissionError("Only a school's safeguarding lead, deputy or head approves answers.")


def visible_answers(user: User) -> QuerySet[ApprovedAnswer]:
    """The answers of the schools where ``user`` may approve some, what was changed last first."""
    answers = ApprovedAnswer.objects.filter(school__in=schools_where(user, *PUBLISHERS))
    return answers.select_related("approved_by").order_by("-changed_at", "-pk")


def access_answer(user: User, answer_id: int) -> ApprovedAnswer:
    """One answer that ``user`` may see and change.

    :raises ApprovedAnswer.DoesNotExist: there is none, or it is not theirs to see.
    """
    return visible_answers(user).get(pk=answer_id)


def offered_answers(user: User, school: str, messages: Iterable[Message]) -> list[ApprovedAnswer]:
    """The answers of ``school`` that ``messages`` offered as what may be meant, as far as ``user`` may change them."""
    said = {notice for message in messages if message.answer for notice in message.answer.notices}
    answers = visible_answers(user).filter(school=school, status=ApprovedAnswer.Status.APPROVED) if said else ()
    return [answer for answer in answers if may_answer_notice(answer.question) in said]


def answer_history(user: User, answer: ApprovedAnswer) -> QuerySet[AuditEntry]:
    """Who did what to an answer, the newest first, for those who may see the answer.

    :raises ApprovedAnswer.DoesNotExist: it is not theirs to see.
    """
    access_answer(user, answer.pk)
    entries = AuditEntry.objects.filter(school=answer.school, subject=f"approved_answer:{answer.pk}")
    return entries.select_related("user").order_by("-number")


def count_lapsed(user: User) -> int:
    """How many answers wait for ``user`` to look at them again."""
    return visible_answers(user).filter(status=ApprovedAnswer.Status.LAPSED).count()


def access_origin(user: User, item_id: int) -> ReviewItem:
    """A review item whose reply ``user`` may publish: an ordinary question, never a concern.

    :raises ReviewItem.DoesNotExist: there is none, or it is not theirs to publish.
    """
    item = access_review_item(user, item_id)
    if item.kind not in QUESTIONS or item.school not in schools_where(user, *PUBLISHERS):
        raise ReviewItem.DoesNotExist
    return item


def suggested_phrasings(user: User, item: ReviewItem) -> list[str]:
    """How else the question of ``item`` was put, each wording once, the item's own left out."""
    asked = same_question_items(user, item).filter(kind__in=QUESTIONS).select_related("question")
    texts = [" ".join(one.question.text.split()) for one in asked]
    own = " ".join(item.question.text.split()).casefold()
    return list({text.casefold(): text for text in texts if text and text.casefold() != own}.values())
