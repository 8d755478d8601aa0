"""What a notice says: what kind of thing waits, at which school, how many, and a link. No word of what was asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from bot.notifications.models import Notice
from bot.questions.access import Kind
from bot.questions.models import ReviewItem

TEST = "This is a test from Signpost. Nothing is waiting."


@dataclass(frozen=True)
class NoticeText:
    """``subject`` may be read over a shoulder, so it does not name the kind; ``lines`` are for chats as they stand."""

    subject: str
    lines: tuple[str, ...]
    link: str
    footer: str

    @property
    def email(self) -> str:
        """The body of an e-mail."""
        return "\n".join([*self.lines, "", f"Open it here: {self.link}", "", self.footer, ""])

    @property
    def chat(self) -> str:
        """A message of a chat; the link has a line of its own."""
        return "\n".join([*self.lines, self.link])


def concern_text(notice: Notice) -> NoticeText:
    """What is said of one concern."""
    item = notice.item
    at = date_format(timezone.localtime(item.opened_at), "j F Y, H:i")
    return NoticeText(
        subject=f"Signpost: item {item.pk} waits for you",
        lines=(
            f"{Kind(notice.kind).label}, at {notice.school}, {at}.",
            f"You are written to as {notice.part}. If nobody opens it, the next person who may see it is written to.",
        ),
        link=_address("review-item", item.pk),
        footer="What was asked is shown there and nowhere else. The person who wrote was told to come to a person at "
        "once, and is told that you have seen it when you open it.",
    )


def questions_text(notice: Notice, kinds: list[Kind]) -> NoticeText:
    """What is said of questions that wait; ``kinds`` holds the kind of each."""
    counts = Counter(kinds)
    waits = f"{len(kinds)} question{'' if len(kinds) == 1 else 's'} wait{'s' if len(kinds) == 1 else ''}"
    query = urlencode({"school": notice.school})
    return NoticeText(
        subject=f"Signpost: {waits} for you",
        lines=(
            f"{waits} for you at {notice.school}.",
            *(f"- {kind.label}: {counts[kind]}" for kind in Kind if counts[kind]),
        ),
        link=f"{_address('console')}?{query}",
        footer=f"What was asked is shown there and nowhere else. Choose how you are told: {_address('told')}",
    )


def waiting_kinds(notice: Notice) -> list[Kind]:
    """The kind of each question that a notice counts and that still waits."""
    waiting = ReviewItem.objects.filter(told_questions__notice=notice, status=ReviewItem.Status.OPEN)
    return [Kind(kind) for kind in waiting.values_list("kind", flat=True)]


def notice_text(notice: Notice) -> NoticeText:
    """What a notice says now."""
    return concern_text(notice) if notice.item_id else questions_text(notice, waiting_kinds(notice))


def _address(name: str, *arguments: object) -> str:
    return f"{settings.SIGNPOST.public_url}{reverse(name, args=list(arguments))}"
