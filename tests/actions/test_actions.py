"""Each action, called over the real protocol: a tracker in, one message of the contract and the events out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from actions.__main__ import ACTIONS
from bot.datatypes.answer import Message, Outcome
from bot.datatypes.search_report import SearchReport

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "where do I keep my phone while I teach"
ANSWER = "action_answer_policy_question"
MORE = "action_show_more_clauses"
ROLE = "action_acknowledge_role"
REASON = "action_show_reason"


def said(body: dict) -> Message:
    """The one message uttered, which must be the contract's."""
    assert len(body["responses"]) == 1
    return Message.model_validate(body["responses"][0]["custom"])


def user(text: str, intent: str = "ask_where_to_keep_phone") -> dict:
    parsed = {"intent": {"name": intent}, "intent_ranking": [{"name": intent, "confidence": 0.9}]}
    return {"event": "user", "text": text, "parse_data": parsed}


def done(action: str) -> dict:
    return {"event": "action", "name": action}


def uttered(body: dict) -> dict:
    return {"event": "bot", "text": None, "data": {"custom": body["responses"][0]["custom"]}}


def cited(body: dict) -> list[str]:
    return [citation.clause_id for citation in said(body).answer.citations]


def test_domain_lists_exactly_our_actions():
    domains = [yaml.safe_load(p.read_text("utf-8")) for p in (ROOT / "bot/dialogue/domain").glob("*.yml")]
    listed = {action for domain in domains for action in domain.get("actions", [])}

    assert listed == {action.name() for action in ACTIONS}


def test_question_is_answered_and_remembered(act):
    body = act(ANSWER, text=QUESTION)

    assert said(body).answer.outcome is Outcome.ANSWERED_FROM_POLICY
    assert body["events"][0] == {"event": "slot", "timestamp": None, "name": "last_question", "value": QUESTION}


@pytest.mark.parametrize(("action", "slots"), [(ANSWER, {}), (ROLE, {"last_question": QUESTION, "role": "staff"})])
def test_how_the_search_went_is_handed_on_beside_the_answer(act, action, slots):
    body = act(action, text=QUESTION, **slots)
    event = body["events"][-1]
    report = SearchReport.model_validate(event["value"])

    assert event["name"] == "search"
    assert report.clauses[0].clause_id == cited(body)[0]
    assert report.answerable >= report.needed > report.bearing
    assert len(report.clauses) <= 5


def test_the_account_of_a_search_holds_nothing_that_was_asked(act):
    body = act(ANSWER, text="may I keep zebrafish in the photocopier")

    assert "zebrafish" not in str(body["events"][-1]["value"])


def test_answer_links_to_the_policy_pages(act):
    citation = said(act(ANSWER, text=QUESTION)).answer.citations[0]

    assert citation.url.startswith("https://ask.example.org/policies/saltmarrow/")


@pytest.mark.parametrize("ranking", [[], None, [{"name": None, "confidence": 0.5}]])
def test_question_without_a_ranking_of_topics_is_answered_too(server, ranking):
    from tests.actions.conftest import action_call

    call = action_call(ANSWER, text=QUESTION)
    call["tracker"]["latest_message"]["intent_ranking"] = ranking

    assert said(server("POST", "/webhook", json=call).json()).answer.outcome.startswith(
        ("answered", "partly", "unanswered")
    )


def test_more_goes_on_where_the_answer_stopped(act):
    first = act(ANSWER, text=QUESTION)
    events = [user(QUESTION), done(ANSWER), uttered(first)]
    second = act(MORE, last_question=QUESTION, events=events)
    third = act(MORE, last_question=QUESTION, events=[*events, user("more"), done(MORE), uttered(second)])
    shown = [*cited(first), *cited(second), *cited(third)]

    assert len(cited(second)) == len(cited(third)) == 3
    assert len(set(shown)) == len(shown)


def test_more_by_the_button_goes_on_as_more_typed_does(act):
    first = act(ANSWER, text=QUESTION)
    events = [user(QUESTION), done(ANSWER), uttered(first)]
    typed = act(MORE, last_question=QUESTION, events=[*events, user("more", "show_more")])
    pressed = act(MORE, last_question=QUESTION, events=[*events, user(QUESTION, "show_more")])

    assert cited(pressed) == cited(typed)


