from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ISLAND = (ROOT / "bot" / "dialogue" / "requirements.in").read_text().splitlines()
LOCKS = [
    ROOT / folder / name for folder in (".", "bot/dialogue") for name in ("requirements.txt", "requirements-test.txt")
]


def name_of(requirement):
    return re.match(r"[\w-]+", requirement).group()


def direct():
    lines = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"], *ISLAND]
    return [name_of(line) for line in lines if line and not line.startswith("#")]


def test_docs_name_each_direct_dependency_once():
    documented = re.findall(r"^\| `([\w-]+)` \|", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(direct())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_lock_pins_every_package_and_names_no_place(lock):
    for line in lock.read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[a-z0-9.!]+", line), line


@pytest.mark.parametrize("folder", [".", "bot/dialogue"])
def test_tests_run_on_the_versions_that_run(folder):
    running = set((ROOT / folder / "requirements.txt").read_text().splitlines())
    assert running <= set((ROOT / folder / "requirements-test.txt").read_text().splitlines())
