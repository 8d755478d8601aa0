"""The topics on devices: every one can be asked for, and every one says how policies word it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.datatypes.policy import Audience

ROOT = Path(__file__).resolve().parents[2]
TOPICS = yaml.safe_load((ROOT / "bot/retrieval/topics/devices.yml").read_text(encoding="utf-8"))
NLU = ("mobile_phones", "smart_devices", "photos", "visitors", "pupil_devices", "searching")


def _examples() -> dict[str, list[str]]:
    files = [yaml.safe_load((ROOT / f"data/nlu/{name}.yml").read_text(encoding="utf-8")) for name in NLU]
    intents = [intent for file in files for intent in file["nlu"]]
    return {i["intent"]: [line.removeprefix("- ") for line in i["examples"].splitlines()] for i in intents}


EXAMPLES = _examples()


def test_every_topic_has_training_examples_and_every_intent_a_topic() -> None:
    assert set(TOPICS) == set(EXAMPLES)


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_has_the_fields_that_retrieval_reads(topic: str) -> None:
    assert set(TOPICS[topic]) == {"title", "audience", "clauses"}


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_names_a_known_audience(topic: str) -> None:
    assert TOPICS[topic]["audience"] in set(Audience)


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_is_worded_in_eight_to_twelve_ways(topic: str) -> None:
    clauses = TOPICS[topic]["clauses"]
    assert all(isinstance(clause, str) for clause in clauses)
    assert 8 <= len(set(clauses)) <= 12


@pytest.mark.parametrize("intent", EXAMPLES)
def test_intent_has_enough_examples(intent: str) -> None:
    assert len(EXAMPLES[intent]) >= 24


def test_no_example_or_clause_stands_twice() -> None:
    clauses = [clause for topic in TOPICS.values() for clause in topic["clauses"]]
    examples = [example.lower() for intent in EXAMPLES.values() for example in intent]
    assert [text for text, count in Counter(clauses + examples).items() if count > 1] == []
