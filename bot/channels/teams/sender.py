"""Sends what the outbox holds for Teams: each message as its cards, privately where nobody else may read it."""

from __future__ import annotations

from uuid import UUID

from microsoft_agents.activity import Activity, Attachment

from bot.channels.rendering.adaptive_card import Element, render_adaptive_cards, summary
from bot.channels.teams.connector import Connector, TeamsAddress, read_teams_address
from bot.datatypes.answer import Message
from bot.deliveries.sender import Outgoing, RetryLaterError, UndeliverableError
from bot.settings import Settings, TeamsSettings

CARD = "application/vnd.microsoft.card.adaptive"

# Said where others read along, when the chat of two cannot be opened: it tells nobody what was asked.
NOT_REACHED = Message(
    kind="text",
    text="I have a reply that is for you alone, and Teams does not let me write to you. "
    "Please add Signpost to your own chats and write to me there.",
)


class TeamsSender:
    """The sender of the channel ``teams``.

    A message may take several cards. How many of a delivery have arrived is kept for as long as it is tried, so that
    those are not sent again.
    """

    def __init__(self, connector: Connector, public_url: str) -> None:
        self._connector = connector
        self._public_url = public_url
        self._arrived: dict[UUID, int] = {}

    async def send(self, delivery: Outgoing) -> str | None:
        """Send every card of ``delivery``; see ``bot.deliveries.sender.Sender``."""
        address = read_teams_address(delivery.address)
        try:
            if delivery.is_private and not address.is_personal:
                address = await self._private_chat(address)
            last = await self._send_cards(delivery, address)
        except UndeliverableError:
            self._arrived.pop(delivery.key, None)
            raise
        self._arrived.pop(delivery.key, None)
        return last

    async def _private_chat(self, address: TeamsAddress) -> TeamsAddress:
        try:
            return await self._connector.open_private_chat(address)
        except UndeliverableError:
            await self._say_not_reached(address)
            raise

    async def _say_not_reached(self, address: TeamsAddress) -> None:
        try:
            for activity in self._activities(NOT_REACHED):
                await self._connector.send(address, activity)
        except (RetryLaterError, UndeliverableError):
            return  # the delivery itself is what the console shows as undelivered

    async def _send_cards(self, delivery: Outgoing, address: TeamsAddress) -> str | None:
        activities = [activity for message in delivery.messages for activity in self._activities(message)]
        last = None
        for activity in activities[self._arrived.get(delivery.key, 0) :]:
            last = await self._connector.send(address, activity)
            self._arrived[delivery.key] = self._arrived.get(delivery.key, 0) + 1
        return last

    def _activities(self, message: Message) -> list[Activity]:
        cards = render_adaptive_cards(message, public_url=self._public_url)
        return [_activity(card, summary(message)) for card in cards]


def _activity(card: Element, notification: str) -> Activity:
    return Activity(type="message", summary=notification, attachments=[Attachment(content_type=CARD, content=card)])


def make_teams_sender(settings: Settings) -> TeamsSender | None:
    """The sender for these settings; None where Teams is not set up."""
    teams: TeamsSettings | None = settings.teams
    return TeamsSender(Connector(teams), settings.public_url) if teams else None
