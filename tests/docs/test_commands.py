"""Commands and settings that the pages name exist, spelt as they are."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import typer
from django.core.management import get_commands, load_command_class

from bot.channels.message_checks import ROLES
from bot.cli import app
from bot.settings import SETTINGS
from tests.docs.pages import ROOT, commands, make_targets, page, pages, rows

SIGNPOST = ".venv/bin/signpost "
DJANGO = ".venv/bin/python -m django "


def mentioned(prefix):
    """Every command of the pages that begins so, variables in front of it left out; each with its page."""
    found = []
    for path in pages():
        for line in commands(path.read_text(encoding="utf-8")):
            bare = re.sub(r"^(?:[A-Z_]+=\S+ )+", "", line).partition("  #")[0]
            if bare.startswith(prefix):
                found.append((path.relative_to(ROOT).as_posix(), bare))
    return found


def split(line, prefix):
    words = shlex.split(line.removeprefix(prefix))
    return words[: words.index(">")] if ">" in words else words


def options(command):
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize(("where", "line"), mentioned(SIGNPOST))
def test_signpost_commands_exist(where, line):
    command, words = typer.main.get_command(app), split(line, SIGNPOST)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    assert not hasattr(command, "commands"), f"{line}: no such command"
    assert {word for word in words if word.startswith("--")} <= options(command)


def test_the_readme_names_the_command_for_the_first_user():
    assert any(".venv/bin/signpost user add" in line for line in commands(page("README.md")))


@pytest.mark.parametrize(("where", "line"), mentioned(DJANGO))
def test_django_commands_exist(where, line):
    name, *words = split(line, DJANGO)
    parser = load_command_class(get_commands()[name], name).create_parser("django", name)
    known = {option for action in parser._actions for option in action.option_strings}
    assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize(("where", "line"), mentioned("make "))
def test_make_targets_exist(where, line):
    words = line.removeprefix("make ").split()
    assert words[0] in make_targets()


def test_operate_lists_every_setting_and_no_other():
    listed = rows(page("docs/operate.md"), "| variable | default | unit | what for |")
    table = [[f"`{s.variable}`", f"`{s.default}`" if s.default else "–", s.unit, s.help] for s in SETTINGS]
    assert listed == table


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_settings_named_in_pages_exist(path: Path):
    if path.parent == ROOT / "bot" / "dialogue":
        return  # the island's own variables, which its page lists
    known = {setting.variable for setting in SETTINGS}
    assert set(re.findall(r"SIGNPOST_[A-Z_]+", path.read_text(encoding="utf-8"))) <= known


def test_the_readme_shows_a_message_that_the_api_takes():
    body = json.loads(re.search(r"-d '(\{.*\})'", page("README.md")).group(1))
    assert {name: type(value) for name, value in body.items()} == dict.fromkeys(
        ("school", "conversation", "text", "role"), str
    )
    assert (ROOT / "corpus" / body["school"]).is_dir()
    assert body["role"] in ROLES


def test_operate_lists_the_roles():
    assert ", ".join(f"`{role}`" for role in ROLES) in page("docs/operate.md")
