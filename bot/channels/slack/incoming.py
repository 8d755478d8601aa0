"""Slack's payloads, read: where somebody wrote, what, and where the reply goes. Pure but for the pseudonym's key.

The shapes are those of https://docs.slack.dev/reference/events/message, …/app_mention,
https://docs.slack.dev/interactivity/implementing-slash-commands and
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.channels.answer_buttons import ButtonAction
from bot.channels.school_messages import chosen_school
from bot.channels.school_of_channel import Place
from bot.channels.slack.written_text import read_words
from bot.deliveries.received_message import ReceivedMessage

CHANNEL = "slack"

Payload = Mapping[str, Any]

# What a person typed; every other subtype tells of an edit, a deletion, somebody who joined, …
_TYPED = (None, "file_share", "me_message", "thread_broadcast")
# Their replies are for everybody in the thread; what the others bring is for the presser alone.
_SHARED_ACTIONS = frozenset(
    {ButtonAction.SHOW_MORE, ButtonAction.ROLE_STAFF, ButtonAction.ROLE_VOLUNTEER, ButtonAction.ROLE_VISITOR}
)


@dataclass(frozen=True)
class Incoming:
    """A payload that may ask for a reply.

    A conversation is one asker's, also in a thread that several write in: what one says of themselves must not count
    for another, and what is told later must reach the one who asked. ``thread`` is set where the payload asks for a
    reply only if Signpost answers in that thread: the conversations of its askers begin with it.
    """

    place: Place
    message: ReceivedMessage
    thread: str = ""


def read_message(body: Payload) -> Incoming | None:
    """A ``message`` or ``app_mention`` event; None if nobody asks anything of Signpost with it."""
    event = body["event"]
    if event.get("bot_id") or event.get("edited") or event.get("subtype") not in _TYPED or not event.get("user"):
        return None
    is_mention, is_direct = event["type"] == "app_mention", event.get("channel_type") == "im"
    if not (is_mention or is_direct or event.get("thread_ts")):
        return None
    workspace, outside = body["team_id"], _home_of_a_guest(body)
    place = Place(CHANNEL, outside or workspace, "" if is_direct else event["channel"], event["user"])
    thread = event.get("thread_ts") or (None if is_direct else event["ts"])
    in_thread = "" if is_direct else f"{workspace}:{event['channel']}:{thread}:"
    message = ReceivedMessage(
        channel=CHANNEL,
        event_id=f"{workspace}:{event['channel']}:{event['ts']}",  # one for its message event and its mention event
        conversation=_own(place, in_thread),
        school="",
        asker="",
        text=read_words(event.get("text") or "", _bots(body)),
        button=None,
        role=None,
        address={"workspace": workspace, "channel": event["channel"], "user": event["user"], "thread": thread},
        sent_at=_time(event["ts"]),
        is_private=bool(body.get("is_ext_shared_channel")),
    )
    return Incoming(place, message, "" if is_mention else in_thread)


def read_command(body: Payload) -> Incoming:
    """A slash command: answered to the asker alone, wherever it was given."""
    workspace, channel, user = body["team_id"], body["channel_id"], body["user_id"]
    place = Place(CHANNEL, workspace, "" if channel.startswith("D") else channel, user)
    message = ReceivedMessage(
        channel=CHANNEL,
        event_id=f"{workspace}:{body['trigger_id']}",
        conversation=_own(place, "" if channel.startswith("D") else f"{workspace}:{channel}:"),
        school="",
        asker="",
        text=read_words(body.get("text") or ""),
        button=None,
        role=None,
        address={
            "workspace": workspace,
            "channel": channel,
            "user": user,
            "response_url": body["response_url"],
            "may_share": not channel.startswith("D"),
        },
        sent_at=None,
        is_private=True,
    )
    return Incoming(place, message)


def read_press(body: Payload) -> Incoming | None:
    """A press of a button under a message; None where there is no button of ours."""
    action, container = body["actions"][0], body.get("container", {})
    channel, user = (body.get("channel") or {}).get("id"), body["user"]["id"]
    if not channel or not action.get("value"):
        return None
    home = body["user"].get("team_id")
    workspace = (body.get("team") or {}).get("id") or home
    place = Place(CHANNEL, home or workspace, "" if channel.startswith("D") else channel, user)
    posted = (body.get("message") or {}).get("thread_ts") or container.get("thread_ts") or container.get("message_ts")
    is_private = container.get("is_ephemeral") or not _is_shared(action["value"]) or home not in (None, workspace)
    thread = None if channel.startswith("D") else posted
    message = ReceivedMessage(
        channel=CHANNEL,
        event_id=f"{workspace}:{channel}:{user}:{action['action_ts']}",
        conversation=_own(place, f"{workspace}:{channel}:{thread}:" if thread else ""),
        school="",
        asker="",
        text="",
        button=action["value"],
        role=None,
        address={
            "workspace": workspace,
            "channel": channel,
            "user": user,
            "thread": thread,
            "response_url": body.get("response_url"),
        },
        sent_at=_time(action["action_ts"]),
        is_private=bool(is_private),
    )
    return Incoming(place, message)


def read_home(body: Payload) -> Place | None:
    """Who opened the Home tab; None for another tab."""
    event = body["event"]
    return Place(CHANNEL, body["team_id"], "", event["user"]) if event.get("tab") == "home" else None


def _own(place: Place, where: str) -> str:
    """The conversation that one person has with Signpost ``where``, "" in its direct messages; it does not say who."""
    return f"{where or f'{place.workspace}::'}{place.chooser[:32]}"


def _is_shared(button: str) -> bool:
    return chosen_school(button) is None and button.rpartition(":")[2] in _SHARED_ACTIONS


def _bots(body: Payload) -> set[str]:
    return {one["user_id"] for one in body.get("authorizations") or () if one.get("is_bot")}


def _home_of_a_guest(body: Payload) -> str | None:
    """The workspace that somebody belongs to who writes in a channel which several organisations share."""
    event = body["event"]
    home = event.get("user_team") or event.get("source_team") or event.get("team")
    return home if body.get("is_ext_shared_channel") else None


def _time(stamp: str) -> datetime:
    return datetime.fromtimestamp(float(stamp), tz=UTC)
