"""The path of every message: recorded, screened, answered, never silent."""

from __future__ import annotations

import asyncio
import logging

import pytest
from django.db import DatabaseError

from bot.channels.message_service import IncomingMessage, MessageService
from bot.datatypes.answer import Message, Outcome
from bot.questions import intake
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import FAULTS, answered, message_with

pytestmark = pytest.mark.django_db(transaction=True)


def outcome_of(messages):
    return messages[0]["answer"]["outcome"]


def test_a_question_and_its_answer_are_recorded(ask):
    ask(role="volunteer")
    question = QuestionRecord.objects.get()
    assert (question.text, question.role, question.school) == ("Where do phones go?", "volunteer", "oakfield")
    assert question.answer.outcome == Outcome.ANSWERED_FROM_POLICY


def test_what_is_recorded_is_what_was_sent(ask):
    assert AnswerRecord.objects.count() == 0
    sent = ask()
    assert AnswerRecord.objects.get().payload == sent


@pytest.mark.parametrize("fault", FAULTS)
def test_a_dialogue_that_fails_gives_the_safe_text_with_the_schools_contact(impatient, ask, dialogue, fault):
    dialogue.fault = fault
    [message] = ask()
    assert message["answer"]["outcome"] == Outcome.FAILED_SERVICE_UNAVAILABLE
    assert "Robin Sample" in message["text"]
    assert "999" in message["text"]
    assert message["answer"]["escalation"]["route"] == "safeguarding_lead"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_question_that_met_a_fault_is_kept_and_filed(impatient, ask, dialogue, fault):
    dialogue.fault = fault
    [message] = ask()
    item = ReviewItem.objects.get()
    assert item.question == QuestionRecord.objects.get()
    assert message["answer"]["review_item"] == item.pk


@pytest.mark.parametrize("fault", ["gzip bomb", "deflate bomb"])
def test_a_reply_that_would_unfold_is_refused_unread(ask, dialogue, caplog, fault):
    dialogue.fault = fault
    ask()
    assert "reply is encoded" in caplog.text


@pytest.mark.parametrize("fault", FAULTS)
def test_a_worry_gets_its_text_whatever_the_dialogue_does(impatient, ask, dialogue, fault):
    dialogue.fault = fault
    assert outcome_of(ask(text="A girl in my form says her uncle hits her.")) == Outcome.SAFEGUARDING_CONCERN


def test_a_dialogue_that_is_down_gives_the_safe_text(ask, dialogue):
    dialogue.stop()
    assert outcome_of(ask()) == Outcome.FAILED_SERVICE_UNAVAILABLE


def test_a_dialogue_that_refuses_the_secret_gives_the_safe_text(ask, monkeypatch):
    monkeypatch.setattr("tests.channels.fake_dialogue.SECRET", "another")
    assert outcome_of(ask()) == Outcome.FAILED_SERVICE_UNAVAILABLE


@pytest.mark.parametrize("fault", FAULTS)
def test_work_resumes_when_the_dialogue_does(impatient, ask, dialogue, fault):
    dialogue.fault = fault
    ask()
    dialogue.released.set()
    dialogue.fault = None
    assert outcome_of(ask()) == Outcome.ANSWERED_FROM_POLICY


def test_a_school_without_contacts_still_gets_somebody_to_ask(ask, dialogue):
    dialogue.fault = "500"
    assert "your Designated Safeguarding Lead" in ask(school="elmhurst")[0]["text"]


def test_a_message_is_on_record_before_the_dialogue_sees_it(ask, dialogue):
    seen = []

    def look(_turn):
        seen.append(QuestionRecord.objects.count())
        return [answered()]

    dialogue.reply = look
    ask()
    assert seen == [1]


def test_an_answer_that_cannot_be_stored_is_still_given_without_buttons(ask, monkeypatch):
    def fail(*_arguments):
        raise DatabaseError("disk full")

    monkeypatch.setattr(intake, "record_answer", fail)
    [message] = ask()
    assert message["answer"]["outcome"] == Outcome.ANSWERED_FROM_POLICY
    assert message["buttons"] == []


