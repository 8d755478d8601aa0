from __future__ import annotations

import socket

import pytest

from bot.launcher.installation import DIALOGUE_VARIABLES, complete_installation
from bot.launcher.launch_error import LaunchError
from bot.launcher.preflight import free_port
from bot.settings import SETTINGS, load_settings

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def listener():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        yield taken.getsockname()[1]


def test_complete_installation_makes_two_different_secrets(tmp_path):
    settings = complete_installation(load_settings({"SIGNPOST_HOME": str(tmp_path)})).settings
    assert len({settings.dialogue_secret, settings.actions_secret, settings.api_token, ""}) == 4


def test_complete_installation_keeps_what_is_set(tmp_path):
    given = {"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_API_TOKEN": "chosen", "SIGNPOST_ACTIONS_SECRET": "agreed"}
    settings = complete_installation(load_settings(given)).settings
    assert (settings.api_token, settings.actions_secret) == ("chosen", "agreed")


def test_complete_installation_keeps_a_made_token_for_its_owner_alone(tmp_path):
    first = complete_installation(load_settings({"SIGNPOST_HOME": str(tmp_path)})).settings.api_token
    second = complete_installation(load_settings({"SIGNPOST_HOME": str(tmp_path)})).settings.api_token
    assert first == second
    assert (tmp_path / "api-token").stat().st_mode & 0o777 == 0o600


def test_complete_installation_uses_a_port_that_was_asked_for(tmp_path):
    port = free_port()
    given = {"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_DIALOGUE_PORT": str(port)}
    assert complete_installation(load_settings(given)).settings.dialogue_port == port


def test_complete_installation_refuses_a_taken_port_that_was_asked_for(tmp_path, listener):
    given = {"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_DIALOGUE_PORT": str(listener)}
    with pytest.raises(LaunchError, match="SIGNPOST_DIALOGUE_PORT"):
        complete_installation(load_settings(given))


def test_environment_holds_every_setting_of_the_processes(tmp_path):
    installation = complete_installation(load_settings({"SIGNPOST_HOME": str(tmp_path)}))
    ports = installation.environment()["SIGNPOST_DIALOGUE_PORT"], installation.environment()["SIGNPOST_ACTIONS_PORT"]
    assert ports == (str(installation.settings.dialogue_port), str(installation.settings.actions_port))


def test_dialogue_is_given_no_secret_but_its_own_two():
    secrets = {setting.variable for setting in SETTINGS if setting.unit == "secret"}
    assert secrets & set(DIALOGUE_VARIABLES) == {"SIGNPOST_DIALOGUE_SECRET", "SIGNPOST_ACTIONS_SECRET"}
    assert "SIGNPOST_DATABASE_URL" not in DIALOGUE_VARIABLES
