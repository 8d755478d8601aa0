"""The chat for other websites of a school: a script that puts a button on a page, and the chat in a frame.

Only the websites that the school's own ``school.yml`` lists may frame it; where it lists none, nothing is here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bot.channels.database_threads import wait_for_database
from bot.channels.message_service import MessageRefusedError, answer_message
from bot.channels.web import Exchange, build_exchange, button_words, is_feedback, new_conversation
from bot.console.chat_page import (
    NO_ENTRY,
    Draft,
    chat_context,
    chosen_role,
    contacts_context,
    conversation_history,
    exchange_fragment,
    is_on_record,
    news_fragment,
    private,
    problem_fragment,
    read_posted,
    refused_draft,
    wants_fragment,
)
from bot.console.framed_chat import HEADER, FramedChat, read_framed_chat
from bot.console.guess_limit import has_guessed_too_often, note_wrong_guess
from bot.console.policy_shelf import policy_shelf
from bot.console.security_headers import content_security_policy
from bot.console.web_access import PATIENCE, Admission, may_enter
from bot.datatypes.policy import SchoolProfile
from bot.questions.web_links import find_open_link

SCRIPT = Path(__file__).parent / "static" / "console" / "embed.js"
SCRIPT_AGE = 3600  # seconds that a browser may use the script without asking for it again

_TOO_OLD = "This page has been open for too long. Your question is still here: ask it once more."


@require_safe
def embed_script(_request: HttpRequest) -> HttpResponse:
    """The script that a website's page names: it adds the button that opens the chat."""
    headers = {"Cache-Control": f"public, max-age={SCRIPT_AGE}", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()


@require_safe
def embedded_chat(request: HttpRequest, school: str) -> HttpResponse:
    """The chat as a frame shows it: a conversation in which nothing has been said."""
    profile = _profile(school)
    admission = _came_by_link(request, school)
    if not may_enter(request, school, admission):
        return _no_access(request, profile)
    framed = FramedChat(new_conversation(school, admission.role if admission else ""), admission)
    return _page(request, profile, framed, Draft())


# Without Django's token, which needs a cookie: nobody else has the sealed conversation that is wanted here.
@csrf_exempt
@require_POST
async def embedded_messages(request: HttpRequest, school: str) -> HttpResponse:
    """Answer what was typed, or a button that was pressed."""
    profile = _profile(school)
    framed, barred = await sync_to_async(_let_in)(request, profile)
    if framed is None:
        return barred
    posted = read_posted(request)
    framed = replace(framed, conversation=replace(framed.conversation, role=posted.role))
    try:
        replies = await answer_message(framed.conversation.message(posted.text, posted.button))
    except MessageRefusedError as refused:
        return await sync_to_async(_refusal)(request, profile, framed, refused_draft(request, refused))
    exchange = build_exchange(posted.text or button_words(posted.button), replies)
    return exchange_fragment(exchange) if wants_fragment(request) else await _reply(request, profile, framed, exchange)


@require_safe
def embedded_news(request: HttpRequest, school: str) -> HttpResponse:
    """What people did about what was asked, for the open page."""
    framed, barred = _let_in(request, _profile(school))
    return news_fragment(request, framed.conversation) if framed else barred


@require_safe
def embedded_history(request: HttpRequest, school: str) -> HttpResponse:
    """What was said before the frame was loaded anew, for the page's script, with a token for what follows."""
    framed, barred = _let_in(request, _profile(school))
    if framed is None:
        return barred
    history, trouble = conversation_history(framed.conversation)
    if trouble:
        return problem_fragment(trouble, HTTPStatus.SERVICE_UNAVAILABLE)
    markup = "".join(render_to_string("chat/exchange.html", {"exchange": exchange}) for exchange in history)
    return private(HttpResponse(markup, headers={"X-Signpost-Fragment": "history", HEADER: framed.seal()}))


@csrf_exempt
@require_POST
def embedded_new(request: HttpRequest, school: str) -> HttpResponse:
    """Begin anew: what was said stays on record and leaves the page."""
    profile = _profile(school)
    framed, barred = _let_in(request, profile)
    if framed is None:
        return barred
    return _page(
        request, profile, replace(framed, conversation=new_conversation(school, chosen_role(request))), Draft()
    )


def _profile(school: str) -> SchoolProfile:
    """The school, if any website may frame its chat."""
    found = policy_shelf().school(school)
    if found is None or not found.profile.embed_on:
        raise Http404
    return found.profile


def _came_by_link(request: HttpRequest, school: str) -> Admission | None:
    """The induction link that the website names, if it is open and of this school; guessing is slowed."""
    code = request.GET.get("link", "")
    if not code or has_guessed_too_often(request):
        return None
    try:
        link = wait_for_database(partial(find_open_link, code), PATIENCE)
    except (DatabaseError, TimeoutError):
        return None
    if link is None or link.school != school:
        note_wrong_guess(request)
        return None
    return Admission(link.pk, link.role)


def _let_in(
    request: HttpRequest, profile: SchoolProfile
) -> tuple[FramedChat, HttpResponse] | tuple[None, HttpResponse]:
    """The chat that a request belongs to; where there is none or it may not go on, what to answer instead."""
    framed = read_framed_chat(request, profile.school)
    if framed is None:
        return None, _too_old(request, profile)
    if not may_enter(request, profile.school, framed.admission):
        return None, _no_access(request, profile)
    return framed, HttpResponse()


def _too_old(request: HttpRequest, profile: SchoolProfile) -> HttpResponse:
    """For a token that has run out, or is none: a new conversation, and nothing of the request is acted on."""
    if wants_fragment(request):
        return problem_fragment(_TOO_OLD, HTTPStatus.FORBIDDEN)
    if not may_enter(request, profile.school, None):
        return _no_access(request, profile)
    draft = Draft(request.POST.get("text", ""), _TOO_OLD)
    return _page(request, profile, FramedChat(new_conversation(profile.school)), draft, status=HTTPStatus.FORBIDDEN)


def _no_access(request: HttpRequest, profile: SchoolProfile) -> HttpResponse:
    if wants_fragment(request):
        return problem_fragment(NO_ENTRY, HTTPStatus.FORBIDDEN)
    context = {"profile": profile, **contacts_context(profile)}
    return _framed(render(request, "chat/embed_no_access.html", context, status=HTTPStatus.FORBIDDEN), profile)


async def _reply(request: HttpRequest, profile: SchoolProfile, framed: FramedChat, exchange: Exchange) -> HttpResponse:
    is_shown = is_feedback(request.POST.get("button")) or await sync_to_async(is_on_record)(
        framed.conversation, exchange
    )
    return await sync_to_async(_page)(request, profile, framed, Draft(), None if is_shown else exchange)


def _refusal(request: HttpRequest, profile: SchoolProfile, framed: FramedChat, draft: Draft) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_fragment(request):
        return problem_fragment(draft.problem, status)
    return _page(request, profile, framed, draft, status=status)


def _page(
    request: HttpRequest,
    profile: SchoolProfile,
    framed: FramedChat,
    draft: Draft,
    unrecorded: Exchange | None = None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    role = framed.conversation.role
    context = chat_context(profile, framed.conversation, role, draft, unrecorded) | {"token": framed.seal()}
    return _framed(render(request, "chat/embed.html", context, status=status), profile)


def _framed(response: HttpResponse, profile: SchoolProfile) -> HttpResponse:
    """Let the school's own websites frame a page, and nobody else."""
    response.headers["Content-Security-Policy"] = content_security_policy(framed_by=profile.embed_on)
    # The older header knows one origin at most. Every browser that Signpost's pages need knows the newer one.
    response.xframe_options_exempt = True  # for Django's middleware
    return private(response)
