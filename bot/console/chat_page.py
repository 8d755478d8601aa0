"""What the pages of the chat have in common, in a window of their own and framed by another website."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from bot.channels.database_threads import wait_for_database
from bot.channels.message_service import MessageRefusedError
from bot.channels.web import ROLE_NAMES, Exchange, WebConversation, read_conversation_news, read_history
from bot.datatypes.policy import SchoolProfile
from bot.questions.incoming_message import TEXT_LIMIT

EXAMPLES = (
    "Can I use my own phone in the classroom?",
    "May I take photos of the children on a trip?",
    "A parent has sent me a friend request",
    "What do visitors do with their phones?",
)

# What is wrong with a message, said to the person who typed it.
_PROBLEMS = {
    "empty_text": "Please type your question first.",
    "text_too_long": f"Please shorten your question to {TEXT_LIMIT} characters.",
    "unknown_school": "This school is not here any more. Please go back and choose a school.",
}
_OTHER_PROBLEM = "This could not be sent as it stands. Please type your question."
HISTORY_PATIENCE = 1.0  # seconds; a page is looked up twice at the most, and must come within ten
_NO_HISTORY = "What was said earlier cannot be shown just now. You can still ask."

NO_ENTRY = (
    "Your way into this chat has ended. Copy what you wrote, then scan the poster again or ask for a new link. "
    "If a child is in danger, call 999."
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """What somebody has typed and not sent, and what is wrong."""

    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Posted:
    """What a form of the chat brings: what was typed or chosen, or the id of a button, and what the asker is."""

    text: str
    button: str | None
    role: str


def read_posted(request: HttpRequest) -> Posted:
    """What was posted; never both words and a button."""
    button = request.POST.get("button")
    text = "" if button else (request.POST.get("example") or request.POST.get("text", "")).strip()
    return Posted(text, button, chosen_role(request))


def chosen_role(request: HttpRequest) -> str:
    """What the asker says to be; empty for anything that cannot be chosen."""
    role = request.POST.get("role", "")
    return role if role in ROLE_NAMES else ""


def refused_draft(request: HttpRequest, refused: MessageRefusedError) -> Draft:
    """What was typed, to be mended."""
    return Draft(request.POST.get("text", ""), _PROBLEMS.get(refused.code, _OTHER_PROBLEM))


def chat_context(
    profile: SchoolProfile,
    conversation: WebConversation | None,
    role: str,
    draft: Draft,
    unrecorded: Exchange | None = None,
) -> dict[str, Any]:
    """What the templates of the chat need; ``unrecorded`` is an exchange that the record does not hold."""
    history, trouble = conversation_history(conversation)
    return {
        "profile": profile,
        "history": [*history, unrecorded] if unrecorded else history,
        "problem": draft.problem or trouble,
        "draft": draft.text,
        "role": role,
        "roles": ROLE_NAMES.items(),
        "examples": EXAMPLES,
        "text_limit": TEXT_LIMIT,
        **contacts_context(profile),
    }


def contacts_context(profile: SchoolProfile) -> dict[str, Any]:
    """What the template of whom to tell of a danger needs."""
    return {"lead": profile.safeguarding_lead, "deputies": profile.deputies}


def conversation_history(conversation: WebConversation | None) -> tuple[list[Exchange], str]:
    """What was said, and a sentence if it cannot be read."""
    if conversation is None:
        return [], ""
    try:
        return wait_for_database(partial(read_history, conversation), HISTORY_PATIENCE), ""
    except (DatabaseError, TimeoutError) as error:
        _log.error("A conversation cannot be read back (%s): look at the database.", type(error).__name__)
        return [], _NO_HISTORY


def is_on_record(conversation: WebConversation, exchange: Exchange) -> bool:
    """Whether the newest exchange of the record is this one."""
    history, _ = conversation_history(conversation)
    return bool(history) and history[-1].messages == exchange.messages


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the page's script asks, which puts in what it gets."""
    return request.headers.get("X-Requested-With") == "fetch"


def exchange_fragment(exchange: Exchange) -> HttpResponse:
    """One exchange, for the page's script to put in."""
    response = HttpResponse(render_to_string("chat/exchange.html", {"exchange": exchange}))
    response.headers["X-Signpost-Fragment"] = "exchange"
    return private(response)


def problem_fragment(sentence: str, status: HTTPStatus) -> HttpResponse:
    """What is wrong, for the page's script to show."""
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    response.headers["X-Signpost-Problem"] = "1"
    return private(response)


def news_fragment(request: HttpRequest, conversation: WebConversation | None) -> HttpResponse:
    """What people did about what was asked, as markup for the open page; 304 while it has it all, 503 if unknown."""
    look = partial(read_conversation_news, conversation) if conversation else list
    try:
        markup = render_to_string("chat/all_news.html", {"all_news": wait_for_database(look, HISTORY_PATIENCE)})
    except (DatabaseError, TimeoutError):
        return private(HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE))
    etag = quote_etag(hashlib.sha256(markup.encode()).hexdigest())
    response = HttpResponse(markup, headers={"ETag": etag, "X-Signpost-Fragment": "news"})
    return private(get_conditional_response(request, etag=etag, response=response) or response)


def private(response: HttpResponse) -> HttpResponse:
    """Keep a response out of every cache."""
    response.headers["Cache-Control"] = "no-store"
    return response
