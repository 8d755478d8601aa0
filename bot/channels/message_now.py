"""A message to one person at once, past the outbox, for somebody who waits to see whether it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import cast
from uuid import uuid4

from asgiref.sync import async_to_sync
from django.conf import settings

from bot.channels.outbox_worker import SEND_TIMEOUT
from bot.channels.senders import configured_senders
from bot.datatypes.answer import Message
from bot.deliveries.received_message import JSON
from bot.deliveries.sender import DeliveryError, Outgoing, Sender


def send_now(channel: str, address: Mapping[str, object], text: str) -> str:
    """Send ``text`` to the person at ``address`` alone.

    :param channel: one that is configured.
    :returns: what went wrong in a few words, "" where the platform took it.
    """
    sender = configured_senders(settings.SIGNPOST)[channel]
    message = Message(kind="text", text=text)
    outgoing = Outgoing(cast(Mapping[str, JSON], address), [message], uuid4(), is_private=True)
    try:
        async_to_sync(_send)(sender, outgoing)
    except DeliveryError as error:
        return error.problem
    except TimeoutError:
        return "no answer in time"
    return ""


async def _send(sender: Sender, outgoing: Outgoing) -> None:
    async with asyncio.timeout(SEND_TIMEOUT):
        await sender.send(outgoing)
