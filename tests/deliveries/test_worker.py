"""From the inbox to the platform: once, in order, and never stuck."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from bot.channels.database_threads import in_database_thread
from bot.channels.message_service import MessageService
from bot.datatypes.answer import Message, Outcome
from bot.deliveries import outbox
from bot.deliveries.inbox import receive
from bot.deliveries.models import Delivery, InboxEntry
from bot.deliveries.outbox import queue_reply
from bot.deliveries.sender import RetryLaterError, UndeliverableError
from bot.questions import intake
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import answered, message_with
from tests.deliveries.conftest import event
from tests.deliveries.recording_sender import RecordingSender

pytestmark = pytest.mark.django_db(transaction=True)

DISCLOSURE = "A pupil has just told me that her uncle hits her"


@pytest.fixture(autouse=True)
def echo(dialogue):
    dialogue.reply = lambda turn: [answered(text=f"answer to {turn['text']}")]


@pytest.fixture
def hurried(monkeypatch):
    """A stop that gives what is being sent no time."""
    monkeypatch.setattr("bot.channels.outbox_worker.LAST_PATIENCE", 0.01)


async def take(*events):
    for one in events:
        await in_database_thread(receive, one)


def sends(count, *events):
    """A scenario in which ``events`` come in and ``count`` messages go out."""

    async def scenario(sender):
        await take(*events)
        await sender.until(lambda: len(sender.sent) >= count)
        return sender.sent

    return scenario


def texts(sent, room="c-1"):
    return [text for where, text in sent if where == room]


def test_a_received_message_is_answered_where_it_was_sent(work):
    assert work(sends(1, event())) == [("c-1", "answer to question 1")]


def test_what_is_sent_is_on_record(work):
    work(sends(1, event()))
    assert QuestionRecord.objects.get().answer.payload[0]["text"] == "answer to question 1"


def test_the_words_of_what_was_sent_are_in_the_record_alone(work):
    work(sends(2, event(1), event(2)))
    assert not InboxEntry.objects.exclude(text="").exists()
    assert Delivery.objects.order_by("id").first().messages == []


def test_one_conversation_is_answered_in_order(work):
    events = [event(number) for number in range(1, 9)]
    assert texts(work(sends(8, *events))) == [f"answer to question {number}" for number in range(1, 9)]


def test_conversations_are_answered_side_by_side(work, dialogue):
    both = threading.Barrier(2, timeout=10)  # lets nobody through before two turns are under way at once

    def reply(_turn):
        both.wait()
        return [answered(text="both")]

    dialogue.reply = reply
    sent = work(sends(2, event(conversation="c-1"), event(conversation="c-2")))
    assert sorted(sent) == [("c-1", "both"), ("c-2", "both")]


def test_a_message_that_cannot_be_taken_in_is_answered_too(work):
    [(_, text)] = work(sends(1, event(text=" \u200b ")))
    assert "Please type your question" in text
    assert not QuestionRecord.objects.exists()


def test_a_dialogue_that_fails_does_not_leave_the_asker_without_an_answer(work, dialogue):
    dialogue.fault = "500"
    assert "I cannot look that up" in work(sends(1, event()))[0][1]


def test_a_safeguarding_text_goes_to_the_asker_alone(work):
    async def scenario(sender):
        await take(event(text=DISCLOSURE))
        await sender.until(lambda: sender.sent)
        return sender.deliveries[0].is_private

    assert work(scenario)


def test_what_was_asked_in_private_is_answered_in_private(work):
    async def scenario(sender):
        await take(event(is_private=True))
        await sender.until(lambda: sender.sent)
        return sender.deliveries[0].is_private

    assert work(scenario)


# A platform that fails


def test_a_failing_platform_is_tried_again_until_it_takes_the_reply(work):
    sender = RecordingSender()
    sender.faults["c-1"] = [RetryLaterError("500"), RetryLaterError("no answer"), OSError("connection lost")]
    assert work(sends(1, event()), sender) == [("c-1", "answer to question 1")]
    assert len(sender.tried) == 4


def test_each_try_of_a_delivery_carries_the_same_key(work):
    sender = RecordingSender()
    sender.faults["c-1"] = [RetryLaterError("500")]
    work(sends(1, event()), sender)
    assert sender.deliveries[0].key == Delivery.objects.get().key


def test_a_platform_that_asks_to_be_left_alone_is_left_alone(work, dialogue):
    sender = RecordingSender()
    sender.faults["c-1"] = [RetryLaterError("429", retry_after=3600)]

    async def scenario(sender):
        await take(event(), event(conversation="c-2"))
        await sender.until(lambda: sender.sent and "c-1" in sender.tried)

    work(scenario, sender)
    assert sender.sent == [("c-2", "answer to question 1")]
    waiting = Delivery.objects.get(conversation="c-1")
    assert waiting.due_at > timezone.now() + timedelta(seconds=3500)
    assert (waiting.problem, waiting.attempts, waiting.sent_at) == ("429", 1, None)


def test_a_later_reply_does_not_overtake_one_that_waits(work):
    sender = RecordingSender()
    sender.faults["c-1"] = [RetryLaterError("429", retry_after=3600)]

    async def scenario(sender):
        await take(event(1), event(2), event(conversation="c-2"))
        await sender.until(lambda: sender.sent and "c-1" in sender.tried)
        while await in_database_thread(InboxEntry.objects.filter(handled_at=None).exists):
            await asyncio.sleep(0)

    work(scenario, sender)
    assert texts(sender.sent) == []
    assert Delivery.objects.filter(conversation="c-1", sent_at=None).count() == 2


def test_a_platform_that_hangs_holds_up_nobody_else(work, hurried):
    async def scenario(sender):
        sender.held["c-1"] = asyncio.Event()
        await take(event(), event(conversation="c-2"))
        await sender.until(lambda: sender.sent)
        return sender.sent

    assert work(scenario) == [("c-2", "answer to question 1")]


def test_a_platform_that_hangs_in_every_conversation_holds_up_no_other_platform(work, monkeypatch, hurried):
    monkeypatch.setattr("bot.channels.worker.OUTBOX_LANES", 2)

    async def scenario(sender):
        for number in range(4):
            sender.held[f"c-{number}"] = asyncio.Event()
            await take(event(conversation=f"c-{number}"))
        await sender.until(lambda: len(sender.tried) == 2)
        await take(event(channel="teams", conversation="t-1"))
        await sender.until(lambda: sender.sent)
        return sender.sent

    assert work(scenario, channels=("slack", "teams")) == [("t-1", "answer to question 1")]


def test_a_platform_that_hangs_is_given_up_on_and_tried_again(work):
    async def scenario(sender):
        sender.held["c-1"] = asyncio.Event()
        await take(event())
        await sender.until(lambda: len(sender.tried) == 2)
        sender.held.pop("c-1").set()
        await sender.until(lambda: sender.sent)

    work(scenario, send_timeout=0.05)
    assert Delivery.objects.get().sent_at


def test_a_reply_that_will_never_arrive_is_shown_and_the_next_one_goes_out(work):
    sender = RecordingSender()
    sender.faults["c-1"] = [UndeliverableError("channel_not_found")]
    assert texts(work(sends(1, event(1), event(2)), sender)) == ["answer to question 2"]
    failed = Delivery.objects.get(failed_at__isnull=False)
    assert (failed.problem, failed.messages) == ("channel_not_found", [])


def test_a_reply_that_a_day_of_tries_did_not_bring_there_is_given_up(work):
    queue_reply(event(), [Message(kind="text", text="late")])
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=25))
    sender = RecordingSender()
    sender.faults["c-1"] = [RetryLaterError("503")]
    work(sends(1, event(2)), sender)
    assert Delivery.objects.get(failed_at__isnull=False).problem == "503"


def test_a_delivery_of_a_channel_without_a_sender_waits(work):
    queue_reply(event(channel="teams"), [Message(kind="text", text="for Teams")])
    work(sends(1, event()))
    assert Delivery.objects.get(channel="teams").sent_at is None


# A worker that dies


def test_an_event_that_nobody_handled_before_the_stop_is_answered_after_it(work):
    receive(event())
    assert work(sends(1)) == [("c-1", "answer to question 1")]


def test_a_question_that_was_recorded_before_the_stop_is_not_recorded_again(work):
    receive(event())
    entry = InboxEntry.objects.get()
    QuestionRecord.objects.create(
        id=entry.question_id, school="oakfield", conversation="c-1", channel="slack", text="question 1"
    )
    work(sends(1))
    assert QuestionRecord.objects.count() == AnswerRecord.objects.count() == 1


def test_a_reply_that_was_recorded_before_the_stop_is_sent_once_after_it(work, hurried):
    async def stopped_before_the_send(sender):
        sender.held["c-1"] = asyncio.Event()
        await take(event())
        await sender.until(lambda: sender.tried)

    work(stopped_before_the_send)
    assert Delivery.objects.get().sent_at is None
    assert work(sends(1)) == [("c-1", "answer to question 1")]
    assert AnswerRecord.objects.count() == 1


def test_a_send_that_the_stop_kept_from_being_written_down_is_repeated_with_its_key(work, monkeypatch):
    def die(*_arguments):
        raise DatabaseError("stopped here")

    with monkeypatch.context() as broken:
        broken.setattr("bot.channels.outbox_worker.mark_sent", die)
        broken.setattr("bot.channels.worker.PAUSE", 3600)  # and never looks again
        first = RecordingSender()
        work(sends(1, event()), first)
    again = RecordingSender()
    work(sends(1), again)
    assert again.deliveries[0].key == first.deliveries[0].key
    assert Delivery.objects.get().sent_at


# A database that fails


def failing(times, function):
    """``function``, which fails ``times`` times before it works."""
    failures = iter(range(times))

    def call(*arguments, **named):
        if next(failures, None) is not None:
            raise DatabaseError("locked")
        return function(*arguments, **named)

    return call


@pytest.mark.parametrize("name", ["record_question", "record_answers"])
def test_a_database_that_fails_for_a_while_costs_time_and_no_answer(work, monkeypatch, name):
    monkeypatch.setattr(intake, name, failing(2, getattr(intake, name)))
    assert work(sends(1, event())) == [("c-1", "answer to question 1")]
    assert AnswerRecord.objects.count() == 1


def test_what_was_sent_is_not_sent_again_because_the_database_fails(work, monkeypatch):
    monkeypatch.setattr("bot.channels.outbox_worker.PAUSE_BEFORE_RECORD", 0.01)
    monkeypatch.setattr("bot.channels.outbox_worker.mark_sent", failing(3, outbox.mark_sent))
    sent = work(sends(2, event(1), event(2)))
    assert texts(sent) == ["answer to question 1", "answer to question 2"]


def test_the_asker_is_told_when_it_takes_longer_and_answered_in_the_end(work, monkeypatch):
    monkeypatch.setattr(intake, "record_question", failing(4, intake.record_question))
    first, second = texts(work(sends(2, event())))
    assert "has been kept" in first
    assert second == "answer to question 1"


def test_a_safeguarding_text_does_not_wait_for_the_database_and_comes_once(work, monkeypatch):
    monkeypatch.setattr(intake, "record_question", failing(3, intake.record_question))

    async def scenario(sender):
        await take(event(text=DISCLOSURE), event(2))
        await sender.until(lambda: "answer to question 2" in texts(sender.sent))

    sender = RecordingSender()
    work(scenario, sender)
    assert len(sender.sent) == 2
    assert QuestionRecord.objects.get(text=DISCLOSURE).answer.outcome == Outcome.SAFEGUARDING_CONCERN
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.CONCERN


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets one writer in at a time")
def test_a_database_that_another_program_locks_is_waited_for(work, dialogue, monkeypatch):
    monkeypatch.setattr("bot.channels.inbox_worker.TELL_AT_FAILURE", 1)
    other = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)

    def lock_first(turn):
        if not dialogue.turns[1:]:
            other.execute("BEGIN IMMEDIATE")
        return [answered(text=f"answer to {turn['text']}")]

    async def scenario(sender):
        await take(event())
        await sender.until(lambda: sender.sent)
        other.close()
        await sender.until(lambda: "answer to question 1" in texts(sender.sent))

    dialogue.reply = lock_first
    sender = RecordingSender()
    work(scenario, sender)
    assert "has been kept" in texts(sender.sent)[0]
    assert AnswerRecord.objects.count() == 1


def test_a_fault_of_ours_that_stays_leaves_nobody_waiting(work, monkeypatch):
    real = MessageService.answer

    async def answer(self, message, receipt=None):
        if message.text == "question 1":
            raise ZeroDivisionError
        return await real(self, message, receipt)

    monkeypatch.setattr(MessageService, "answer", answer)
    first, second = texts(work(sends(2, event(1), event(2))))
    assert "I cannot look that up" in first
    assert second == "answer to question 2"


def test_reading_the_outbox_fails_and_works_again(work, monkeypatch):
    monkeypatch.setattr(outbox, "waiting_conversations", failing(2, outbox.waiting_conversations))
    assert work(sends(1, event())) == [("c-1", "answer to question 1")]


def test_an_outcome_that_needs_a_person_is_filed_once(work, dialogue):
    dialogue.reply = lambda _turn: [message_with(Outcome.UNANSWERED_NOT_IN_POLICY)]
    work(sends(1, event()))
    assert ReviewItem.objects.count() == 1
