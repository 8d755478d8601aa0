"""The gateway's channel, through a running dialogue process."""

import json
import threading
import urllib.error
import urllib.request

import pytest

from tests.dialogue.conftest import CONTRACT
from tests.dialogue.dialogue_process import ACTIONS_SECRET, SECRET
from tests.slash_forms import FORMS

TURNS = json.loads((CONTRACT / "gateway_turns.json").read_text(encoding="utf-8"))
MESSAGES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (CONTRACT / "messages").glob("*.json")}
QUESTION = "can I use my phone on a trip?"


@pytest.fixture(autouse=True)
def _fresh(action_server):
    action_server.reset()


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer wrong", "the dialogue's secret", "Basic dXNlcg=="])
def test_a_turn_without_the_secret_is_refused(dialogue, authorization):
    status, reply = dialogue.post(TURNS["valid"]["all fields"], authorization)

    assert (status, reply["error"]["code"]) == (401, "unauthorised")


@pytest.mark.parametrize("name", TURNS["valid"])
def test_a_turn_of_the_contract_is_taken(dialogue, name):
    status, reply = dialogue.post(TURNS["valid"][name])

    assert (status, set(reply)) == (200, {"messages", "role", "search"})


@pytest.mark.parametrize("name", TURNS["malformed"])
def test_a_malformed_turn_is_refused_with_a_sentence(dialogue, name):
    status, reply = dialogue.post(TURNS["malformed"][name])

    assert (status, reply["error"]["code"]) == (400, "malformed")
    assert reply["error"]["message"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000, b" " * 200_000])
def test_a_body_that_is_no_json_object_is_refused(dialogue, body):
    status, reply = dialogue.post(body)

    assert (status, reply["error"]["code"]) == (400, "malformed")


@pytest.mark.parametrize("outcome", MESSAGES)
def test_a_message_of_an_action_comes_back_as_it_is(dialogue, action_server, outcome):
    action_server.utterances = [MESSAGES[outcome]]

    assert dialogue.say(QUESTION) == [MESSAGES[outcome]]


def test_two_messages_of_a_turn_keep_their_order(dialogue, action_server):
    action_server.utterances = [MESSAGES["safeguarding_concern"], MESSAGES["answered_from_policy"]]

    assert dialogue.say(QUESTION) == action_server.utterances


def test_the_action_server_is_shown_its_secret(dialogue, action_server):
    dialogue.say(QUESTION)

    headers, _ = action_server.requests[-1]
    assert headers["Authorization"] == f"Bearer {ACTIONS_SECRET}"


def test_what_the_gateway_knows_fills_the_slots(dialogue, action_server):
    dialogue.say(QUESTION, conversation="slots", role="governor", last_question="and on the bus?")

    _, body = action_server.requests[-1]
    slots = body["tracker"]["slots"]
    assert (slots["school"], slots["role"], slots["last_question"]) == ("fernhollow", "governor", "and on the bus?")


def test_a_stated_role_outranks_what_the_gateway_knew(dialogue, action_server):
    dialogue.say("As a volunteer, can I use my phone on a trip?", conversation="stated", role="staff")

    assert action_server.requests[-1][1]["tracker"]["slots"]["role"] == "volunteer"


def test_a_role_is_remembered_in_the_next_turn(dialogue, action_server):
    dialogue.say("I'm a volunteer", conversation="remembered")
    dialogue.say(QUESTION, conversation="remembered")

    assert action_server.requests[-1][1]["tracker"]["slots"]["role"] == "volunteer"


def test_the_reply_says_who_is_asking_as_far_as_it_was_told(dialogue):
    turn = {"conversation": "told", "school": "fernhollow", "text": QUESTION}
    _, before = dialogue.post(turn)
    _, after = dialogue.post(turn | {"text": "I'm a volunteer"})

    assert (before["role"], after["role"]) == (None, "volunteer")


def test_the_reply_says_how_this_turns_search_went_and_no_other(dialogue, action_server):
    report = json.loads((CONTRACT / "search_report.json").read_text(encoding="utf-8"))
    action_server.events = [{"event": "slot", "name": "search", "value": report}]
    turn = {"conversation": "searched", "school": "fernhollow", "text": QUESTION}
    _, searched = dialogue.post(turn)
    action_server.events = []
    _, unsearched = dialogue.post(turn | {"text": "thanks"})

    assert (searched["search"], unsearched["search"]) == (report, None)


