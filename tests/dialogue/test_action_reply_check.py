"""What the action server replies is still checked, and refused as Rasa refuses it."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.dialogue.action_reply_check import check_action_replies_once


@pytest.fixture
def action(monkeypatch):
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    check_action_replies_once()
    return RemoteAction("action_answer_policy_question", None)


def test_sound_reply_is_taken(action):
    assert action._validate_action_result({"events": [], "responses": [{"custom": {}}]}) is True


@pytest.mark.parametrize("reply", [{"events": "none"}, {"responses": ["text"]}, [], {"events": [{"event": 5}]}])
def test_malformed_reply_is_refused(action, reply):
    with pytest.raises(ValidationError):
        action._validate_action_result(reply)
