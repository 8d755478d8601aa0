"""``POST /api/teams/messages``: where Teams brings what people write."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # a signed token in a header, not a cookie, says who asks
async def messages(request: HttpRequest) -> HttpResponse:
    """Take in one activity. Where Teams is not set up, nothing is here."""
    teams = settings.SIGNPOST.teams
    if teams is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    from bot.channels.teams.endpoint import take_in_activity  # noqa: PLC0415 - only a school with Teams needs its SDK

    return await take_in_activity(request, teams)