def test_more_after_a_change_of_role_begins_after_that_answer(act):
    first = act(ANSWER, text=QUESTION)
    events = [user(QUESTION), done(ANSWER), uttered(first)]
    more = act(MORE, last_question=QUESTION, events=events)
    events += [user("more"), done(MORE), uttered(more), user("I'm a volunteer", "inform_role")]
    again = act(ROLE, last_question=QUESTION, role="volunteer", events=events)
    after = act(MORE, last_question=QUESTION, role="volunteer", events=[*events, done(ROLE), uttered(again)])
    everything = act(MORE, last_question=QUESTION, role="volunteer", events=[done(ANSWER), user(QUESTION)])

    assert cited(everything)[: len(cited(again))] == cited(again)
    assert not set(cited(after)) & set(cited(again))
    assert cited(after)[0] in cited(everything) or len(cited(again)) == 3


def test_more_after_the_dialogue_has_forgotten_does_not_begin_again(act):
    first = act(ANSWER, text=QUESTION)

    assert not set(cited(act(MORE, last_question=QUESTION))) & set(cited(first)[:1])


def test_more_of_an_earlier_question_goes_on_where_that_answer_stopped(act):
    other = "can I wear my smart watch"
    first, second = act(ANSWER, text=QUESTION), act(ANSWER, text=other)
    events = [user(QUESTION), done(ANSWER), uttered(first), user(other), done(ANSWER), uttered(second)]
    alone = act(MORE, last_question=QUESTION, events=events[:3])

    assert cited(act(MORE, last_question=QUESTION, events=[*events, user(QUESTION, "show_more")])) == cited(alone)


def test_more_after_why_goes_on_where_the_answer_stopped(act):
    first = act(ANSWER, text=QUESTION)
    events = [user(QUESTION), done(ANSWER), uttered(first)]
    why = act(REASON, last_question=QUESTION, events=events)
    asked = [*events, user(QUESTION, "show_reason"), done(REASON), uttered(why)]

    assert cited(act(MORE, last_question=QUESTION, events=asked)) == cited(
        act(MORE, last_question=QUESTION, events=events)
    )


def test_why_quotes_a_reason_or_says_that_none_was_found_and_where_the_rule_stands(act):
    body = act(REASON, last_question=QUESTION, events=[user(QUESTION)])
    message = said(body)

    assert message.answer.outcome is Outcome.CONVERSATION
    assert message.answer.notices[0].code == "reason"
    assert message.text.startswith(message.answer.notices[0].text)
    assert cited(body)


def test_why_before_any_question_says_so(act):
    assert "ask a question first" in said(act(REASON)).text


def test_role_that_a_question_asks_for_holds_for_that_question(act):
    asked = {"text": DEPENDS, "intent": STORING, "school": "tumblestile"}
    by_staff, for_visitor = (act(ANSWER, **asked, role=role) for role in ("staff", "visitor"))
    follow_up = act(ANSWER, **asked, role="staff", entities=[{"entity": "asked_for", "value": "visitor"}])

    assert said(follow_up).answer == said(for_visitor).answer
    assert said(follow_up).answer != said(by_staff).answer


def test_more_is_for_whom_the_last_question_asked(act):
    events = [user(QUESTION), done(ANSWER)]
    asked_for = [{"entity": "last_asked_for", "value": "visitor"}]

    assert cited(act(MORE, last_question=QUESTION, role="staff", events=events, entities=asked_for)) == cited(
        act(MORE, last_question=QUESTION, role="visitor", events=events)
    )


def test_more_before_any_question_says_so(act):
    assert said(act(MORE)).answer.citations == ()


def test_role_stated_before_any_question_is_thanked_for(act):
    assert "volunteer" in said(act(ROLE, role="volunteer")).text


def test_role_stated_after_a_question_answers_it_for_that_role(act):
    message = said(act(ROLE, role="visitor", last_question=QUESTION, events=[user(QUESTION)]))

    assert message.answer.outcome is not Outcome.CONVERSATION


def test_person_is_named_on_demand(act):
    assert "Tomasz Wieliczko" in said(act("action_refer_to_person")).text


