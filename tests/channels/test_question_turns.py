"""Follow-ups and several questions in one message, through the API, with the dialogue's real contract."""

from __future__ import annotations

import pytest

from bot.channels.rendering.html import render_html
from bot.channels.rendering.plain_text import render_plain_text
from bot.channels.web import WebConversation, read_history
from bot.datatypes.answer import Message, Outcome
from bot.questions.models import QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import answered, citation, message_with

pytestmark = pytest.mark.django_db(transaction=True)

TWO = "can i take photos on my ipad and who do i tell about a virus?"


def cited_by_question(dialogue):
    """Have the dialogue cite another clause for each question."""

    def reply(turn):
        question = str(turn["question"] or turn["text"])
        clause = citation(clause_id="virus" if "virus" in question else "photos")
        cited = answered().answer.model_copy(update={"citations": (clause,)})
        return [answered(answer=cited)]

    dialogue.reply = reply


def notices(message):
    return {notice["code"]: notice["text"] for notice in message["answer"]["notices"]}


def test_a_follow_up_is_asked_with_the_question_before(ask, dialogue):
    ask(text="can i use my phone on a trip")
    ask(text="and volunteers?")

    assert dialogue.turns[1]["text"] == "and volunteers?"
    assert str(dialogue.turns[1]["question"]).startswith("can i use my phone on a trip\nvolunteers")
    assert dialogue.turns[1]["asked_for"] == "volunteer"
    assert dialogue.turns[1]["role"] is None


def test_an_answer_says_what_a_follow_up_was_taken_with(ask):
    ask(text="can i use my phone on a trip")
    [message] = ask(text="and volunteers?")

    line = "Taken with your question before: “can i use my phone on a trip”."
    assert notices(message)["taken_with"] == line
    assert message["text"].startswith(line)


def test_the_next_follow_up_stands_on_the_one_before(ask, dialogue):
    for text in ("can i use my phone", "and volunteers?", "what about on trips?"):
        ask(text=text)

    assert {"can i use my phone", "volunteers", "on trips"} == set(str(dialogue.turns[-1]["question"]).splitlines())
    assert dialogue.turns[-1]["asked_for"] == "volunteer"


def test_a_new_question_is_asked_as_it_came_and_for_the_asker(ask, dialogue):
    ask(text="can i use my phone on a trip")
    ask(text="and volunteers?")
    [message] = ask(text="airdrop?")
    ask(text="and on the coach?")

    assert (dialogue.turns[2]["text"], dialogue.turns[2]["question"]) == ("airdrop?", None)
    assert notices(message) == {}
    assert dialogue.turns[3]["asked_for"] is None


def test_why_asks_for_the_reason_and_leaves_the_question_standing(ask, dialogue):
    ask(text="can i use my phone on a trip")
    dialogue.reply = lambda _turn: [message_with(Outcome.CONVERSATION)]
    ask(text="why?")
    ask(text="even at lunch?")

    assert dialogue.turns[1]["button"] == "show_reason"
    assert dialogue.turns[1]["last_question"] == "can i use my phone on a trip"
    assert dialogue.turns[2]["last_question"] == "can i use my phone on a trip"


def test_more_under_a_follow_up_shows_more_of_the_question_in_full(ask, dialogue):
    ask(text="can i use my phone on a trip")
    [message] = ask(text="and volunteers?")
    ask(text="", button=next(b["id"] for b in message["buttons"] if b["title"] == "More clauses"))

    assert dialogue.turns[-1]["last_question"] == dialogue.turns[1]["question"]
    assert dialogue.turns[-1]["asked_for"] == "volunteer"


def test_two_questions_get_two_answers_that_say_what_they_answer(ask, dialogue):
    cited_by_question(dialogue)
    first, second = ask(text=TWO)

    assert dialogue.turns[0]["question"] == "can i take photos on my ipad"
    assert notices(first)["asked"] == "You asked: “can i take photos on my ipad”"
    assert notices(second)["asked"] == "You asked: “who do i tell about a virus?”"


def test_each_of_two_questions_has_a_record_and_buttons_of_its_own(ask, dialogue):
    cited_by_question(dialogue)
    first, second = ask(text=TWO)
    ask(text="", button=next(b["id"] for b in second["buttons"] if b["title"] == "More clauses"))
    whole = QuestionRecord.objects.get(part_of=None, button="")

    assert whole.text == TWO
    assert [part.answer.payload for part in whole.parts.order_by("received_at")] == [[first], [second]]
    assert dialogue.turns[-1]["last_question"] == "who do i tell about a virus?"


