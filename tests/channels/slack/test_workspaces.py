"""Whose token speaks where, and what is said of settings that cannot work."""

from __future__ import annotations

import pytest

from bot.channels.slack.workspaces import open_workspaces
from bot.deliveries.sender import UndeliverableError
from bot.errors import SettingsError
from bot.settings import SlackSettings, load_settings

ONE = {"SIGNPOST_SLACK_BOT_TOKEN": "xoxb-1", "SIGNPOST_SLACK_SIGNING_SECRET": "s"}


def test_one_token_speaks_in_every_workspace():
    assert open_workspaces(load_settings(ONE).slack).client("T0OAK").token == "xoxb-1"


def test_a_file_gives_each_workspace_its_own_token(tmp_path):
    tokens = tmp_path / "tokens.yml"
    tokens.write_text("T0OAK: xoxb-oak\nT0ELM: xoxb-elm\n", encoding="utf-8")
    workspaces = open_workspaces(SlackSettings(tokens=tokens))
    assert workspaces.client("T0ELM").token == "xoxb-elm"
    with pytest.raises(UndeliverableError):
        workspaces.client("T0NEW")


@pytest.mark.parametrize("text", ["", "- a\n", "T0OAK: xoxp-1\n", "oak: xoxb-1\n", "T0OAK: [\n"])
def test_a_file_of_something_else_is_refused_without_showing_a_token(tmp_path, text):
    tokens = tmp_path / "tokens.yml"
    tokens.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"SIGNPOST_SLACK_TOKENS must be") as error:
        open_workspaces(SlackSettings(tokens=tokens))
    assert "xoxp" not in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere.yml"):
        open_workspaces(SlackSettings(tokens=tmp_path / "nowhere.yml"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SIGNPOST_SLACK_BOT_TOKEN": "xoxp-1"}, "Bot User OAuth Token"),
        ({"SIGNPOST_SLACK_APP_TOKEN": "xoxb-1"}, "SIGNPOST_SLACK_APP_TOKEN"),
        ({"SIGNPOST_SLACK_SIGNING_SECRET": ""}, "SIGNPOST_SLACK_SIGNING_SECRET"),
        ({"SIGNPOST_SLACK_BOT_TOKEN": ""}, "SIGNPOST_SLACK_TOKENS"),
        ({"SIGNPOST_SLACK_TOKENS": "tokens.yml"}, "SIGNPOST_SLACK_TOKENS"),
    ],
)
def test_settings_that_cannot_work_are_named(changes, named):
    with pytest.raises(SettingsError, match=named):
        load_settings(ONE | changes)


def test_without_its_settings_there_is_no_slack():
    assert load_settings({}).slack is None
