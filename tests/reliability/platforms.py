"""Slack, Teams and the HTTP API as the people of a load or fault run use them, and what reaches them there."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx

from bot.channels.rendering.adaptive_card import render_adaptive_cards
from bot.channels.rendering.block_kit import render_block_kit
from bot.datatypes.answer import Message
from tests.peers.fake_bot_connector import TENANT_ID, Activity, FakeBotConnector, written
from tests.peers.fake_slack import BOT_USER, SIGNING_SECRET, FakeSlack, signed

SCHOOL = "saltmarrow"
WORKSPACE = "T0LOAD"
BOT_TOKEN = "xoxb-load"
API_TOKEN = "api-token-of-the-run"
GOLD = Path(__file__).resolve().parents[1] / "gold" / "questions.jsonl"


@dataclass(frozen=True)
class Reply:
    """Something that reached a person; ``at`` is a time of ``time.monotonic``."""

    text: str
    at: float


class Platform(Protocol):
    """Where people write. ``replies`` holds what reached each person, in the order in which it did."""

    name: str
    replies: Mapping[str, list[Reply]]

    def environment(self) -> dict[str, str]:
        """The settings that connect the service to it."""

    def stated(self) -> str:
        """What school.yml says of it."""

    def request(self, address: str, person: str, text: str, event: str) -> httpx.Request:
        """The event that brings a message; the same ``event`` is the same message."""

    def person_at(self, address: Mapping[str, Any]) -> str:
        """Who is reached at a stored address."""

    def count_posts(self, message: Message) -> int:
        """In how many posts a message is sent."""


class SlackPeople(FakeSlack):
    """People who write direct messages in one workspace of Slack."""

    name = "slack"

    def __init__(self) -> None:
        super().__init__(tokens={BOT_TOKEN: WORKSPACE})
        self._stamps: dict[str, str] = {}
        self.replies: defaultdict[str, list[Reply]] = defaultdict(list)

    def environment(self) -> dict[str, str]:
        return {
            "SIGNPOST_SLACK_BOT_TOKEN": BOT_TOKEN,
            "SIGNPOST_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SIGNPOST_SLACK_API_URL": self.api_url,
        }

    def stated(self) -> str:
        return f"slack: {{workspaces: [{WORKSPACE}]}}\n"

    def _answer(self, method: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = super()._answer(method, token, body)
        if method == "chat.postMessage" and answer["ok"]:
            # Every call counts, also one that Slack itself may recognise as a repetition.
            self.replies[body["channel"].removeprefix("D")].append(Reply(body["text"], time.monotonic()))
        return answer

    def request(self, address: str, person: str, text: str, event: str) -> httpx.Request:
        stamp = self._stamps.setdefault(event, f"{time.time():.6f}")  # what Slack knows a message by
        message = {"type": "message", "channel_type": "im", "channel": f"D{person}", "user": f"U{person}"}
        body = {
            "type": "event_callback",
            "team_id": WORKSPACE,
            "api_app_id": "A0LOAD",
            "event_id": event,
            "event_time": int(time.time()),
            "event": message | {"text": text, "ts": stamp, "event_ts": stamp, "team": WORKSPACE},
            "authorizations": [{"team_id": WORKSPACE, "user_id": BOT_USER, "is_bot": True}],
        }
        content = json.dumps(body)
        headers = {"Content-Type": "application/json", **signed(content)}
        return httpx.Request("POST", f"{address}/slack/events", content=content, headers=headers)

    def person_at(self, address: Mapping[str, Any]) -> str:
        return str(address["channel"]).removeprefix("D")

    def count_posts(self, message: Message) -> int:
        return len(render_block_kit(message, public_url=""))


class TeamsPeople(FakeBotConnector):
    """People who write in chats of two in one tenant of Teams."""

    name = "teams"

    def __init__(self) -> None:
        super().__init__()
        self.replies: defaultdict[str, list[Reply]] = defaultdict(list)

    def environment(self) -> dict[str, str]:
        return {"SIGNPOST_TEAMS_LOCAL_CONNECTOR": self.url}

    def stated(self) -> str:
        return f"teams: {{tenants: [{TENANT_ID}]}}\n"

    def take(self, path: str, body: Activity, size: int) -> tuple[int, dict[str, Any]]:
        answer = super().take(path, body, size)
        if answer[0] == httpx.codes.CREATED and body.get("type") == "message":
            conversation = self.sent[-1][0]
            self.replies[conversation.removeprefix("a:chat-of-")].append(Reply(_words(body), time.monotonic()))
        return answer

    def request(self, address: str, person: str, text: str, event: str) -> httpx.Request:
        activity = written(text, activity=event, person=person, service=self.url)
        activity["timestamp"] = datetime.now(UTC).isoformat()
        return httpx.Request("POST", f"{address}/api/teams/messages", json=activity)

    def person_at(self, address: Mapping[str, Any]) -> str:
        return str(address["conversation"]).removeprefix("a:chat-of-")

    def count_posts(self, message: Message) -> int:
        return len(render_adaptive_cards(message, public_url=""))


def _words(activity: Activity) -> str:
    """All that can be read of an activity, so that two that say the same can be told."""
    return json.dumps([part["content"] for part in activity.get("attachments", ())]) + activity.get("text", "")


class ApiPeople:
    """Programs that use the HTTP API: the reply is the response itself."""

    name = "api"

    def __init__(self) -> None:
        self.replies: defaultdict[str, list[Reply]] = defaultdict(list)

    def environment(self) -> dict[str, str]:
        return {"SIGNPOST_API_TOKEN": API_TOKEN}

    def stated(self) -> str:
        return ""

    def request(self, address: str, person: str, text: str, event: str) -> httpx.Request:
        body = {"school": SCHOOL, "conversation": person, "text": text, "role": "staff"}
        headers = {"Authorization": f"Bearer {API_TOKEN}"}
        return httpx.Request("POST", f"{address}/api/v1/messages", json=body, headers=headers)

    def person_at(self, address: Mapping[str, Any]) -> str:
        raise NotImplementedError("nothing is sent there")

    def count_posts(self, message: Message) -> int:
        raise NotImplementedError("nothing is sent there")


def questions() -> list[str]:
    """Questions of the sample set about the school of the run that its policies answer, each once."""
    rows = map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(row["question"] for row in rows if row["school"] == SCHOOL and row["expect"] == "answer"))
