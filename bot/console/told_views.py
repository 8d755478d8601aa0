"""The page *How I am told*: each person's own choices, their Slack and Teams, and test messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bot.channels.message_now import send_now
from bot.console.console_page import console_page, reader
from bot.console.school_names import school_name
from bot.console.told_forms import ToldForm
from bot.notifications.chat_links import VALID_FOR, make_code, unlink
from bot.notifications.models import CHATS, ChatLink, Way
from bot.notifications.preferences import change_preference, preference_of, question_kinds, told_schools
from bot.notifications.trial import TrialRefusedError, send_trial
from bot.notifications.ways import chat_links, is_mail_set_up, is_set_up
from bot.questions.access import Role, roles_by_school

READERS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD, Role.CHAIR)


@dataclass(frozen=True)
class _WayRow:
    """A way as the page shows it; ``link`` is where the reader is in a chat, if they linked it."""

    way: Way
    is_set_up: bool
    link: ChatLink | None


@dataclass(frozen=True)
class _SchoolRows:
    """A school's part of the page; no ``form`` where the reader sees nothing but concerns there."""

    school: str
    form: ToldForm | None
    ways: list[_WayRow]


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*READERS)
def told(request: HttpRequest) -> HttpResponse:
    """How the reader is told of what waits; a form for each thing that can be done."""
    if request.method != "POST":
        return _show(request)
    do = {"save": _save, "test": _test, "code": _make_code, "unlink": _unlink}.get(request.POST.get("do", ""))
    school = request.POST.get("school", "")
    if do is None or school not in told_schools(reader(request)):
        raise Http404
    return do(request, school)


def _save(request: HttpRequest, school: str) -> HttpResponse:
    form = _form(request, school, bound=True)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _show(request, bound=form, at=school, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    change_preference(reader(request), school, form.cleaned_data)
    messages.success(request, f"Saved, for {school_name(school)}.")
    return redirect("told")


def _test(request: HttpRequest, school: str) -> HttpResponse:
    way = _way(request, tuple(Way))
    try:
        problem = send_trial(reader(request), school, way, send_now)
    except TrialRefusedError as error:
        messages.error(request, str(error))
        return redirect("told")
    if problem:
        messages.error(request, f"{way.label}: the test did not arrive: {problem}.")
    else:
        messages.success(request, f"{way.label}: the test is sent. Look whether it is there.")
    return redirect("told")


def _make_code(request: HttpRequest, school: str) -> HttpResponse:
    way = _way(request, CHATS)
    if not is_set_up(way):
        raise Http404
    code = make_code(reader(request), school, way)
    return _show(request, code=code, code_for=way, minutes=VALID_FOR.seconds // 60)


def _unlink(request: HttpRequest, school: str) -> HttpResponse:
    way = _way(request, CHATS)
    unlink(reader(request), school, way)
    messages.success(request, f"You are no longer told by {way.label}.")
    return redirect("told")


def _way(request: HttpRequest, ways: Collection[Way]) -> Way:
    found = next((way for way in ways if way.value == request.POST.get("way", "")), None)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, school: str, *, bound: bool = False) -> ToldForm | None:
    user = reader(request)
    if not question_kinds(roles_by_school(user)[school]):
        return None
    ways = [Way.EMAIL, *chat_links(user, school)]
    return ToldForm(request.POST if bound else None, preference=preference_of(user, school), ways=ways)


def _ways(request: HttpRequest, school: str) -> list[_WayRow]:
    links = chat_links(reader(request), school)
    return [_WayRow(way, is_set_up(way), links.get(way)) for way in Way if way == Way.EMAIL or is_set_up(way)]


def _show(
    request: HttpRequest, *, bound: ToldForm | None = None, at: str = "", status: int = HTTPStatus.OK, **made: object
) -> HttpResponse:
    schools = [
        _SchoolRows(school, bound if school == at else _form(request, school), _ways(request, school))
        for school in told_schools(reader(request))
    ]
    context = {"schools": schools, "mail": is_mail_set_up()} | made
    return render(request, "console/told.html", context, status=status)