@pytest.mark.parametrize(
    ("intent", "outcome"),
    [
        ("report_concern", Outcome.SAFEGUARDING_CONCERN),
        ("report_emergency", Outcome.SAFEGUARDING_EMERGENCY),
        ("report_allegation", Outcome.SAFEGUARDING_ALLEGATION),
        ("report_allegation_about_head", Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD),
        ("something_new", Outcome.SAFEGUARDING_CONCERN),
    ],
)
def test_concern_gets_the_fixed_text_of_its_kind(act, intent, outcome):
    message = said(act("action_respond_to_safeguarding", intent=intent, text="words"))

    assert message.answer.outcome is outcome
    assert "999" in message.text


def test_every_intent_that_reports_has_a_kind_of_its_own(act):
    data = yaml.safe_load((ROOT / "data/nlu/safeguarding.yml").read_text(encoding="utf-8"))
    intents = [entry["intent"] for entry in data["nlu"] if "intent" in entry]
    # An answer may stand below the text, where the words alone would not have called for it.
    replies = [act("action_respond_to_safeguarding", intent=intent, text="")["responses"][0] for intent in intents]
    outcomes = [Message.model_validate(reply["custom"]).answer.outcome for reply in replies]

    assert len(set(outcomes)) == len(intents) == 4


@pytest.mark.parametrize("action", ["action_respond_to_safeguarding", "action_refer_to_person"])
def test_person_is_named_although_there_is_no_index(act, action, monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    message = said(act(action, intent="report_emergency", text="words"))

    assert message.answer.outcome is not Outcome.FAILED_SERVICE_UNAVAILABLE
    assert "999" in message.text and "Designated Safeguarding Lead" in message.text


DEPENDS = "where does my phone go"
STORING = "ask_where_to_keep_phone"
BACK = Outcome.CLARIFICATION_NEEDED


def test_question_that_the_role_decides_is_asked_back(act):
    message = said(act(ANSWER, text=DEPENDS, intent=STORING, school="tumblestile"))
    assert message.answer.outcome is BACK
    assert message.answer.citations == () and message.answer.escalation is None
    assert "visiting" in message.text


@pytest.mark.parametrize(("role", "words"), [("staff", "tin"), ("visitor", "box")])
def test_question_that_the_role_decides_is_answered_for_a_known_role(act, role, words):
    answer = said(act(ANSWER, text=DEPENDS, intent=STORING, school="tumblestile", role=role)).answer
    assert answer.outcome is Outcome.ANSWERED_FROM_POLICY
    assert any(words in citation.text for citation in answer.citations)


def test_who_left_it_open_is_not_asked_again(act):
    first = act(ANSWER, text=DEPENDS, intent=STORING, school="tumblestile")
    events = [user(DEPENDS), done(ANSWER), uttered(first)]
    again = said(act(ANSWER, text=DEPENDS, intent=STORING, school="tumblestile", events=events))
    assert again.answer.outcome is not BACK


@pytest.mark.parametrize("question", ["where do visitors put their phones", "where does my phone go while I teach"])
def test_question_whose_words_tell_is_answered_at_once(act, question):
    assert said(act(ANSWER, text=question, school="tumblestile")).answer.outcome is not BACK


def test_role_that_is_typed_after_being_asked_answers_the_question(act):
    body = act(
        ROLE, text="I am visiting", role="visitor", last_question=DEPENDS, school="tumblestile", events=[user(DEPENDS)]
    )
    assert any("box" in citation.text for citation in said(body).answer.citations)


def test_clause_stands_below_a_safeguarding_text_of_the_dialogue(act):
    said_so = {"intent": "report_concern", "less_likely": STORING, "role": "staff"}
    body = act("action_respond_to_safeguarding", text="where must staff keep their phones", **said_so)
    first, second = (Message.model_validate(response["custom"]) for response in body["responses"])

    assert first.answer.outcome is Outcome.SAFEGUARDING_CONCERN
    assert second.answer.citations


def test_safeguarding_text_of_the_dialogue_comes_alone_where_there_is_no_index(act, monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    body = act("action_respond_to_safeguarding", intent="report_concern", text="can I use my phone on a school trip")

    assert len(body["responses"]) == 1
