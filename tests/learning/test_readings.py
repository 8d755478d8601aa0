"""Readings: those that ship are sound; a mistake in one is reported by name and place."""

from __future__ import annotations

import pytest

from bot.errors import TrainingDataError
from bot.learning.readings import ENCODER_READINGS, HELD_OUT_READINGS, read_reading, read_readings
from bot.retrieval.topic_catalogue import read_topics

GOOD = """
organisation: Hollowmere School
kind: school
documents:
- title: Phones
  sections:
  - title: Staff
    audience: staff
    clauses:
    - text: Phones stay in lockers.
      rule: required
      topic: where_to_keep_phone
      asked: [where do phones go, {q: coat pocket?, also: [b]}]
    - {text: Coats hang in the hall., rule: required, topic: other, id: b, near: [is the hall locked]}
silent: [may dogs come]
"""


def reading_of(tmp_path, text):
    path = tmp_path / "hollowmere.yml"
    path.write_text(text, encoding="utf-8")
    return read_reading(path)


@pytest.mark.parametrize("folder", [ENCODER_READINGS, HELD_OUT_READINGS], ids=["encoder", "held out"])
def test_shipped_readings_are_sound(folder):
    topics = {name.removeprefix("ask_") for name in read_topics()} | {"other"}
    for name, reading in read_readings(folder).items():
        clauses = [clause for _, _, clause in reading.clauses()]
        assert {clause.topic for clause in clauses} <= topics, name
        assert sum(len(clause.asked) for clause in clauses) >= 200, name
        assert len(reading.silent) >= 50, name


def test_no_reading_is_both_studied_and_held_out():
    assert not set(read_readings(ENCODER_READINGS)) & set(read_readings(HELD_OUT_READINGS))


def test_a_reading_is_read(tmp_path):
    first, second = (clause for _, _, clause in reading_of(tmp_path, GOOD).clauses())

    assert [asked.q for asked in first.questions()] == ["where do phones go", "coat pocket?"]
    assert second.near == ("is the hall locked",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rule: required", "rule: perhaps", r"hollowmere\.yml: documents\.0\.sections\.0\.clauses\.0\.rule: "),
        ("also: [b]", "also: [c]", r"names no clause of this file: 'c'"),
        ("silent:", "quiet:", r"hollowmere\.yml: quiet: Extra inputs"),
        ("title: Phones", "title: Phones: all", r"hollowmere\.yml, line \d+: not YAML"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, said):
    with pytest.raises(TrainingDataError, match=said):
        reading_of(tmp_path, GOOD.replace(old, new))