def test_a_conversation_of_one_school_knows_nothing_of_another(dialogue, action_server):
    dialogue.say("I'm a volunteer", conversation="shared id")
    dialogue.say(QUESTION, conversation="shared id", school="otherfield")

    tracker = action_server.requests[-1][1]["tracker"]
    assert tracker["slots"]["role"] is None
    assert sum(event["event"] == "user" for event in tracker["events"]) == 1


def test_the_action_gets_the_question_as_it_was_typed_and_ten_topics(dialogue, action_server):
    dialogue.say(QUESTION, conversation="typed")

    latest = action_server.requests[-1][1]["tracker"]["latest_message"]
    assert latest["text"] == QUESTION
    assert len(latest["intent_ranking"]) == 10


@pytest.mark.parametrize(
    ("button", "action"),
    [("show_more", "action_show_more_clauses"), ("ask_safeguarding_lead", "action_refer_to_person")],
)
def test_a_button_runs_its_action_whatever_the_text(dialogue, action_server, button, action):
    dialogue.say("a pupil has told me something", conversation="button", button=button)

    assert action_server.requests[-1][1]["next_action"] == action


@pytest.mark.parametrize("button", ["feedback_helpful", "feedback_unhelpful"])
def test_a_feedback_button_is_answered_without_an_action(dialogue, action_server, button):
    [message] = dialogue.say("", conversation="feedback", button=button)

    assert message["answer"]["outcome"] == "conversation"
    assert action_server.requests == []


def test_typed_commands_leave_the_conversation_as_it_was(dialogue, action_server):
    for _, form in FORMS:
        dialogue.say(form, conversation="kept")
        dialogue.say(QUESTION, conversation="kept", last_question=form)
        tracker = action_server.requests[-1][1]["tracker"]
        assert sum(event["event"] == "user" for event in tracker["events"]) > 1 or form == FORMS[0][1], form
        assert {"restart", "undo", "rewind"}.isdisjoint(event["event"] for event in tracker["events"]), form
        assert (tracker["slots"]["school"], tracker["slots"]["role"]) == ("fernhollow", None), form


@pytest.mark.parametrize("field", ["metadata", "intent", "entities", "slots", "sender_id", "events", "input_channel"])
def test_a_field_that_the_contract_does_not_know_is_refused(dialogue, action_server, field):
    turn = {"conversation": "c", "school": "fernhollow", "text": QUESTION}
    status, _ = dialogue.post(turn | {field: {"school": "otherfield"}})

    assert status == 400
    assert action_server.requests == []


def test_turns_of_a_conversation_are_answered_in_order(dialogue, action_server):
    action_server.hold = threading.Event()
    first = threading.Thread(target=dialogue.say, args=(QUESTION,), kwargs={"conversation": "order"})
    first.start()
    while not action_server.requests:
        first.join(0.01)
    second = threading.Thread(target=dialogue.say, args=("and on a bus?",), kwargs={"conversation": "order"})
    second.start()
    other = threading.Thread(target=dialogue.say, args=("thank you",), kwargs={"conversation": "another"})
    other.start()
    other.join(30)

    waiting = len(action_server.requests)
    action_server.hold.set()
    first.join(30)
    second.join(30)
    assert waiting == 1
    assert [b["tracker"]["latest_message"]["text"] for _, b in action_server.requests] == [QUESTION, "and on a bus?"]


FOLLOWED_UP = {"last_question": QUESTION, "question": f"{QUESTION}\nvolunteers\nvolunteers", "asked_for": "volunteer"}


def last_call(action_server):
    return action_server.requests[-1][1]


def entities_of(call):
    return {one["entity"]: one["value"] for one in call["tracker"]["latest_message"]["entities"]}


