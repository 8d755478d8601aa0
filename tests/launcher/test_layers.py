from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


@pytest.fixture
def copy(tmp_path):
    code = shutil.ignore_patterns("*.yml", "*.html", "static", "__pycache__")
    for folder in ("bot", "actions"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=code)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder):
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)


def test_layers_hold(copy):
    assert lint(copy).returncode == 0


@pytest.mark.parametrize(
    ("module", "upward"),
    [
        ("bot/index/clause_store.py", "bot.answering"),
        ("bot/datatypes/policy.py", "bot.index.clause_store"),
        ("bot/answering/__init__.py", "bot.dialogue"),
        ("bot/dialogue/__init__.py", "bot.datatypes"),
    ],
)
def test_layers_turn_red_at_an_upward_import(copy, module, upward):
    with (copy / module).open("a") as file:
        file.write(f"\nimport {upward}\n")
    done = lint(copy)
    assert done.returncode != 0
    assert "1 broken" in done.stdout
