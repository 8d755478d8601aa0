"""``POST /slack/events``: events, commands and buttons, as Slack sends them over HTTPS."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # Slack's signature, which slack-bolt checks, says who asks
async def events(request: HttpRequest) -> HttpResponse:
    """Hand a request to slack-bolt. Where no signing secret is set, nothing can be checked and nothing is here."""
    slack = settings.SIGNPOST.slack
    if slack is None or not slack.signing_secret or request.method != "POST":
        raise Http404
    from bot.channels.slack.bolt_app import slack_app  # noqa: PLC0415 - only a school with Slack needs its libraries

    try:
        body = request.body.decode("utf-8")
    except (RequestDataTooBig, UnicodeDecodeError):
        return HttpResponse(status=400)
    if not request.headers.get("X-Slack-Request-Timestamp", "0").isdigit():
        return HttpResponse(status=401)  # slack-bolt would fail on it
    answer = await slack_app().dispatch(body, request.headers)
    response = HttpResponse(answer.body, status=answer.status)
    for name, values in answer.headers.items():
        response[name] = values[0]
    return response
