"""Nothing that ships is copied from the real policies beside a checkout: not ten words of them in a row."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REAL_CORPUS = ROOT.parent / "shared" / "corpus"
RUN = 10
WORD = re.compile(r"[a-z0-9']+")


def runs_of(text: str) -> Iterator[tuple[str, ...]]:
    words = WORD.findall(text.lower().replace("’", "'").replace("**", ""))
    return (tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1))


def own_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.splitlines() if (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture or weights


@pytest.mark.skipif(not REAL_CORPUS.is_dir(), reason="the real schools' policies are not beside this checkout")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout: there is no list of our own files")
def test_no_file_holds_ten_words_in_a_row_of_a_real_policy():
    real = {run for path in REAL_CORPUS.glob("*/*") for run in runs_of(text_of(path))}

    copied = {path.relative_to(ROOT).as_posix() for path in own_files() if real.intersection(runs_of(text_of(path)))}
    assert copied == set()


def test_case_marks_and_line_ends_hide_no_copy():
    told = "Staff must not use **their own** phones in the hall\nor the garden."

    assert set(runs_of("staff MUST not use their own phones, in the hall or the garden")) == set(runs_of(told))
