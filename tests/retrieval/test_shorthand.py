"""What is typed short is read in full; what only looks like it stays."""

from __future__ import annotations

import pytest

from bot.errors import TrainingDataError
from bot.retrieval import shorthand
from bot.retrieval.shorthand import read_shorthand, write_out
from bot.retrieval.spelling import mend_spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can u take pics w/ ur mob", "can you take photos with your mobile"),
        ("R u allowed 2 use a fone b4 school", "are you allowed to use a phone before school"),
        ("is fb ok 4 my class?", "is facebook ok for my class?"),
        ("WHO CAN I MSG & WHEN", "WHO CAN I message and WHEN"),
        ("(pls)", "(please)"),
    ],
)
def test_short_forms_are_written_out(typed, meant):
    assert write_out(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "where do Year R keep their coats",
        "I have 2 phones and 4 pupils",
        "may PW take it home",
        "AT&T",
        "u's",
        "b4u",
        "",
    ],
)
def test_what_only_looks_short_stays(text):
    assert write_out(text) == text


def test_nothing_written_out_is_short_for_something_else():
    for short, meant in read_shorthand().items():
        assert write_out(meant) == meant, short


def test_search_reads_short_forms_and_slips_together():
    assert mend_spelling("can i take a vid on my mobiel") == "can i take a video on my mobile"


@pytest.mark.parametrize("content", [None, "- u", "u: [you]", "u: 1", ": :"])
def test_broken_list_is_refused_by_name(tmp_path, monkeypatch, content):
    path = tmp_path / "shorthand.yml"
    if content is not None:
        path.write_text(content)
    monkeypatch.setattr(shorthand, "SHORTHAND", path)

    with pytest.raises(TrainingDataError, match=r"shorthand\.yml must name a word"):
        read_shorthand.__wrapped__()
