"""The pages written for people, and what stands in them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", ".venv-dialogue", ".tools", "var", ".rasa", "node_modules", ".pytest_cache"}


def pages():
    """Every Markdown page that people read; sample policies are Markdown too, and no pages."""
    found = (path for path in ROOT.rglob("*.md") if not SKIPPED & set(path.relative_to(ROOT).parts))
    return sorted(path for path in found if path.parent.parent != ROOT / "corpus")


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text, header):
    """The cells of every row of the table that has this header row."""
    lines = text[text.index(header) :].splitlines()[2:]
    table = []
    for line in lines:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split("|")])
    return table


def commands(text):
    """Every command line in indented or fenced code, and every one in backquotes."""
    code = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    for fence in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        code += fence.splitlines()
    code += re.findall(r"`([^`\n]+)`", text)
    return [line.strip() for line in code]


def make_targets():
    """The targets of the Makefile, as make itself knows them."""
    done = subprocess.run(["make", "-pnq", "-C", str(ROOT), ".PHONY"], capture_output=True, text=True, check=False)
    return set(re.search(r"^\.PHONY: (.*)$", done.stdout, re.MULTILINE).group(1).split())
