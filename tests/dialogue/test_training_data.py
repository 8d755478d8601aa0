"""Training data, rules and domain belong together."""

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.utils.io import read_yaml_file

from bot.dialogue import policy_topics
from bot.dialogue.buttons import BUTTONS
from tests.dialogue.conftest import ROOT, run_rasa

DOMAIN = Domain.load(str(ROOT / "bot" / "dialogue" / "domain"))
SERVED = {
    "action_answer_policy_question",
    "action_show_more_clauses",
    "action_show_reason",
    "action_refer_to_person",
    "action_respond_to_safeguarding",
    "action_acknowledge_role",
}


def steps():
    for path in (ROOT / "data" / "rules").glob("*.yml"):
        for rule in read_yaml_file(path)["rules"]:
            yield from rule["steps"]


def intents_with_a_rule():
    return {branch["intent"] for step in steps() for branch in step.get("or", [step]) if "intent" in branch}


def test_the_domain_lists_every_topic_of_the_training_data():
    assert policy_topics.DOMAIN.read_text(encoding="utf-8") == policy_topics.domain_text(policy_topics.topics_in())


def test_the_rules_list_every_topic_of_the_training_data():
    assert policy_topics.RULES.read_text(encoding="utf-8") == policy_topics.rules_text(policy_topics.topics_in())


def test_every_intent_has_a_rule():
    built_in = {"restart", "back", "session_start", "out_of_scope"}

    assert set(DOMAIN.intents) - built_in == intents_with_a_rule()


def test_every_button_has_an_intent():
    assert set(BUTTONS) <= set(DOMAIN.intents)


def test_the_custom_actions_are_those_of_the_action_server():
    assert {name for name in DOMAIN.user_actions if not name.startswith("utter_")} == SERVED


@pytest.mark.parametrize("name", sorted(DOMAIN.responses))
def test_a_response_is_one_message_of_a_conversation(name):
    [response] = DOMAIN.responses[name]
    message = response["custom"]

    assert set(response) == {"custom"}
    assert set(message) == {"kind", "text", "buttons", "answer"}
    assert message["answer"] == {
        "outcome": "conversation",
        "verdict": None,
        "citations": [],
        "escalation": None,
        "notices": [],
        "review_item": None,
    }
    assert {button["id"] for button in message["buttons"]} <= BUTTONS


def test_topics_come_from_the_data_alone(tmp_path):
    (tmp_path / "x.yml").write_text("nlu:\n- intent: ask_b\n- intent: ask_a\n- intent: greet\n- intent: ask_for_help\n")

    assert policy_topics.topics_in(Path(tmp_path)) == ["ask_a", "ask_b"]


def test_rasa_finds_nothing_to_warn_of():
    files = ["--config", "config.yml", "--domain", "bot/dialogue/domain", "--data", "data"]
    done = run_rasa("data", "validate", *files, "--fail-on-warnings")

    assert done.returncode == 0, done.stdout[-3000:]


def test_the_stories_run_as_told(model, tmp_path):
    stories = ROOT / "tests" / "dialogue" / "stories"
    done = run_rasa(
        "test",
        "core",
        "--model",
        str(model),
        "--stories",
        str(stories),
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
    )

    assert done.returncode == 0, done.stdout[-3000:]