def test_a_follow_up_is_asked_in_full_and_for_whom_it_asks(dialogue, action_server):
    dialogue.say("and volunteers?", conversation="follow-up", **FOLLOWED_UP)

    call = last_call(action_server)
    assert call["next_action"] == "action_answer_policy_question"
    assert call["tracker"]["latest_message"]["text"] == FOLLOWED_UP["question"]
    assert entities_of(call)["asked_for"] == "volunteer"


def test_whom_a_follow_up_asks_for_is_forgotten_with_its_turn(dialogue, action_server):
    dialogue.say("and volunteers?", conversation="for once", **FOLLOWED_UP)
    dialogue.say(QUESTION, conversation="for once")

    call = last_call(action_server)
    assert call["tracker"]["slots"]["role"] is None
    assert "asked_for" not in entities_of(call)


def test_more_is_told_whom_the_last_question_asked_for(dialogue, action_server):
    dialogue.say("more", conversation="more for", last_question=QUESTION, asked_for="volunteer")

    assert entities_of(last_call(action_server))["last_asked_for"] == "volunteer"


@pytest.mark.parametrize("full", ["thanks\nthanks", "no thank you", "hello there", "are you a bot"])
def test_what_the_gateway_read_as_a_question_is_answered_whatever_it_resembles(dialogue, action_server, full):
    dialogue.say("and then?", conversation="forced", question=full)

    assert last_call(action_server)["next_action"] == "action_answer_policy_question"


def test_a_report_typed_as_a_follow_up_is_still_a_report(dialogue, action_server):
    typed = "and what about the girl who told me her stepdad hurts her every night"
    dialogue.say(typed, conversation="report", **FOLLOWED_UP)

    call = last_call(action_server)
    assert call["next_action"] == "action_respond_to_safeguarding"
    assert call["tracker"]["latest_message"]["text"] == typed


def test_why_shows_the_reason_of_the_last_question(dialogue, action_server):
    dialogue.say("why?", conversation="why", last_question=QUESTION, question=QUESTION, button="show_reason")

    call = last_call(action_server)
    assert call["next_action"] == "action_show_reason"
    assert call["tracker"]["slots"]["last_question"] == QUESTION


def test_a_failing_action_utters_nothing(dialogue, action_server):
    action_server.status = 500

    assert dialogue.say(QUESTION, conversation="failing") == []


def test_no_log_holds_what_people_wrote_even_when_actions_fail(dialogue, action_server):
    marker = "quagga-in-the-log"
    dialogue.say(f"can I use my phone {marker}", conversation=f"{marker}-id", last_question=f"{marker} before")
    action_server.status = 500
    dialogue.say(f"and {marker}?", conversation="log", question=f"phones {marker}", asked_for=marker)
    dialogue.say(f"a pupil told me {marker}", conversation="log")
    dialogue.say(f"/{marker}{{", conversation="log")
    action_server.status = 400
    dialogue.say(f"who is {marker}", conversation="log")
    dialogue.post({"conversation": "log", "text": marker, "school": marker * 50})

    assert marker not in dialogue.log


def test_the_health_check_says_ready_and_nothing_else(dialogue):
    assert dialogue.health() == (200, b"")


def forget(dialogue, body, authorization=f"Bearer {SECRET}"):
    url = f"http://127.0.0.1:{dialogue.port}/webhooks/gateway/forget"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Authorization": authorization})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_conversation_is_forgotten_and_no_other(dialogue, action_server):
    for conversation in ("to forget", "to keep"):
        dialogue.say("I'm a volunteer", conversation=conversation)
    assert forget(dialogue, {"conversations": ["fernhollow/to forget", "fernhollow/never was"]}) == 204
    roles = []
    for conversation in ("to forget", "to keep"):
        dialogue.say(QUESTION, conversation=conversation)
        roles.append(last_call(action_server)["tracker"]["slots"]["role"])
    assert roles == [None, "volunteer"]


@pytest.mark.parametrize("body", [{}, {"conversations": "a"}, {"conversations": [1]}, {"conversations": [], "more": 1}])
def test_a_malformed_request_to_forget_is_refused(dialogue, body):
    assert forget(dialogue, body) == 400


def test_forgetting_needs_the_secret(dialogue):
    assert forget(dialogue, {"conversations": []}, "Bearer wrong") == 401
