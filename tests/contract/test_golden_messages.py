"""The golden messages are what bot.datatypes.answer says a message is."""

import json
from pathlib import Path

import pytest

pytest.importorskip("pydantic", minversion="2", reason="the values of bot.datatypes need Python 3.11's environment")

from bot.datatypes.answer import Message, Outcome

FILES = sorted((Path(__file__).parent / "messages").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_message_survives_a_round_trip(path):
    golden = json.loads(path.read_text(encoding="utf-8"))

    assert Message.model_validate(golden).model_dump(mode="json") == golden


def test_every_outcome_has_a_golden_message():
    assert {path.stem for path in FILES} == {outcome.value for outcome in Outcome}
