"""Where a report and a question cannot be told apart, safety wins."""

import asyncio

from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.components.safeguarding_classifier import SafeguardingClassifier


def classify(*ranking, **settings):
    component = SafeguardingClassifier({**SafeguardingClassifier.get_default_config(), **settings})
    intents = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    [message] = component.process([Message({"text": "", "intent": intents[0], "intent_ranking": intents})])
    return message.get("intent"), [intent["name"] for intent in message.get("intent_ranking")]


def test_reports_are_weighed_together():
    intent, _ = classify(("ask_photos", 0.5), ("report_concern", 0.15), ("report_emergency", 0.1))

    assert intent == {"name": "report_concern", "confidence": 0.25}


def test_the_report_leads_the_ranking_and_the_topics_stay():
    _, names = classify(("ask_photos", 0.5), ("report_concern", 0.4))

    assert names == ["report_concern", "ask_photos"]


def test_a_faint_likeness_to_a_report_changes_nothing():
    intent, names = classify(("ask_photos", 0.5), ("report_concern", 0.1))

    assert (intent["name"], names) == ("ask_photos", ["ask_photos", "report_concern"])


def test_a_report_outranks_the_fallback():
    intent, _ = classify(("nlu_fallback", 0.15), ("report_allegation", 0.14), ("report_concern", 0.1))

    assert intent["name"] == "report_allegation"


def test_the_ranking_is_shortened():
    _, names = classify(("a", 0.5), ("b", 0.3), ("c", 0.2), ranking_length=2)

    assert names == ["a", "b"]


def test_a_disclosure_runs_the_safeguarding_action(agent):
    from rasa.core.channels.channel import UserMessage

    parsed = asyncio.run(agent.processor.parse_message(UserMessage("a girl told me her dad hits her")))

    assert parsed["intent"]["name"] == "report_concern"