def test_nobody_is_told_that_a_question_was_filed_when_it_was_not(ask, dialogue, monkeypatch):
    def fail(*_arguments):
        raise DatabaseError("disk full")

    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY, "It has been filed.")]
    monkeypatch.setattr(intake, "record_answer", fail)
    assert "filed" not in ask()[0]["text"]


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.PARTLY_RELATED_CLAUSES, ReviewItem.Kind.PARTLY),
        (Outcome.UNANSWERED_NOT_IN_POLICY, ReviewItem.Kind.UNANSWERED),
        (Outcome.UNANSWERED_OUT_OF_SCOPE, ReviewItem.Kind.UNANSWERED),
        (Outcome.SAFEGUARDING_CONCERN, ReviewItem.Kind.CONCERN),
        (Outcome.SAFEGUARDING_EMERGENCY, ReviewItem.Kind.CONCERN),
        (Outcome.SAFEGUARDING_ALLEGATION, ReviewItem.Kind.ALLEGATION),
        (Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, ReviewItem.Kind.ALLEGATION_ABOUT_HEAD),
    ],
)
def test_an_outcome_that_needs_a_person_opens_a_review_item(ask, dialogue, outcome, kind):
    dialogue.reply = lambda _turn: [message_with(outcome)]
    [message] = ask()
    item = ReviewItem.objects.get(pk=message["answer"]["review_item"])
    assert item.kind == kind


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED_FROM_POLICY, Outcome.CONVERSATION, Outcome.CLARIFICATION_NEEDED])
def test_an_outcome_that_needs_nobody_opens_none(ask, dialogue, outcome):
    dialogue.reply = lambda _turn: [message_with(outcome)]
    assert ask()[0]["answer"]["review_item"] is None
    assert not ReviewItem.objects.exists()


