"""What the launcher and the reader say of what is wrong is explained, and nothing else is."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.pages import ROOT, page, rows

HEADER = "| message | what to do |"
LAUNCHER = [*(ROOT / "bot" / "launcher").glob("*.py"), *(ROOT / "scripts").glob("*.py")]
READER = list((ROOT / "bot" / "ingestion").rglob("*.py"))
# Functions that only word a message.
WORDING = {"_port_advice", "_already_running", "_complaint"}
ERRORS = {"LaunchError", "CorpusError"}


def spoken(node, constants):
    """A string expression as a page shows it, with … for what is filled in; None where it is no string."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{\w+\}", "…", text)
        case ast.JoinedStr(values=parts):
            return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
        case ast.Name(id=name):
            return constants.get(name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="format")):
            return constants.get(name)
    return None


def messages_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    constants = {
        node.targets[0].id: spoken(node.value, {}) for node in assigned if isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in ERRORS:
                yield spoken(first, constants)
            case ast.keyword(arg="advice", value=value):
                yield spoken(value, constants)
            case ast.FunctionDef(name=name) if name in WORDING:
                yield from (spoken(x.value, {"where": None}) for x in ast.walk(node) if isinstance(x, ast.Return))


def said(paths):
    """Every message, without those that are filled in altogether."""
    found = {message for path in paths for message in messages_in(path) if message and message.strip("…")}
    return {plain(message) for message in found}


def plain(message):
    """``message`` fit for comparing: places that are filled in side by side count as one."""
    return re.sub(r"(?:…(?:, line )?)+", "…", " ".join(message.split()))


def explained(name):
    cells = (row[0] for row in rows(page(name), HEADER))
    return {plain(cell.strip("`")) for cell in cells if cell.startswith("`")}


@pytest.mark.parametrize(("name", "paths"), [("docs/operate.md", LAUNCHER), ("docs/ingestion.md", READER)])
def test_every_message_is_explained(name, paths):
    assert said(paths) - explained(name) == set()


@pytest.mark.parametrize(("name", "paths"), [("docs/operate.md", LAUNCHER), ("docs/ingestion.md", READER)])
def test_nothing_else_is_explained(name, paths):
    script = (ROOT / "scripts" / "with_python.sh").read_text(encoding="utf-8")
    assert [m for m in explained(name) - said(paths) if m not in script] == []
