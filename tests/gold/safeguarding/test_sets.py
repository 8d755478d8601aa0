"""The safeguarding sets: enough of everything, labels of the closed lists, and no line written twice."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TRAINING = HERE.parents[2] / "training" / "safeguarding"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Adults who work at the school: the kind says how grave it is, the outcome whom it is about.
ABOUT_STAFF = {"staff_conduct", "low_level_concern"}
ABOUT_CHILDREN = {
    *("physical", "sexual", "emotional", "neglect", "domestic_abuse", "self_harm", "suicide", "exploitation"),
    *("county_lines", "grooming", "nudes", "radicalisation", "fgm", "forced_marriage", "missing_child", "peer_abuse"),
    *("intruder", "weapon", "medical"),
}
KINDS_OF_OUTCOME = {
    "safeguarding_concern": ABOUT_CHILDREN,
    "safeguarding_emergency": ABOUT_CHILDREN,
    "safeguarding_allegation": ABOUT_STAFF,
    "safeguarding_allegation_about_head": ABOUT_STAFF,
    "ordinary": {"rule_about_safeguarding", "rule_other", "idiom", "small_talk", "hypothetical", "out_of_scope"},
}
LEAST_OF_OUTCOME = {
    "safeguarding_concern": 200,
    "safeguarding_emergency": 90,
    "safeguarding_allegation": 90,
    "safeguarding_allegation_about_head": 45,
    "ordinary": 460,
}
# What a line of each voice always shows.
MARK_OF_STYLE = {
    "texting_ta": lambda text: text == text.lower(),
    "formal_deputy": lambda text: text[-1] in ".?" and text[0].isupper(),
    "lunchtime_assistant": lambda text: text[-1] in ".?" and text[0].isupper(),
    "second_language": lambda text: text[-1] in ".?!" and text[0].isupper(),
    "quoting_child": lambda text: text.count('"') >= 2,
    "fragments": lambda text: 1 <= len(words_of(text)) <= 7,
    "mistyped": lambda text: any(word not in words_of_other_voices() for word in words_of(text)),
    "emoji_and_noise": lambda text: not text.isascii() or text.upper() == text or bool(re.search(r"[*>?!]{3}|@", text)),
    "story": lambda text: len(re.findall(r"[.?!\"]+(?: |$)", text)) >= 3,
}


def rows_of(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def folded(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def words_of(text: str) -> list[str]:
    return WORD.findall(folded(text))


@cache
def words_of_other_voices() -> set[str]:
    return {word for row in MESSAGES if row["style"] != "mistyped" for word in words_of(row["text"])}


MESSAGES = rows_of("messages.jsonl")
SECOND = rows_of("second.jsonl")
STORIES = rows_of("stories.jsonl")
ADVICE = rows_of("advice.jsonl")
EVERYTHING = MESSAGES + SECOND + STORIES + ADVICE


def test_rows_hold_these_fields_and_no_others():
    assert {tuple(row) for row in MESSAGES + SECOND + STORIES} == {("id", "text", "outcome", "kind", "style")}
    assert {tuple(row) for row in ADVICE} == {("id", "text", "kind")}
    assert [row for row in EVERYTHING if not all(value.strip() == value != "" for value in row.values())] == []


def test_outcomes_kinds_and_styles_are_of_the_closed_lists():
    assert [row for row in MESSAGES + SECOND + STORIES if row["kind"] not in KINDS_OF_OUTCOME[row["outcome"]]] == []
    assert {row["style"] for row in MESSAGES} == set(MARK_OF_STYLE)
    assert {row["kind"] for row in ADVICE} == {"image", "should_i", "allegation"}


def test_there_are_enough_messages_of_every_outcome():
    counts = Counter(row["outcome"] for row in MESSAGES)
    assert {outcome: n for outcome, n in LEAST_OF_OUTCOME.items() if counts[outcome] < n} == {}
    assert sum(counts.values()) - counts["ordinary"] >= 460


def test_there_are_enough_messages_of_every_kind():
    counts = Counter(row["kind"] for row in MESSAGES)
    assert {kind for kinds in KINDS_OF_OUTCOME.values() for kind in kinds if counts[kind] < 9} == set()


def test_about_half_of_the_ordinary_messages_are_of_the_kinds_with_alarming_words():
    kinds = Counter(row["kind"] for row in MESSAGES if row["outcome"] == "ordinary")
    alarming = sum(kinds[kind] for kind in ("rule_about_safeguarding", "hypothetical", "idiom"))
    assert 0.45 <= alarming / sum(kinds.values()) <= 0.6


@pytest.mark.parametrize("style", MARK_OF_STYLE)
def test_every_voice_writes_50_concerns_and_50_ordinary_messages(style):
    sorts = Counter(row["outcome"] == "ordinary" for row in MESSAGES if row["style"] == style)
    assert min(sorts[True], sorts[False]) >= 50


@pytest.mark.parametrize("style", MARK_OF_STYLE)
def test_every_line_of_a_voice_bears_its_mark(style):
    lines = [row for row in MESSAGES if row["style"] == style]
    assert [row["id"] for row in lines if not MARK_OF_STYLE[style](row["text"])] == []


@pytest.mark.parametrize(("kind", "least"), [("image", 160), ("should_i", 110), ("allegation", 110)])
def test_there_are_enough_messages_that_ask_for_advice(kind, least):
    assert sum(row["kind"] == kind for row in ADVICE) >= least


def test_ids_and_texts_stand_once_in_all_sets_together():
    for field in ("id", "text"):
        counts = Counter(folded(row[field]) for row in EVERYTHING)
        assert [value for value, n in counts.items() if n > 1] == []


def test_no_two_lines_share_most_of_their_words():
    bags = {row["id"]: set(words_of(row["text"])) for row in EVERYTHING}
    long_enough = [name for name, bag in bags.items() if len(bag) >= 3]
    # More than half of all the words of both, which is more than a third of the words counted twice.
    alike = [
        pair
        for pair in combinations(long_enough, 2)
        if 3 * len(bags[pair[0]] & bags[pair[1]]) > len(bags[pair[0]]) + len(bags[pair[1]])
    ]
    assert alike == []


def test_no_turn_of_phrase_of_six_words_is_a_template():
    runs: Counter[tuple[str, ...]] = Counter()
    for row in MESSAGES + ADVICE:
        words = words_of(row["text"])
        runs.update({tuple(words[i : i + 6]) for i in range(len(words) - 5)})
    assert [run for run, n in runs.items() if n > 2] == []


def trained_lines() -> set[str]:
    """Every line of the training half, whatever its format: whole lines, and the strings of JSON lines."""
    lines: set[str] = set()
    for path in TRAINING.rglob("*.*"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line) if path.suffix == ".jsonl" and line else line
            values = row.values() if isinstance(row, dict) else [row]
            lines.update(" ".join(words_of(value)) for value in values if isinstance(value, str))
    return lines


@pytest.mark.skipif(not TRAINING.is_dir(), reason="there is no training half to compare with")
def test_no_text_is_in_the_training_half():
    trained = trained_lines()
    assert trained - {""}
    # A word or two ("thanks") proves nothing about who read what.
    texts = {row["id"]: words_of(row["text"]) for row in EVERYTHING}
    assert [name for name, words in texts.items() if len(words) > 3 and " ".join(words) in trained] == []