def test_a_question_asked_twice_in_a_conversation_opens_one_item(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    first, second = ask(text="May  I vape?"), ask(text="may i VAPE?")
    assert first[0]["answer"]["review_item"] == second[0]["answer"]["review_item"]


def test_the_same_question_in_two_conversations_opens_two_items(ask, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    first, second = ask(conversation="a"), ask(conversation="b")
    assert first[0]["answer"]["review_item"] != second[0]["answer"]["review_item"]


def test_the_dialogue_is_told_role_and_last_question_again_each_turn(ask, dialogue):
    ask(text="May I use my phone?", role="volunteer")
    ask(text="what about trips?")
    assert dialogue.turns[1]["role"] == "volunteer"
    assert dialogue.turns[1]["last_question"] == "May I use my phone?"


def test_small_talk_and_safeguarding_are_no_last_question(ask, dialogue):
    ask(text="May I use my phone?")
    for outcome in (Outcome.CONVERSATION, Outcome.SAFEGUARDING_CONCERN):
        dialogue.reply = lambda _turn, outcome=outcome: [message_with(outcome)]
        ask(text="something else")
    ask(text="what about trips?")
    assert dialogue.turns[-1]["last_question"] == "May I use my phone?"


def test_conversations_of_two_schools_with_one_name_know_nothing_of_each_other(ask, dialogue):
    ask(text="May I use my phone?", role="volunteer")
    ask(text="what about trips?", school="elmhurst")
    assert dialogue.turns[1]["last_question"] is None
    assert dialogue.turns[1]["role"] is None
    assert dialogue.turns[0]["conversation"] != dialogue.turns[1]["conversation"]


@pytest.mark.parametrize(
    "text", ["/restart", "  /restart", "\u200b/restart", "／restart", "//restart", "\n／ /restart"]
)
def test_a_typed_command_reaches_the_dialogue_as_words(ask, dialogue, text):
    ask(text=text)
    assert dialogue.turns[0]["text"] == "restart"
    assert QuestionRecord.objects.get().text == text


def test_a_lone_slash_reaches_the_dialogue_as_something_harmless(ask, dialogue):
    ask(text="/")
    assert dialogue.turns[0]["text"] == "?"


def screened(gateway, **parts):
    fixed = Message(kind="answer", text="Tell the lead now.", answer=message_with(Outcome.SAFEGUARDING_CONCERN).answer)
    parts = {"screen": lambda _text: Outcome.SAFEGUARDING_CONCERN, "safeguarding_message": lambda *_: fixed} | parts
    return MessageService(gateway.SIGNPOST, **parts)


def answer(service, **changes):
    fields = {"school": "oakfield", "conversation": "c-1", "text": "Something happened."} | changes
    return asyncio.run(service.answer(IncomingMessage(**fields)))


def test_a_screened_message_gets_its_fixed_text_without_the_dialogue(gateway, dialogue):
    [message] = answer(screened(gateway))
    assert message.text == "Tell the lead now."
    assert dialogue.turns == []
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.CONCERN


def test_a_screened_message_gets_its_fixed_text_even_if_nothing_can_be_stored(gateway, monkeypatch):
    def fail(*_arguments):
        raise DatabaseError("disk full")

    monkeypatch.setattr(intake, "record_question", fail)
    assert answer(screened(gateway))[0].text == "Tell the lead now."


def test_a_screen_that_fails_leaves_the_message_to_the_dialogue(gateway, dialogue):
    def fail(_text):
        raise RuntimeError

    [message] = answer(screened(gateway, screen=fail))
    assert message.answer.outcome == Outcome.ANSWERED_FROM_POLICY


def test_a_safeguarding_text_has_no_buttons(gateway):
    assert answer(screened(gateway))[0].buttons == ()


def test_a_screened_message_does_not_wait_for_the_one_before_it(gateway, dialogue):
    dialogue.fault = "hang"

    async def both():
        service = screened(gateway, screen=lambda text: Outcome.SAFEGUARDING_CONCERN if text == "worry" else None)
        slow = asyncio.create_task(service.answer(IncomingMessage("oakfield", "c-1", "slow")))
        await asyncio.to_thread(dialogue.reached.wait)
        quick = await service.answer(IncomingMessage("oakfield", "c-1", "worry"))
        assert not slow.done()
        dialogue.released.set()
        await slow
        return quick

    assert asyncio.run(both())[0].text == "Tell the lead now."


def service_without_screen(gateway):
    return screened(gateway, screen=lambda _text: None)


def test_messages_of_one_conversation_are_answered_in_the_order_they_came(gateway, dialogue):
    async def several():
        service = service_without_screen(gateway)
        texts = [f"question {number}" for number in range(8)]
        await asyncio.gather(*(service.answer(IncomingMessage("oakfield", "c-1", text)) for text in texts))
        return texts

    texts = asyncio.run(several())
    assert [turn["text"] for turn in dialogue.turns] == texts
    assert [turn["last_question"] for turn in dialogue.turns] == [None, *texts[:-1]]


def test_a_slow_conversation_holds_no_other_up(gateway, dialogue):
    dialogue.fault = "hang"

    async def both():
        service = service_without_screen(gateway)
        slow = asyncio.create_task(service.answer(IncomingMessage("oakfield", "slow", "slow")))
        await asyncio.to_thread(dialogue.reached.wait)
        dialogue.fault = None
        await service.answer(IncomingMessage("oakfield", "quick", "quick"))
        assert not slow.done()
        dialogue.released.set()
        await slow

    asyncio.run(both())


def test_a_conversation_that_sends_too_much_at_once_is_told_so_and_kept(gateway, dialogue):
    dialogue.fault = "hang"

    async def flood():
        service = service_without_screen(gateway)
        tasks = [
            asyncio.create_task(service.answer(IncomingMessage("oakfield", "c-1", f"question {number}")))
            for number in range(17)
        ]
        last = await tasks[-1]
        assert not tasks[0].done()
        dialogue.fault = None
        dialogue.released.set()
        await asyncio.gather(*tasks)
        return last

    assert asyncio.run(flood())[0].answer.outcome == Outcome.FAILED_SERVICE_UNAVAILABLE
    assert QuestionRecord.objects.filter(answer__isnull=False).count() == 17


def test_a_caller_who_hangs_up_does_not_stop_the_answer_from_being_recorded(gateway, dialogue):
    dialogue.fault = "hang"

    async def hang_up():
        service = service_without_screen(gateway)
        caller = asyncio.create_task(service.answer(IncomingMessage("oakfield", "c-1", "phones?")))
        await asyncio.to_thread(dialogue.reached.wait)
        caller.cancel()
        dialogue.released.set()
        await asyncio.gather(*service._under_way)

    asyncio.run(hang_up())
    assert QuestionRecord.objects.get().answer.outcome == Outcome.ANSWERED_FROM_POLICY


@pytest.mark.parametrize("fault", [None, *FAULTS])
def test_no_log_line_holds_what_somebody_wrote(impatient, ask, dialogue, caplog, fault):
    caplog.set_level(logging.DEBUG)
    dialogue.fault = fault
    ask(text="MARKER-7f3a", conversation="c-MARKER-7f3a")
    assert "MARKER-7f3a" not in caplog.text
