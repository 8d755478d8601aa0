"""The web chat: choosing a school, asking, reading the answers again.

``POST /chat/<school>/messages`` serves the plain form and the page's script alike: the form is sent back to the
page, the script (it sends ``X-Requested-With: fetch``) gets the new exchange as markup, or a sentence about what
is wrong.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from bot.channels.database_threads import wait_for_database
from bot.channels.message_service import MessageRefusedError, answer_message
from bot.channels.web import (
    ROLE_NAMES,
    Exchange,
    WebConversation,
    build_exchange,
    button_words,
    find_conversation,
    is_feedback,
    keep_conversation,
    new_conversation,
    read_conversation_news,
    read_history,
)
from bot.console.policy_shelf import policy_shelf
from bot.console.web_access import find_admission, may_enter
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

_NO_ENTRY = (
    "Your way into this chat has ended. Copy what you wrote, then scan the poster again or ask for a new link. "
    "If a child is in danger, call 999."
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Draft:
    """What somebody has typed and not sent, and what is wrong."""

    text: str = ""
    problem: str = ""


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools to choose from; straight to the chat where there is one."""
    found = policy_shelf().schools()
    if len(found) == 1:
        return HttpResponseRedirect(reverse("chat", args=[found[0].profile.school]))
    return render(request, "chat/schools.html", {"schools": [school.profile for school in found]})


@require_safe
def chat(request: HttpRequest, school: str) -> HttpResponse:
    """The page of the chat, with what was said so far."""
    return _barred(request, school) or _chat_page(request, school, find_conversation(request, school), _Draft())


@require_POST
async def chat_messages(request: HttpRequest, school: str) -> HttpResponse:
    """Answer what was typed, or a button that was pressed."""
    if barred := await sync_to_async(_barred)(request, school):
        return barred
    known = find_conversation(request, school) or new_conversation(school)
    conversation = replace(known, role=_chosen_role(request))
    button = request.POST.get("button")
    text = "" if button else (request.POST.get("example") or request.POST.get("text", "")).strip()
    try:
        replies = await answer_message(conversation.message(text, button))
    except MessageRefusedError as refused:
        problem = _PROBLEMS.get(refused.code, _OTHER_PROBLEM)
        return await _refusal(request, conversation, _Draft(request.POST.get("text", ""), problem))
    exchange = build_exchange(text or button_words(button), replies)
    response = await _reply(request, conversation, exchange)
    keep_conversation(response, conversation, reverse("chat", args=[school]))
    return response


@require_safe
def chat_news(request: HttpRequest, school: str) -> HttpResponse:
    """What people did about what was asked, as markup for the open page; 304 while it has it all, 503 if unknown."""
    if barred := _barred(request, school):
        return barred
    conversation = find_conversation(request, school)
    look = partial(read_conversation_news, conversation) if conversation else list
    try:
        markup = render_to_string("chat/all_news.html", {"all_news": wait_for_database(look, HISTORY_PATIENCE)})
    except (DatabaseError, TimeoutError):
        return _private(HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE))
    etag = quote_etag(hashlib.sha256(markup.encode()).hexdigest())
    response = HttpResponse(markup, headers={"ETag": etag, "X-Signpost-Fragment": "news"})
    return _private(get_conditional_response(request, etag=etag, response=response) or response)


@require_POST
def chat_new(request: HttpRequest, school: str) -> HttpResponse:
    """Begin anew: what was said stays on record and leaves the page."""
    response = _see_other(reverse("chat", args=[school]))
    keep_conversation(response, new_conversation(school, _chosen_role(request)), reverse("chat", args=[school]))
    return response


def _barred(request: HttpRequest, school: str) -> HttpResponse | None:
    """How to get in, for whoever may not enter the chat of a school that there is; else None."""
    found = policy_shelf().school(school)
    if found is None or may_enter(request, school):
        return None
    status = HTTPStatus.FORBIDDEN
    if _wants_fragment(request):
        return _problem(_NO_ENTRY, status)
    profile = found.profile
    context = {"profile": profile, "lead": profile.safeguarding_lead, "deputies": profile.deputies}
    return _private(render(request, "chat/no_access.html", context, status=status))


def _chosen_role(request: HttpRequest) -> str:
    role = request.POST.get("role", "")
    return role if role in ROLE_NAMES else ""


def _wants_fragment(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _problem(sentence: str, status: HTTPStatus) -> HttpResponse:
    """What is wrong, for the page's script to show."""
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    response.headers["X-Signpost-Problem"] = "1"
    return _private(response)


def _see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


async def _reply(request: HttpRequest, conversation: WebConversation, exchange: Exchange) -> HttpResponse:
    if _wants_fragment(request):
        response = HttpResponse(render_to_string("chat/exchange.html", {"exchange": exchange}))
        response.headers["X-Signpost-Fragment"] = "exchange"
        return _private(response)
    if is_feedback(request.POST.get("button")) or await sync_to_async(_is_on_record)(conversation, exchange):
        return _see_other(reverse("chat", args=[conversation.school]) + "#latest")
    # What the record does not hold would be lost on the way back to the page: show it here and now.
    return await sync_to_async(_chat_page)(request, conversation.school, conversation, _Draft(), exchange)


def _is_on_record(conversation: WebConversation, exchange: Exchange) -> bool:
    history, _ = _history(conversation)
    return bool(history) and history[-1].messages == exchange.messages


async def _refusal(request: HttpRequest, conversation: WebConversation, draft: _Draft) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if _wants_fragment(request):
        return _problem(draft.problem, status)
    page = await sync_to_async(_chat_page)(request, conversation.school, conversation, draft)
    page.status_code = page.status_code if page.status_code != HTTPStatus.OK else status
    return page


def _chat_page(
    request: HttpRequest,
    school: str,
    conversation: WebConversation | None,
    draft: _Draft,
    unrecorded: Exchange | None = None,
) -> HttpResponse:
    found = policy_shelf().school(school)
    if found is None:
        listed = [each.profile for each in policy_shelf().schools()]
        return render(request, "chat/not_found.html", {"schools": listed}, status=HTTPStatus.NOT_FOUND)
    history, trouble = _history(conversation)
    admission = find_admission(request, school)
    context = {
        "profile": found.profile,
        "several_schools": len(policy_shelf().schools()) > 1,
        "history": [*history, unrecorded] if unrecorded else history,
        "problem": draft.problem or trouble,
        "draft": draft.text,
        "role": (conversation.role if conversation else "") or (admission.role if admission else ""),
        "roles": ROLE_NAMES.items(),
        "examples": EXAMPLES,
        "text_limit": TEXT_LIMIT,
        "lead": found.profile.safeguarding_lead,
        "deputies": found.profile.deputies,
    }
    return _private(render(request, "chat/chat.html", context))


def _history(conversation: WebConversation | None) -> tuple[list[Exchange], str]:
    """What was said, and a sentence if it cannot be read."""
    if conversation is None:
        return [], ""
    try:
        return wait_for_database(partial(read_history, conversation), HISTORY_PATIENCE), ""
    except (DatabaseError, TimeoutError) as error:
        _log.error("A conversation cannot be read back (%s): look at the database.", type(error).__name__)
        return [], _NO_HISTORY


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
