"""Sharing: an answer that its asker alone saw is shown to the whole channel, because the asker wants it to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import ValidationError

from bot.channels.slack.incoming import CHANNEL
from bot.datatypes.answer import Button, Message, speak_of_concern
from bot.deliveries.received_message import JSON
from bot.questions.models import AnswerRecord

SHARE = "share"
SHARE_TITLE = "Share with the channel"


def find_shown(button: str | None, school: str, asker: str) -> AnswerRecord | None:
    """The answer that ``button`` belongs to, if it was given to ``asker`` (a pseudonym) of ``school``; else None."""
    try:
        answer_id = UUID((button or "").partition(":")[0])
    except ValueError:
        return None
    own = AnswerRecord.objects.filter(question__channel=CHANNEL, question__school=school, question__asker=asker)
    return own.select_related("question").filter(pk=answer_id).first() if asker else None


def offer_sharing(message: Message, address: Mapping[str, JSON]) -> Message:
    """``message`` with a button more, where it answers a command and may be seen by all."""
    if not (address.get("may_share") and message.buttons and message.answer) or speak_of_concern([message]):
        return message
    answer_id = message.buttons[0].id.partition(":")[0]
    share = Button(title=SHARE_TITLE, id=f"{answer_id}:{SHARE}")
    return message.model_copy(update={"buttons": (*message.buttons, share)})


def is_share(button: str | None) -> bool:
    """Whether a pressed button asks for an answer to be shared."""
    return (button or "").rpartition(":")[2] == SHARE


def shared_messages(shown: AnswerRecord) -> Sequence[Message]:
    """The messages of an answer as everybody may see them, without buttons; none if they are for its asker alone."""
    try:
        messages = [Message.model_validate(message) for message in shown.payload]
    except ValidationError:  # written by a version whose messages were others
        return []
    return [] if speak_of_concern(messages) else [m.model_copy(update={"buttons": ()}) for m in messages]


def build_not_shared() -> Message:
    """For an answer that is nobody's but the asker's, or a channel in which people of several schools read along."""
    return Message(kind="text", text="That answer cannot be shown to the whole channel.")
