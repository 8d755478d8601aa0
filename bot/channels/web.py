"""The web chat's side of a conversation: whose it is, what was said in it, and what was said as markup.

Which conversation a browser is in stands in a signed cookie, not in a session of the database: a page must
get its safe or safeguarding text even while the database is down.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from pydantic import ValidationError

from bot.channels.answer_buttons import TITLES, ButtonAction
from bot.channels.rendering.html import FEEDBACK_ACTIONS, render_html
from bot.channels.school_cookie import SchoolCookie
from bot.channels.web_news import News, read_news
from bot.datatypes.answer import Message
from bot.questions.incoming_message import IncomingMessage
from bot.questions.models import AnswerRecord

CHANNEL = "web"
ROLE_NAMES = {"staff": "a member of staff", "volunteer": "a volunteer", "visitor": "a visitor"}
HISTORY_LIMIT = 50  # exchanges; older ones stay on record and off the page

_COOKIE = SchoolCookie("signpost_conversation", salt="bot.channels.web")


@dataclass(frozen=True)
class WebConversation:
    """One browser's conversation with one school. ``id`` cannot be guessed; ``role`` may be empty."""

    school: str
    id: str
    role: str = ""

    def message(self, text: str, button: str | None) -> IncomingMessage:
        """What was typed or pressed, as the message service takes it."""
        return IncomingMessage(
            school=self.school,
            conversation=self.id,
            text=text,
            channel=CHANNEL,
            role=self.role or None,
            button=button,
        )


@dataclass(frozen=True)
class Exchange:
    """What one person said and the markup of what they read in reply; ``is_latest`` if nothing follows.

    ``news`` is what people did about it since.
    """

    question: str
    messages: tuple[SafeString, ...]
    is_latest: bool = False
    news: tuple[News, ...] = ()


def new_conversation(school: str, role: str = "") -> WebConversation:
    """A conversation in which nothing has been said."""
    return WebConversation(school, secrets.token_urlsafe(16), role)


def find_conversation(request: HttpRequest, school: str) -> WebConversation | None:
    """The conversation that the browser is in, or None: no cookie, an old one, or one that we did not sign."""
    kept = _COOKIE.read(request, school)
    return WebConversation(school, *kept) if kept else None


def keep_conversation(response: HttpResponse, conversation: WebConversation, path: str) -> None:
    """Have the browser remember the conversation for the addresses below ``path``."""
    _COOKIE.keep(response, conversation.school, conversation.id, conversation.role, path=path)


def is_feedback(button: str | None) -> bool:
    """Whether a pressed button says how an answer was."""
    return (button or "").rpartition(":")[2] in FEEDBACK_ACTIONS


def build_exchange(question: str, messages: Sequence[Message]) -> Exchange:
    """The newest exchange, its buttons included."""
    return Exchange(question or "…", tuple(_render(message) for message in messages), is_latest=True)


def button_words(button: str | None) -> str:
    """What a pressed button said, for the exchange that shows it; empty for one of ours that does not exist."""
    action = (button or "").rpartition(":")[2]
    return TITLES[ButtonAction(action)] if action in TITLES else ""


def read_history(conversation: WebConversation) -> list[Exchange]:
    """What was said in a conversation, oldest first, the last ``HISTORY_LIMIT`` exchanges of it.

    :raises django.db.Error: the record cannot be read.
    """
    answers = AnswerRecord.objects.filter(
        question__school=conversation.school, question__channel=CHANNEL, question__conversation=conversation.id
    ).exclude(question__button__in=[action.value for action in FEEDBACK_ACTIONS])
    newest = answers.select_related("question__part_of", "feedback").order_by("-question__received_at")[:HISTORY_LIMIT]
    said = [list(parts) for _, parts in groupby(reversed(newest), key=_message_of)]
    waiting = read_conversation_news(conversation)
    exchanges: list[Exchange] = []
    for parts in reversed(said):  # where several exchanges are about one item, its news stands under the last
        message, items = _message_of(parts[0]), _items(parts)
        theirs = tuple(news for news in waiting if news.message == message or news.item in items)
        waiting = [news for news in waiting if news not in theirs]
        exchanges.append(replace(_recorded(parts, is_latest=parts is said[-1]), news=theirs))
    return exchanges[::-1]


def read_conversation_news(conversation: WebConversation) -> list[News]:
    """What people did about what was asked in a conversation.

    :raises django.db.Error: the record cannot be read.
    """
    return read_news(conversation.school, CHANNEL, conversation.id)


def _message_of(answer: AnswerRecord) -> UUID:
    """The message that an answer belongs to: a message that asked several questions has several answers."""
    message: UUID = answer.question.part_of_id or answer.question.pk
    return message


def _recorded(answers: Sequence[AnswerRecord], *, is_latest: bool) -> Exchange:
    record = answers[0].question.part_of or answers[0].question
    shown = (markup for answer in answers for markup in _rendered(answer, is_latest=is_latest))
    said = record.text or button_words(record.button)
    return replace(build_exchange(said, ()), messages=tuple(shown), is_latest=is_latest)


def _items(answers: Sequence[AnswerRecord]) -> set[int]:
    """The review items that answers filed."""
    shown = (message.answer for answer in answers for message in _messages(answer))
    return {said.review_item for said in shown if said and said.review_item is not None}


def _rendered(answer: AnswerRecord, *, is_latest: bool) -> list[SafeString]:
    feedback = getattr(answer, "feedback", None)
    helpful = feedback.helpful if feedback else None
    return [_render(message, is_latest=is_latest, helpful=helpful) for message in _messages(answer)]


def _messages(answer: AnswerRecord) -> list[Message]:
    """The messages of an answer; none if they were written by a version whose messages were others."""
    try:
        return [Message.model_validate(message) for message in answer.payload]
    except ValidationError:
        return []


def _render(message: Message, *, is_latest: bool = True, helpful: bool | None = None) -> SafeString:
    return render_html(message, public_url=settings.SIGNPOST.public_url, is_latest=is_latest, helpful=helpful)