def test_each_of_two_questions_without_an_answer_is_filed(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    first, second = ask(text=TWO)

    assert {item.question.text for item in ReviewItem.objects.all()} == {
        "can i take photos on my ipad",
        "who do i tell about a virus?",
    }
    assert first["answer"]["review_item"] != second["answer"]["review_item"]


def test_the_conversation_goes_on_from_the_last_of_two_questions(ask, dialogue):
    cited_by_question(dialogue)
    ask(text=TWO)
    ask(text="even at home?")

    assert dialogue.turns[-1]["last_question"] == "who do i tell about a virus?"


def test_two_questions_that_one_clause_answers_are_answered_once(ask):
    [message] = ask(text=TWO)

    assert notices(message) == {}
    assert QuestionRecord.objects.get().text == TWO


def test_a_concern_found_in_one_of_two_questions_is_the_only_answer(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.SAFEGUARDING_CONCERN)]
    [message] = ask(text=TWO)

    assert message["answer"]["outcome"] == Outcome.SAFEGUARDING_CONCERN
    assert ReviewItem.objects.get().question.text == TWO


def test_a_dialogue_that_fails_at_two_questions_gives_one_safe_text(ask, dialogue):
    dialogue.fault = "500"
    [message] = ask(text=TWO)

    assert message["answer"]["outcome"] == Outcome.FAILED_SERVICE_UNAVAILABLE


def test_a_message_of_two_questions_reads_back_as_one_exchange(ask, dialogue):
    cited_by_question(dialogue)
    ask(text=TWO)
    QuestionRecord.objects.update(channel="web")
    [exchange] = read_history(WebConversation("oakfield", "c-1"))

    assert exchange.question == TWO
    assert [message.count('data-notice="asked"') for message in exchange.messages] == [1, 1]
    assert exchange.is_latest


def test_a_line_that_says_what_is_answered_stands_before_the_answer(ask):
    ask(text="can i use my phone on a trip")
    message = Message.model_validate(ask(text="and volunteers?")[0])

    for shown in (render_html(message), render_plain_text(message)):
        assert shown.index("Taken with your question before") < shown.index("Phones stay in lockers")
        assert shown.count("Taken with your question before") == 1


STORY = "We had the fire drill this morning. Can a parent photograph the play?"
ALONE = "Can a parent photograph the play?"


def silent_on_stories(dialogue, by_itself=None):
    """Have the dialogue find nothing for a story, and ``by_itself`` for its question alone."""

    def reply(turn):
        alone = turn["question"] == ALONE
        return [by_itself or answered()] if alone else [message_with(Outcome.UNANSWERED_NOT_IN_POLICY, "Not found.")]

    dialogue.reply = reply


def test_a_story_that_leads_nowhere_is_answered_by_its_question(ask, dialogue):
    silent_on_stories(dialogue)
    [message] = ask(text=STORY)

    assert message["answer"]["outcome"] == "answered_from_policy"
    assert [turn["text"] for turn in dialogue.turns] == [STORY, STORY]
    assert not ReviewItem.objects.exists()


def test_a_follow_up_stands_on_the_question_that_was_answered(ask, dialogue):
    silent_on_stories(dialogue)
    ask(text=STORY)
    ask(text="and volunteers?")

    assert QuestionRecord.objects.earliest("received_at").in_full == ALONE
    assert dialogue.turns[-1]["question"] == "Can volunteers photograph the play?"


@pytest.mark.parametrize("outcome", [Outcome.UNANSWERED_NOT_IN_POLICY, Outcome.CONVERSATION])
def test_a_question_that_fares_no_better_by_itself_stays_with_its_story(ask, dialogue, outcome):
    silent_on_stories(dialogue, message_with(outcome))
    [message] = ask(text=STORY)

    assert message["text"] == "Not found."
    assert QuestionRecord.objects.get().in_full == ""


def test_a_concern_is_one_whatever_was_left_out(ask, dialogue):
    silent_on_stories(dialogue, message_with(Outcome.SAFEGUARDING_CONCERN))
    [message] = ask(text=STORY)

    assert message["answer"]["outcome"] == "safeguarding_concern"


def test_a_story_that_is_answered_is_asked_once(ask, dialogue):
    ask(text=STORY)

    assert len(dialogue.turns) == 1


def test_a_story_that_speaks_of_a_concern_is_asked_once(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.SAFEGUARDING_CONCERN)]
    ask(text=STORY)

    assert len(dialogue.turns) == 1
