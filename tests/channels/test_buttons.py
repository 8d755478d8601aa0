"""Buttons: ids that the server made, for the conversation it made them for."""

from __future__ import annotations

import uuid

import pytest

from bot.datatypes.answer import Button, Outcome
from bot.questions.models import Feedback, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import answered, message_with

pytestmark = pytest.mark.django_db(transaction=True)


def button(message, title):
    return next(b["id"] for b in message["buttons"] if b["title"] == title)


def test_an_answer_offers_more_the_lead_and_feedback(ask):
    titles = [b["title"] for b in ask()[0]["buttons"]]
    assert titles == ["More clauses", "Ask the safeguarding lead", "Helpful", "Not helpful"]


def test_an_answer_without_a_clause_offers_the_lead_alone(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    assert [b["title"] for b in ask()[0]["buttons"]] == ["Ask the safeguarding lead"]


def test_buttons_that_the_dialogue_made_are_not_shown(ask, dialogue):
    dialogue.reply = lambda _turn: [answered(buttons=(Button(title="Restart", id="/restart"),))]
    assert "Restart" not in [b["title"] for b in ask()[0]["buttons"]]


def test_more_clauses_asks_the_dialogue_for_more_of_the_same_question(ask, dialogue):
    first = ask(text="Where do phones go?")
    ask(text="and watches?")
    ask(text="", button=button(first[0], "More clauses"))
    assert dialogue.turns[-1]["button"] == "show_more"
    assert dialogue.turns[-1]["last_question"] == "Where do phones go?"


def test_more_of_more_goes_back_to_the_question_in_words(ask, dialogue):
    first = ask(text="Where do phones go?")
    second = ask(button=button(first[0], "More clauses"))
    ask(button=button(second[0], "More clauses"))
    assert dialogue.turns[-1]["last_question"] == "Where do phones go?"


def test_a_press_needs_no_text(post, ask):
    pressed = button(ask()[0], "Helpful")
    body = {"school": "oakfield", "conversation": "c-1", "button": pressed}
    assert post(**body, text="").status_code == 200


@pytest.mark.parametrize(("title", "helpful"), [("Helpful", True), ("Not helpful", False)])
def test_feedback_is_recorded_without_the_dialogue(ask, dialogue, title, helpful):
    message = ask()[0]
    dialogue.stop()
    ask(button=button(message, title))
    assert Feedback.objects.get().helpful is helpful


def test_the_last_feedback_counts(ask):
    message = ask()[0]
    ask(button=button(message, "Helpful"))
    ask(button=button(message, "Not helpful"))
    assert Feedback.objects.get().helpful is False


def test_an_answer_that_did_not_help_is_filed(ask):
    ask(button=button(ask()[0], "Not helpful"))
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.UNHELPFUL


def test_asking_for_the_lead_files_the_question_and_says_only_that(ask, dialogue):
    message = ask(text="Where do phones go?")[0]
    dialogue.stop()
    [reply] = ask(button=button(message, "Ask the safeguarding lead"))
    item = ReviewItem.objects.get()
    assert (item.kind, item.question.text) == (ReviewItem.Kind.ASKED_FOR_LEAD, "Where do phones go?")
    assert reply["answer"]["review_item"] == item.pk
    assert "Nobody has read it yet" in reply["text"]


def test_asking_for_the_lead_keeps_the_item_there_is(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    message = ask()[0]
    ask(button=button(message, "Ask the safeguarding lead"))
    item = ReviewItem.objects.get()
    assert item.pk == message["answer"]["review_item"]
    assert item.kind == ReviewItem.Kind.ASKED_FOR_LEAD


@pytest.mark.parametrize("changes", [{"conversation": "another"}, {"school": "elmhurst"}])
def test_a_button_of_another_conversation_does_nothing(ask, dialogue, changes):
    pressed = button(ask()[0], "Ask the safeguarding lead")
    [reply] = ask(button=pressed, **changes)
    assert reply["kind"] == "text"
    assert not ReviewItem.objects.exists()
    assert len(dialogue.turns) == 1


@pytest.mark.parametrize("made_up", ["show_more", "/restart", f"{uuid.uuid4()}:show_more", "x:y", ":", "é:show_more"])
def test_a_button_that_was_never_shown_does_nothing(ask, dialogue, made_up):
    assert ask(button=made_up)[0]["kind"] == "text"
    assert dialogue.turns == []


def test_an_action_that_was_not_offered_does_nothing(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    answer_id = button(ask()[0], "Ask the safeguarding lead").partition(":")[0]
    ask(button=f"{answer_id}:show_more")
    assert len(dialogue.turns) == 1


def test_a_typed_id_is_a_question_like_any_other(ask, dialogue):
    pressed = button(ask()[0], "Not helpful")
    ask(text=pressed)
    assert dialogue.turns[-1]["text"] == pressed
    assert dialogue.turns[-1]["button"] is None
    assert not Feedback.objects.exists()


def test_a_press_is_on_record(ask):
    ask(button=button(ask()[0], "Helpful"))
    assert QuestionRecord.objects.get(button="helpful").text == ""


@pytest.fixture
def asked_back(ask, dialogue):
    """The message that asks who is asking; from then on the dialogue answers."""
    dialogue.reply = lambda _turn: [message_with(Outcome.CLARIFICATION_NEEDED)]
    [message] = ask(text="Where do phones go?")
    dialogue.reply = lambda _turn: [answered()]
    return message


def test_asking_back_offers_three_roles_and_nothing_else(asked_back):
    assert [b["title"] for b in asked_back["buttons"]] == ["I work here", "I volunteer or help", "I am visiting"]


@pytest.mark.parametrize(
    ("title", "role"), [("I work here", "staff"), ("I volunteer or help", "volunteer"), ("I am visiting", "visitor")]
)
def test_a_role_button_asks_the_question_again_in_that_role(ask, dialogue, asked_back, title, role):
    [message] = ask(text="", button=button(asked_back, title))
    turn = dialogue.turns[-1]
    assert (turn["text"], turn["role"], turn["button"]) == ("Where do phones go?", role, None)
    assert message["answer"]["outcome"] == Outcome.ANSWERED_FROM_POLICY


def test_a_pressed_role_is_remembered_for_the_conversation_and_no_other(ask, dialogue, asked_back):
    ask(text="", button=button(asked_back, "I am visiting"))
    ask(text="and watches?")
    assert dialogue.turns[-1]["role"] == "visitor"
    ask(text="and watches?", conversation="another")
    assert dialogue.turns[-1]["role"] is None


def test_the_role_pressed_last_counts(ask, dialogue, asked_back):
    ask(text="", button=button(asked_back, "I am visiting"))
    ask(text="", button=button(asked_back, "I work here"))
    ask(text="and watches?")
    assert dialogue.turns[-1]["role"] == "staff"


def test_more_after_a_pressed_role_is_more_for_that_role(ask, dialogue, asked_back):
    [message] = ask(text="", button=button(asked_back, "I am visiting"))
    ask(text="", button=button(message, "More clauses"))
    turn = dialogue.turns[-1]
    assert (turn["button"], turn["role"], turn["last_question"]) == ("show_more", "visitor", "Where do phones go?")


def test_a_role_button_of_another_conversation_does_nothing(ask, dialogue, asked_back):
    [reply] = ask(button=button(asked_back, "I work here"), conversation="another")
    assert reply["kind"] == "text"
    assert len(dialogue.turns) == 1


def test_a_role_that_was_typed_is_remembered_although_the_dialogue_forgets(ask, dialogue):
    dialogue.role = "volunteer"
    ask(text="I'm a volunteer")
    dialogue.role = None
    ask(text="and watches?")
    assert dialogue.turns[-1]["role"] == "volunteer"


def test_asking_back_files_nothing(asked_back):
    assert not ReviewItem.objects.exists()
