"""The workspaces that Signpost is installed in: a client of Slack's Web API for each."""

from __future__ import annotations

import logging

import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.deliveries.sender import UndeliverableError
from bot.errors import SettingsError
from bot.settings import SlackSettings

CALL_TIMEOUT = 6  # seconds; two calls in a row still end before the outbox loses patience

# slack_sdk and slack_bolt take over the level of the logger they are given; below a warning they write out what
# people said.
quiet_log = logging.getLogger(f"{__name__}.sdk")
quiet_log.setLevel(logging.WARNING)


class Workspaces:
    """Clients by workspace id. ``tokens`` may name one for every workspace by the empty id."""

    def __init__(self, tokens: dict[str, str], api_url: str) -> None:
        self._tokens = tokens
        self._api_url = api_url

    def client(self, workspace: str) -> AsyncWebClient:
        """The client of ``workspace``. It tries each call once: trying again is the outbox's business.

        :raises UndeliverableError: Signpost has no token for it.
        """
        token = self._tokens.get(workspace) or self._tokens.get("")
        if token is None:
            raise UndeliverableError(f"no token for workspace {workspace}")
        return self.client_with(token)

    def client_with(self, token: str | None) -> AsyncWebClient:
        """A client that shows ``token``, or none."""
        return AsyncWebClient(token, self._api_url, CALL_TIMEOUT, logger=quiet_log, retry_handlers=[])


def open_workspaces(slack: SlackSettings) -> Workspaces:
    """The workspaces of the settings.

    :raises SettingsError: the file of tokens cannot be used.
    """
    if slack.tokens is None:
        return Workspaces({"": slack.bot_token}, slack.api_url)
    wanted = f"SIGNPOST_SLACK_TOKENS must be a file of lines such as 'T0123ABCD: xoxb-…'; {slack.tokens}"
    try:
        tokens = yaml.safe_load(slack.tokens.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"{wanted} cannot be read ({type(error).__name__}).") from None
    if not isinstance(tokens, dict) or not tokens:
        raise SettingsError(f"{wanted} holds none.")
    if wrong := [key for key, token in tokens.items() if not (_is_workspace(key) and _is_bot_token(token))]:
        raise SettingsError(f"{wanted} says something else of {wrong[0]!r}.")
    return Workspaces(tokens, slack.api_url)


def _is_workspace(key: object) -> bool:
    return isinstance(key, str) and key.startswith("T")


def _is_bot_token(token: object) -> bool:
    return isinstance(token, str) and token.startswith("xoxb-")
