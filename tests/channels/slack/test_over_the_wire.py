"""The whole gateway under its server: Slack's events over HTTP in, posts out."""

from __future__ import annotations

import asyncio

import pytest
import uvicorn

from bot.deliveries.models import Delivery, InboxEntry
from tests.channels.fake_dialogue import answered
from tests.channels.slack.conftest import direct
from tests.peers.fake_slack import FAULT, TOO_MANY, deliver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def serve(connected):
    """Runs ``scenario(url of the events)``, which is asynchronous, beside the gateway's server."""

    def run(scenario):
        from bot.console.asgi import application

        async def both():
            server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="warning"))
            task = asyncio.create_task(server.serve())
            while not server.started:
                await asyncio.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            try:
                return await scenario(f"http://127.0.0.1:{port}/slack/events")
            finally:
                server.should_exit = True
                await task

        return asyncio.run(both())

    return run


def test_what_slack_sends_twice_and_backwards_is_answered_once_each(serve, slack, dialogue):
    dialogue.reply = lambda turn: [answered(text=turn["text"], answer=None)]
    events = [direct(f"Question {number}?", number) for number in range(1, 5)]

    async def scenario(url):
        statuses = await deliver(url, events, times=2, backwards=True)
        await asyncio.to_thread(slack.until, lambda: len(slack.posts) >= len(events))
        return statuses

    assert serve(scenario) == [200] * 8
    assert sorted(post.text for post in slack.posts) == [f"Question {number}?" for number in range(1, 5)]
    assert InboxEntry.objects.filter(handled_at=None).count() == 0


def test_an_answer_arrives_once_though_slack_is_busy_and_failing(serve, slack):
    slack.retry_after = 0
    slack.fail("chat.postMessage", TOO_MANY, FAULT)

    async def scenario(url):
        await deliver(url, [direct()])
        await asyncio.to_thread(slack.until, lambda: slack.posts)
        while await Delivery.objects.filter(sent_at=None).aexists():
            await asyncio.sleep(0.01)

    serve(scenario)
    assert len(slack.posts) == 1
    assert Delivery.objects.get().attempts == 3
