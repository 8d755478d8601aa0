"""Who sends for which platform: one row for each channel that delivers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.channels.slack.slack_sender import make_slack_sender
from bot.channels.teams.sender import make_teams_sender
from bot.deliveries.sender import Sender
from bot.settings import Settings

# Each makes its channel's sender from the settings, or gives None where the channel is not configured. Making one
# connects to nothing.
SENDERS: dict[str, Callable[[Settings], Sender | None]] = {"slack": make_slack_sender, "teams": make_teams_sender}


def configured_senders(settings: Settings) -> Mapping[str, Sender]:
    """The senders of the channels that are configured, by channel."""
    made = {channel: make(settings) for channel, make in SENDERS.items()}
    return {channel: sender for channel, sender in made.items() if sender is not None}
