"""One table of settings: documented as it stands, read in one place, each value checked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import SETTINGS, TeamsSettings, load_settings

ROOT = Path(__file__).resolve().parents[1]
# The island reads its own; the launcher hands the environment on; Django is told where its settings are.
MAY_TOUCH_THE_ENVIRONMENT = ("bot/settings.py", "bot/dialogue/settings.py", "bot/launcher/", "bot/console/asgi.py")


def documented() -> list[tuple[str, ...]]:
    lines = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| variable | default | unit | what for |") + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip().strip("`") for cell in line.strip("|").split(" | ")))
    return rows


def test_page_for_operators_lists_the_same_table():
    table = [(s.variable, s.default or "–", s.unit, s.help) for s in SETTINGS]

    assert documented() == table


def environment_readers() -> list[str]:
    found = []
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
        if names & {"environ", "environb", "getenv", "putenv"}:
            found.append(path.relative_to(ROOT).as_posix())
    return found


def test_nothing_else_reads_the_environment():
    assert [path for path in environment_readers() if not path.startswith(MAY_TOUCH_THE_ENVIRONMENT)] == []


def test_the_table_itself_is_seen_to_read_the_environment():
    assert "bot/settings.py" in environment_readers()


def test_defaults_are_used_where_nothing_is_set():
    settings = load_settings({})

    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")


def test_empty_value_counts_as_not_set():
    assert load_settings({"SIGNPOST_PORT": ""}).port == 8000


def test_folders_are_absolute_and_hang_together(tmp_path):
    settings = load_settings({"SIGNPOST_HOME": str(tmp_path), "SIGNPOST_CORPUS": "somewhere"})

    assert settings.index == tmp_path / "index"
    assert settings.onnx_encoder == tmp_path / "encoder"
    assert settings.database_url == f"sqlite:///{tmp_path}/signpost.sqlite3"
    assert settings.corpus.is_absolute()


def test_address_for_people_has_no_slash_at_its_end():
    assert load_settings({"SIGNPOST_PUBLIC_URL": "https://ask.example.org/"}).public_url == "https://ask.example.org"


def test_dialogue_address_follows_its_port():
    assert load_settings({"SIGNPOST_DIALOGUE_PORT": "6005"}).dialogue_url.startswith("http://127.0.0.1:6005/")


@pytest.mark.parametrize("variable", ["SIGNPOST_PORT", "SIGNPOST_DIALOGUE_PORT", "SIGNPOST_ACTIONS_PORT"])
@pytest.mark.parametrize("value", ["abc", "nan", "inf", "80.5", "-1", "65536"])
def test_port_that_is_none_is_refused_by_name(variable, value):
    with pytest.raises(SettingsError, match=variable):
        load_settings({variable: value})


@pytest.mark.parametrize(
    ("variable", "unit"), [("SIGNPOST_DIALOGUE_TIMEOUT", "seconds"), ("SIGNPOST_ALERT_MINUTES", "minutes")]
)
@pytest.mark.parametrize("value", ["soon", "nan", "inf", "0", "-3"])
def test_patience_that_is_none_is_refused_by_name(variable, unit, value):
    with pytest.raises(SettingsError, match=f"{variable} must be a number of {unit}"):
        load_settings({variable: value})


def test_way_to_speak_to_the_mail_server_that_is_none_is_refused_by_name():
    with pytest.raises(SettingsError, match="SIGNPOST_EMAIL_SECURITY"):
        load_settings({"SIGNPOST_EMAIL_SECURITY": "perhaps"})


def test_mail_server_needs_a_sender():
    with pytest.raises(SettingsError, match="SIGNPOST_EMAIL_FROM"):
        load_settings({"SIGNPOST_EMAIL_HOST": "mail.example.org"})


TEAMS = {
    "SIGNPOST_TEAMS_APP_ID": "3C0E1A52-6F1B-4E0E-9A55-0D8A4F1C7E21",
    "SIGNPOST_TEAMS_TENANT_ID": "9b8f0c1e-2d3a-4b5c-8d7e-6f5a4b3c2d1e",
    "SIGNPOST_TEAMS_SECRET": "s",
}
LOCAL = {"SIGNPOST_TEAMS_LOCAL_CONNECTOR": "http://127.0.0.1:56150/"}


def test_teams_is_off_where_nothing_is_set():
    assert load_settings({}).teams is None


def test_teams_is_registered_with_a_secret():
    assert load_settings(TEAMS).teams == TeamsSettings(
        app_id="3c0e1a52-6f1b-4e0e-9a55-0d8a4f1c7e21", tenant_id=TEAMS["SIGNPOST_TEAMS_TENANT_ID"], secret="s"
    )


def test_teams_on_trial_is_spoken_to_on_this_machine():
    assert load_settings(LOCAL).teams == TeamsSettings(local_connector="http://127.0.0.1:56150")


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        (TEAMS | {"SIGNPOST_TEAMS_APP_ID": "signpost"}, "SIGNPOST_TEAMS_APP_ID"),
        (TEAMS | {"SIGNPOST_TEAMS_TENANT_ID": ""}, "SIGNPOST_TEAMS_TENANT_ID"),
        (TEAMS | {"SIGNPOST_TEAMS_SECRET": ""}, "SIGNPOST_TEAMS_CERTIFICATE"),
        (TEAMS | {"SIGNPOST_TEAMS_CERTIFICATE": "bot.pfx"}, "SIGNPOST_TEAMS_SECRET"),
        (TEAMS | LOCAL, "SIGNPOST_TEAMS_LOCAL_CONNECTOR"),
        (LOCAL | {"SIGNPOST_HOST": "0.0.0.0"}, "SIGNPOST_HOST"),
        (LOCAL | {"SIGNPOST_PUBLIC_URL": "https://signpost.example.org"}, "SIGNPOST_PUBLIC_URL"),
        ({"SIGNPOST_TEAMS_LOCAL_CONNECTOR": "http://192.0.2.7:56150"}, "SIGNPOST_TEAMS_LOCAL_CONNECTOR"),
    ],
)
def test_teams_settings_that_cannot_be_used_name_the_variable(environ, named):
    with pytest.raises(SettingsError, match=named):
        load_settings(environ)


@pytest.mark.parametrize(
    ("given", "access"),
    [
        ({}, "open"),
        ({"SIGNPOST_HOST": "localhost"}, "open"),
        ({"SIGNPOST_PUBLIC_URL": "https://signpost.example.org"}, "links"),
        ({"SIGNPOST_HOST": "0.0.0.0"}, "links"),
        ({"SIGNPOST_HOST": "0.0.0.0", "SIGNPOST_PUBLIC_URL": "http://127.0.0.1:8000"}, "links"),
        ({"SIGNPOST_PUBLIC_URL": "https://signpost.example.org", "SIGNPOST_WEB_ACCESS": "open"}, "open"),
        ({"SIGNPOST_WEB_ACCESS": "links"}, "links"),
    ],
)
def test_web_chat_is_open_without_being_asked_on_this_machine_alone(given, access):
    assert load_settings(given).web_access == access


def test_web_access_of_another_name_is_refused():
    with pytest.raises(SettingsError, match="SIGNPOST_WEB_ACCESS must be open or links"):
        load_settings({"SIGNPOST_WEB_ACCESS": "closed"})
