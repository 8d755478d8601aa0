"""The app's manifest: what a technician pastes into Slack to make the app."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.errors import SettingsError

MANIFEST = Path(__file__).with_name("manifest.yml")
EVENTS_PATH = "/slack/events"


def build_manifest(public_url: str | None) -> str:
    """The manifest as YAML, with events sent to ``public_url``, or over Socket Mode where that is None.

    :raises SettingsError: Slack sends nothing to such an address.
    """
    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    if public_url is None:
        manifest["settings"]["socket_mode_enabled"] = True
    else:
        _send_events_to(manifest, f"{_checked(public_url)}{EVENTS_PATH}")
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True)


def _send_events_to(manifest: dict[str, Any], url: str) -> None:
    manifest["settings"]["event_subscriptions"]["request_url"] = url
    manifest["settings"]["interactivity"]["request_url"] = url
    for command in manifest["features"]["slash_commands"]:
        command["url"] = url


def _checked(public_url: str) -> str:
    parts = urlsplit(public_url)
    if parts.scheme != "https" or not parts.hostname:
        raise SettingsError(
            f"Slack sends events to https:// addresses only, not to {public_url!r}: give one with --url, or use "
            "--socket-mode."
        )
    return public_url.rstrip("/")
