"""What is stored of a person's words, through the API: scrubbed, and still good for the rest of the conversation."""

from __future__ import annotations

import json

import pytest

from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import answered, citation

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "07700 900123"


def everything_stored() -> str:
    """All the rows of the record, as one text."""
    rows = [list(table.objects.values()) for table in (QuestionRecord, AnswerRecord, ReviewItem)]
    return json.dumps(rows, default=str)


def citing(question):
    """An answer that cites a clause of its own for each question."""
    clause = citation(clause_id="virus" if "virus" in question else "photos")
    return answered().answer.model_copy(update={"citations": (clause,)})


def test_a_question_is_stored_scrubbed(ask):
    ask(text=f"can i text jayden on {PHONE}")

    assert QuestionRecord.objects.get().text == "can i text [name] on [phone]"


def test_the_dialogue_gets_the_message_of_its_own_turn_as_it_was_typed(ask, dialogue):
    ask(text="can i text jayden on a trip")

    assert dialogue.turns[0]["text"] == "can i text jayden on a trip"


def test_a_follow_up_stands_on_the_scrubbed_question(ask, dialogue):
    ask(text="can jayden use his phone in lessons")
    ask(text="and on a trip?")

    assert str(dialogue.turns[1]["question"]).startswith("can [name] use his phone")
    assert "on a trip" in str(dialogue.turns[1]["question"])


def test_a_follow_up_is_stored_scrubbed_in_full(ask):
    ask(text="can i text a parent on my phone")
    ask(text="what about jayden's mum?")

    assert "jayden" not in everything_stored()
    assert "[name]" in QuestionRecord.objects.exclude(in_full="").get().in_full


def test_the_parts_of_a_message_and_what_their_answers_quote_are_scrubbed(ask, dialogue):
    dialogue.reply = lambda turn: [answered(answer=citing(str(turn["question"] or turn["text"])))]
    messages = ask(text="can i film jayden on my ipad and who do i tell about aisha's virus?")

    assert len(messages) == QuestionRecord.objects.filter(part_of__isnull=False).count() == 2
    assert "jayden" not in everything_stored()
    assert "aisha" not in everything_stored()


def test_a_press_asks_the_scrubbed_question_again(ask, dialogue):
    dialogue.reply = lambda _turn: [answered()]
    [message] = ask(text="can jayden keep his phone")
    pressed = next(button["id"] for button in message["buttons"] if button["id"].endswith("show_more"))
    ask(text="", button=pressed)

    assert dialogue.turns[-1]["text"] == "can [name] keep his phone"


def test_a_concern_is_stored_scrubbed(ask):
    [message] = ask(text="Jayden Okafor told me his dad hits him")

    assert message["answer"]["outcome"] == "safeguarding_concern"
    assert QuestionRecord.objects.get().text == "[name] told me his dad hits him"
    assert ReviewItem.objects.get().question.text == "[name] told me his dad hits him"
