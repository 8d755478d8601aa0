"""What an activity of Teams says: who wrote what, where, and whether it asks for anything. Pure.

Sources: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability and the Bot
Framework's activity schema. Ids are hashed where they only have to tell one thing from another: those of Teams are
longer than the columns that hold them, and name people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from microsoft_agents.activity import Activity, ActivityTypes, ChannelAccount

from bot.channels.rendering.adaptive_card import pressed_button
from bot.channels.school_of_channel import Place
from bot.deliveries.received_message import JSON, ReceivedMessage

CHANNEL = "teams"
PERSONAL = "personal"

_OTHER_MENTION = re.compile(r"</?at[^>]*>")


def asks_for_reply(activity: Activity) -> bool:
    """Whether somebody wrote or pressed something. Edits, deletions, reactions and our own words are nothing to us."""
    return activity.type == ActivityTypes.message and not _is_the_bot(activity, activity.from_property)


def is_welcome_due(activity: Activity) -> bool:
    """Whether Signpost has just been added here. Teams says so in two ways, and often in both."""
    if activity.type == ActivityTypes.installation_update:
        return activity.action == "add"
    added = activity.members_added or []
    is_update = activity.type == ActivityTypes.conversation_update
    return is_update and any(_is_the_bot(activity, member) for member in added)


def _is_the_bot(activity: Activity, account: ChannelAccount | None) -> bool:
    return account is not None and activity.recipient is not None and account.id == activity.recipient.id


def is_complete(activity: Activity) -> bool:
    """Whether an activity has the ids without which it could not be answered, or not told from another."""
    sender, conversation = activity.from_property, activity.conversation
    return bool(activity.id and conversation and conversation.id and sender and sender.id and activity.service_url)


def read_place(activity: Activity) -> Place:
    """Where it was written: the tenant, the team or group chat (none in a chat of two), and by whom."""
    room = "" if _is_personal(activity) else _team(activity) or activity.conversation.id
    sender = activity.from_property
    return Place(channel=CHANNEL, workspace=_tenant(activity), room=room, user=_user(sender))


def read_message(activity: Activity) -> ReceivedMessage:
    """A message or a press; its school and asker are for the door to fill in.

    A conversation is one asker's: what somebody else in the same thread says of themselves must not count for them.
    """
    place = read_place(activity)
    return ReceivedMessage(
        channel=CHANNEL,
        event_id=_digest(place.workspace, activity.conversation.id, activity.id or ""),
        conversation=_digest(place.workspace, activity.conversation.id, place.user),
        school="",
        asker="",
        text=read_text(activity),
        button=pressed_button(activity.value),
        role=None,
        address=read_address(activity),
        sent_at=activity.timestamp if activity.timestamp and activity.timestamp.tzinfo else None,
    )


def read_text(activity: Activity) -> str:
    """What was typed, without the mention of Signpost; others who are mentioned keep their names."""
    text = activity.model_copy(deep=True).remove_recipient_mention() if activity.text else ""
    return _OTHER_MENTION.sub("", text).replace("&nbsp;", " ").replace("\xa0", " ").strip()


def read_address(activity: Activity) -> dict[str, JSON]:
    """What the sender needs to answer: the conversation reference of the SDK, as much of it as is used."""
    return {
        "service_url": activity.service_url or "",
        "conversation": activity.conversation.id,
        "is_personal": _is_personal(activity),
        "tenant": _tenant(activity),
        "user": activity.from_property.id if activity.from_property else "",
        "bot": activity.recipient.id if activity.recipient else "",
    }


def welcome_event(activity: Activity, day: str) -> str:
    """The id of the event of being added to a conversation: the same for both ways in which Teams tells of it."""
    return _digest("welcome", _tenant(activity), activity.conversation.id, day)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def _user(account: ChannelAccount | None) -> str:
    """The id in the directory, which stays the same in every chat; else that of Teams."""
    return (getattr(account, "aad_object_id", None) or account.id or "") if account else ""


def _is_personal(activity: Activity) -> bool:
    return (activity.conversation.conversation_type or PERSONAL) == PERSONAL


def _channel_data(activity: Activity, key: str) -> str:
    data = activity.channel_data if isinstance(activity.channel_data, Mapping) else {}
    part = data.get(key)
    found = part.get("id") if isinstance(part, Mapping) else None
    return found if isinstance(found, str) else ""


def _tenant(activity: Activity) -> str:
    return activity.conversation.tenant_id or _channel_data(activity, "tenant")


def _team(activity: Activity) -> str:
    return _channel_data(activity, "team")
