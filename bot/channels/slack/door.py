"""``POST /slack/events``: events, commands and buttons, as Slack sends them over HTTPS."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from slack_bolt.async_app import AsyncBoltRequest

from bot.channels.slack.bolt_app import slack_app


@csrf_exempt  # Slack's signature, which slack-bolt checks, says who asks
async def events(request: HttpRequest) -> HttpResponse:
    """Hand a request to slack-bolt. Where no signing secret is set, nothing can be checked and nothing is here."""
    app = slack_app()
    if app is None or not app.has_signing_secret or request.method != "POST":
        raise Http404
    try:
        body = request.body.decode("utf-8")
    except (RequestDataTooBig, UnicodeDecodeError):
        return HttpResponse(status=400)
    if not request.headers.get("X-Slack-Request-Timestamp", "0").isdigit():
        return HttpResponse(status=401)  # slack-bolt would fail on it
    asked = AsyncBoltRequest(body=body, headers=dict(request.headers))
    answer = await app.bolt.async_dispatch(asked)
    response = HttpResponse(answer.body, status=answer.status)
    for name, values in answer.headers.items():
        response[name] = values[0]
    return response
