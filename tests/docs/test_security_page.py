"""The review of the island's packages speaks of the versions that are installed."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, page, rows

LOCK = dict(line.split("==") for line in (ROOT / "bot" / "dialogue" / "requirements.txt").read_text().splitlines())
TABLE = rows(page("docs/security.md"), "| package | version | what is known | why it is closed here |")


@pytest.mark.parametrize("row", TABLE, ids=[row[0].strip("`") for row in TABLE])
def test_a_reviewed_version_is_the_one_in_the_lock_file(row):
    assert LOCK[row[0].strip("`")] == row[1]


def test_every_package_that_the_page_names_is_in_the_lock_file():
    last = page("docs/security.md").rpartition("Rasa also installs")[2]
    assert set(re.findall(r"`([\w-]+)`", last)) <= set(LOCK)


def test_no_package_is_reviewed_twice():
    assert len({row[0] for row in TABLE}) == len(TABLE)
