"""bot/README.md, the map, shows every room, in the order that import-linter keeps."""

from __future__ import annotations

import re

import tomllib

from tests.docs.pages import ROOT, page, rows

LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]


def mapped():
    cells = [row[0] for row in rows(page("bot/README.md"), "| room | what is in it |")]
    return [{name.strip("./").removesuffix(".py") for name in re.findall(r"`([^`]+)`", cell)} for cell in cells]


def test_map_has_the_rooms_of_import_linter_in_its_order():
    layers = [{name.removeprefix("bot.") for name in re.findall(r"[\w.]+", layer)} for layer in reversed(LAYERS)]
    assert mapped() == layers


def test_map_shows_every_room_there_is():
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")} | {
        path.stem for path in (ROOT / "bot").glob("*.py") if path.stem != "__init__"
    }
    assert set().union(*mapped()) == rooms - {"dialogue"} | {"actions"}


def test_map_names_only_files_that_exist():
    for name in re.findall(r"`([\w./]+(?:/|\.py|\.yml))`", page("bot/README.md")):
        assert (ROOT / "bot" / name).exists() or (ROOT / name).exists(), name
