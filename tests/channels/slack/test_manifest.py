"""The manifest asks for what the code handles, and for nothing else."""

from __future__ import annotations

import pytest
import yaml
from typer.testing import CliRunner

from bot.channels.slack.bolt_app import COMMAND, SlackApp
from bot.channels.slack.manifest import EVENTS_PATH, build_manifest
from bot.channels.slack.workspaces import Workspaces
from bot.cli import app
from bot.settings import load_settings

# The events that "message" stands for, and the scope that Slack asks for each event, by its documentation.
MESSAGE_EVENTS = {"message.channels", "message.groups", "message.im"}
SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
}
# The scope of each Web API method that is called.
METHODS = {"chat_postMessage": "chat:write", "chat_postEphemeral": "chat:write", "conversations_open": "im:write"}


@pytest.fixture
def manifest():
    return yaml.safe_load(build_manifest("https://signpost.example.org"))


def test_the_events_are_those_with_a_listener(manifest):
    settings = load_settings({"SIGNPOST_SLACK_BOT_TOKEN": "xoxb-1", "SIGNPOST_SLACK_SIGNING_SECRET": "s"})
    bolt = SlackApp(settings, Workspaces({"": "xoxb-1"}, "http://127.0.0.1:9/")).bolt
    names = {listener.ack_function.__name__ for listener in bolt._async_listeners}
    assert names == {"_on_message", "_on_home_opened", "_ignore", "_on_command", "_on_press"}
    subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert subscribed == MESSAGE_EVENTS | {"app_mention", "app_home_opened"}


def test_the_scopes_are_those_of_the_events_and_calls(manifest):
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    wanted = {SCOPES[event] for event in events if event in SCOPES} | set(METHODS.values()) | {"commands"}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == wanted


def test_the_command_is_the_one_that_is_handled(manifest):
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == [COMMAND]


def test_every_address_is_the_door(manifest, client):
    urls = {manifest["settings"]["interactivity"]["request_url"], manifest["features"]["slash_commands"][0]["url"]}
    urls.add(manifest["settings"]["event_subscriptions"]["request_url"])
    assert urls == {f"https://signpost.example.org{EVENTS_PATH}"}


def test_socket_mode_needs_no_address():
    text = build_manifest(None)
    assert yaml.safe_load(text)["settings"]["socket_mode_enabled"] is True
    assert "url" not in text


def test_the_command_prints_it():
    done = CliRunner().invoke(app, ["slack-manifest", "--url", "https://signpost.example.org/"])
    assert done.stdout.strip() == build_manifest("https://signpost.example.org").strip()


@pytest.mark.parametrize("url", ["http://signpost.example.org", "signpost.example.org", "https://"])
def test_an_address_that_slack_cannot_use_is_refused(url):
    done = CliRunner().invoke(app, ["slack-manifest", "--url", url])
    assert done.exit_code == 1
    assert "--socket-mode" in str(done.exception)
