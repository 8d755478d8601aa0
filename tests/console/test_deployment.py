"""Django's own checks of a deployment, and the settings that a school's directory needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.console.sign_in_settings import directory_providers
from bot.errors import SettingsError
from bot.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
ENTRA = {
    "SIGNPOST_ENTRA_TENANT": "school.example.org",
    "SIGNPOST_ENTRA_CLIENT_ID": "client",
    "SIGNPOST_ENTRA_CLIENT_SECRET": "secret",
}


def test_a_deployment_behind_https_passes_every_check(tmp_path):
    environment = os.environ | {
        "SIGNPOST_HOME": str(tmp_path),
        "SIGNPOST_DATABASE_URL": "",
        "SIGNPOST_SECRET_KEY": "",
        "SIGNPOST_PUBLIC_URL": "https://signpost.example.org",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    command += ["--settings", "bot.console.settings"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ENTRA)
def test_a_directory_set_up_by_half_is_refused_by_name(missing):
    with pytest.raises(SettingsError, match=missing):
        load_settings({name: value for name, value in ENTRA.items() if name != missing})


@pytest.mark.parametrize("tenant", ["common", "Organizations", "consumers", "school.example.org/../common", "a b"])
def test_a_tenant_of_everybodys_is_refused(tenant):
    with pytest.raises(SettingsError, match="SIGNPOST_ENTRA_TENANT"):
        load_settings(ENTRA | {"SIGNPOST_ENTRA_TENANT": tenant})


@pytest.mark.parametrize("variable", ["SIGNPOST_SESSION_IDLE", "SIGNPOST_SESSION_LENGTH"])
@pytest.mark.parametrize("value", ["0", "-1", "soon", "1.5"])
def test_a_session_limit_that_is_none_is_refused_by_name(variable, value):
    with pytest.raises(SettingsError, match=variable):
        load_settings({variable: value})


def test_entra_is_asked_at_the_schools_own_tenant():
    [app] = directory_providers(load_settings(ENTRA))["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://login.microsoftonline.com/school.example.org/v2.0"


def test_no_directory_is_offered_where_none_is_set_up():
    assert directory_providers(load_settings({}))["openid_connect"]["APPS"] == []
