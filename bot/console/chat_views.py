"""The web chat: choosing a school, asking, reading the answers again.

``POST /chat/<school>/messages`` serves the plain form and the page's script alike: the form is sent back to the
page, the script (it sends ``X-Requested-With: fetch``) gets the new exchange as markup, or a sentence about what
is wrong.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bot.channels.message_service import MessageRefusedError, answer_message
from bot.channels.web import (
    Exchange,
    WebConversation,
    build_exchange,
    button_words,
    find_conversation,
    is_feedback,
    keep_conversation,
    new_conversation,
)
from bot.console.chat_page import (
    NO_ENTRY,
    Draft,
    chat_context,
    chosen_role,
    contacts_context,
    exchange_fragment,
    is_on_record,
    news_fragment,
    private,
    problem_fragment,
    read_posted,
    refused_draft,
    wants_fragment,
)
from bot.console.policy_shelf import policy_shelf
from bot.console.web_access import find_admission, may_enter


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
    return _barred(request, school) or _chat_page(request, school, find_conversation(request, school), Draft())


@require_POST
async def chat_messages(request: HttpRequest, school: str) -> HttpResponse:
    """Answer what was typed, or a button that was pressed."""
    if barred := await sync_to_async(_barred)(request, school):
        return barred
    posted = read_posted(request)
    known = find_conversation(request, school) or new_conversation(school)
    conversation = replace(known, role=posted.role)
    try:
        replies = await answer_message(conversation.message(posted.text, posted.button))
    except MessageRefusedError as refused:
        return await _refusal(request, conversation, refused_draft(request, refused))
    exchange = build_exchange(posted.text or button_words(posted.button), replies)
    response = await _reply(request, conversation, exchange)
    keep_conversation(response, conversation, reverse("chat", args=[school]))
    return response


@require_safe
def chat_news(request: HttpRequest, school: str) -> HttpResponse:
    """What people did about what was asked, for the open page."""
    return _barred(request, school) or news_fragment(request, find_conversation(request, school))


@require_POST
def chat_new(request: HttpRequest, school: str) -> HttpResponse:
    """Begin anew: what was said stays on record and leaves the page."""
    response = _see_other(reverse("chat", args=[school]))
    keep_conversation(response, new_conversation(school, chosen_role(request)), reverse("chat", args=[school]))
    return response


def _barred(request: HttpRequest, school: str) -> HttpResponse | None:
    """How to get in, for whoever may not enter the chat of a school that there is; else None."""
    found = policy_shelf().school(school)
    if found is None or may_enter(request, school, find_admission(request, school)):
        return None
    if wants_fragment(request):
        return problem_fragment(NO_ENTRY, HTTPStatus.FORBIDDEN)
    context = {"profile": found.profile, **contacts_context(found.profile)}
    return private(render(request, "chat/no_access.html", context, status=HTTPStatus.FORBIDDEN))


def _see_other(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


async def _reply(request: HttpRequest, conversation: WebConversation, exchange: Exchange) -> HttpResponse:
    if wants_fragment(request):
        return exchange_fragment(exchange)
    if is_feedback(request.POST.get("button")) or await sync_to_async(is_on_record)(conversation, exchange):
        return _see_other(reverse("chat", args=[conversation.school]) + "#latest")
    # What the record does not hold would be lost on the way back to the page: show it here and now.
    return await sync_to_async(_chat_page)(request, conversation.school, conversation, Draft(), exchange)


async def _refusal(request: HttpRequest, conversation: WebConversation, draft: Draft) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_fragment(request):
        return problem_fragment(draft.problem, status)
    page = await sync_to_async(_chat_page)(request, conversation.school, conversation, draft)
    page.status_code = page.status_code if page.status_code != HTTPStatus.OK else status
    return page


def _chat_page(
    request: HttpRequest,
    school: str,
    conversation: WebConversation | None,
    draft: Draft,
    unrecorded: Exchange | None = None,
) -> HttpResponse:
    found = policy_shelf().school(school)
    if found is None:
        listed = [each.profile for each in policy_shelf().schools()]
        return render(request, "chat/not_found.html", {"schools": listed}, status=HTTPStatus.NOT_FOUND)
    admission = find_admission(request, school)
    role = (conversation.role if conversation else "") or (admission.role if admission else "")
    context = chat_context(found.profile, conversation, role, draft, unrecorded)
    context["several_schools"] = len(policy_shelf().schools()) > 1
    return private(render(request, "chat/chat.html", context))
