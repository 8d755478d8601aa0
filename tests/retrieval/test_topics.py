"""The topics that ship: every one can be asked for, and every one says in our own words how policies word it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_examples import read_examples

ROOT = Path(__file__).resolve().parents[2]
REAL_POLICIES = ROOT.parent / "shared" / "corpus"
TOPICS = read_topics()
EXAMPLES = list(read_examples())
INTENTS = Counter(intent for intent, _ in EXAMPLES)
OUR_WORDS = [
    *sorted((ROOT / "bot").rglob("*.yml")),
    *sorted((ROOT / "data").rglob("*.yml")),
    *sorted(p for p in (ROOT / "corpus").rglob("*") if p.is_file()),
    *sorted((ROOT / "tests").rglob("*.jsonl")),
]
RUN = 10  # as many words in a row, the same as in a real policy, are a copy


def test_every_topic_has_training_examples():
    assert set(TOPICS) - set(INTENTS) == set()


def test_every_intent_that_the_policies_answer_has_a_topic():
    domain = yaml.safe_load((ROOT / "bot/dialogue/domain/policy_topics.yml").read_text(encoding="utf-8"))
    asked = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]}
    # What lies outside the policies has no clause to be worded like.
    assert {intent for intent in asked if intent.startswith("ask_")} - {"ask_outside_policies"} == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_is_worded_in_eight_to_twelve_ways(topic):
    assert 8 <= len(set(TOPICS[topic].clauses)) <= 12


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_has_enough_examples(topic):
    assert INTENTS[topic] >= 24


def test_no_statement_stands_twice():
    statements = Counter(statement.lower() for topic in TOPICS.values() for statement in topic.clauses)
    assert [text for text, count in statements.items() if count > 1] == []


def test_no_example_stands_under_two_intents():
    intents: dict[str, set[str]] = {}
    for intent, text in EXAMPLES:
        intents.setdefault(text.lower(), set()).add(intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


def test_no_title_stands_twice():
    assert [title for title, count in Counter(t.title for t in TOPICS.values()).items() if count > 1] == []


def word_runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def passages(path: Path) -> list[str]:
    """The texts of a file, each to be compared by itself."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".yml":
        return [text]
    return [line for value in strings(yaml.safe_load(text)) for line in value.splitlines()]


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


@cache
def real_runs() -> set[tuple[str, ...]]:
    return {run for path in REAL_POLICIES.rglob("*.txt") for run in word_runs(path.read_text(encoding="utf-8"))}


@pytest.mark.skipif(not REAL_POLICIES.is_dir(), reason="no real policies beside this checkout to compare with")
@pytest.mark.parametrize("path", OUR_WORDS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_ten_words_in_a_row_come_from_a_real_policy(path):
    copied = {" ".join(run) for text in passages(path) for run in word_runs(text) & real_runs()}
    assert copied == set()
