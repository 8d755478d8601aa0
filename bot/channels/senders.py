"""Who sends for which platform: one row for each channel that delivers."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.module_loading import import_string

from bot.deliveries.sender import Sender
from bot.settings import Settings

# By the name of the channel and of its settings, what makes its sender from them; making one connects to nothing. Named
# rather than imported: a school without a platform need not load that platform's libraries.
SENDERS = {
    "slack": "bot.channels.slack.slack_sender.make_slack_sender",
    "teams": "bot.channels.teams.sender.make_teams_sender",
}


def configured_senders(settings: Settings) -> Mapping[str, Sender]:
    """The senders of the channels that are configured, by channel."""
    configured = [channel for channel in SENDERS if getattr(settings, channel) is not None]
    return {channel: import_string(SENDERS[channel])(settings) for channel in configured}
