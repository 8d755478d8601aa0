"""Storage that fails: everybody gets a text, nothing is lost, nothing is stored twice, work goes on by itself."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.test import AsyncClient

from bot.answering.safeguarding_screen import Screening
from bot.channels import database_threads, late_storage, message_service
from bot.channels.database_threads import in_database_thread
from bot.datatypes.answer import Message, Outcome
from bot.questions import intake, kept_message
from bot.questions.incoming_message import IncomingMessage
from bot.questions.intake import AnsweredQuestion
from bot.questions.kept_message import KeptMessage
from bot.questions.message_spool import MessageSpool, SpoolFullError
from bot.questions.models import AnswerRecord, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import message_with
from tests.channels.gateway_fixtures import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

WORRY = "A girl in my form says her uncle hits her."


@contextmanager
def another_writer():
    """Somebody else writes to the database and does not come to an end."""
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        writer.close()


@pytest.fixture
def broken(monkeypatch):
    """Call it with the name of a function of ``intake``: that finds no database until it is called with None."""

    def fail(*_arguments):
        raise DatabaseError("database or disk is full")

    def break_or_mend(name):
        monkeypatch.undo() if name is None else monkeypatch.setattr(intake, name, fail)

    return break_or_mend


@pytest.fixture
def in_one_loop(gateway, monkeypatch):
    """Runs a scenario in one event loop, as the gateway does; it gets a way to post and one to wait for the rest."""
    monkeypatch.setattr(late_storage, "RETRY_PAUSE", 0.01)
    client = AsyncClient()

    async def ask(text="Where do phones go?", **changes):
        body = {"school": "oakfield", "conversation": "c-1", "text": text} | changes
        headers = {"Authorization": f"Bearer {TOKEN}"}
        reply = await client.post("/api/v1/messages", body, content_type="application/json", headers=headers)
        return reply.json()["messages"]

    async def settle():
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    async def run(scenario):
        outcome = await scenario(ask, settle)
        # What was given up may still be under way, and would end up among the rows of the next test.
        all_free = threading.Barrier(database_threads.THREADS)
        await asyncio.gather(*(in_database_thread(all_free.wait, 60) for _ in range(database_threads.THREADS)))
        return outcome

    return lambda scenario: asyncio.run(run(scenario))


@pytest.fixture
def hanging_screen():
    """The screen of every message hangs until this event is set."""
    released = threading.Event()

    def hang(_text):
        released.wait(60)
        return Screening(None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(message_service, "SafeguardingScreen", lambda _encoder: hang)
        yield released
    released.set()


class SlowDisk:
    """Takes no message before ``take_it``, which returns once it has taken one."""

    def __init__(self):
        self._may_take, self._has_taken = threading.Event(), threading.Event()
        self._keep = MessageSpool.keep

    def keep(self, spool, kept):
        self._may_take.wait(60)
        self._keep(spool, kept)
        self._has_taken.set()

    def take_it(self):
        self._may_take.set()
        assert self._has_taken.wait(60)


@pytest.fixture
def slow_disk():
    disk = SlowDisk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(late_storage, "KEEP_PATIENCE", 0.05)
        patch.setattr(MessageSpool, "keep", lambda spool, kept: disk.keep(spool, kept))  # noqa: PLW0108 (binds the spool)
        yield disk


def kept_files():
    return sorted(django_settings.SIGNPOST.spool.glob("*.json"))


def a_kept_message(text="Kept?", **changes):
    fields = {
        "id": uuid4(),
        "received_at": datetime.now(UTC),
        "message": IncomingMessage("oakfield", "c-1", text),
        "answered": (AnsweredQuestion([message_with(Outcome.FAILED_SERVICE_UNAVAILABLE)]),),
        "duration_ms": 5,
    }
    return KeptMessage(**(fields | changes))


def test_messages_sent_while_another_writer_holds_the_database_are_stored_when_it_lets_go(in_one_loop, patient):
    async def scenario(ask, settle):
        with another_writer():
            replies = await asyncio.gather(
                *(ask(f"question {number}", conversation=str(number)) for number in range(6))
            )
        await settle()
        return replies

    replies = in_one_loop(scenario)
    assert all("has been kept" in message["text"] for [message] in replies)
    assert sorted(QuestionRecord.objects.values_list("text", flat=True)) == [f"question {n}" for n in range(6)]
    assert AnswerRecord.objects.filter(outcome=Outcome.FAILED_SERVICE_UNAVAILABLE).count() == 6
    assert ReviewItem.objects.count() == 6
    assert kept_files() == []


def test_messages_are_kept_while_more_screenings_hang_than_there_are_threads(
    in_one_loop, broken, hanging_screen, patient
):
    async def scenario(ask, settle):
        broken("record_question")
        replies = await asyncio.gather(*(ask(f"question {number}", conversation=str(number)) for number in range(12)))
        hanging_screen.set()
        broken(None)
        await ask("the next one")
        await settle()
        return replies

    replies = in_one_loop(scenario)
    assert all("has been kept" in message["text"] for [message] in replies)
    assert QuestionRecord.objects.count() == 13


def test_what_a_slow_disk_takes_too_late_is_stored_all_the_same(in_one_loop, broken, slow_disk):
    async def scenario(ask, settle):
        broken("record_question")
        [told] = await ask(WORRY)
        broken(None)
        await asyncio.to_thread(slow_disk.take_it)
        await ask("the next one")
        await settle()
        return told

    told = in_one_loop(scenario)
    assert told["answer"]["outcome"] == Outcome.SAFEGUARDING_CONCERN
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.CONCERN
    assert kept_files() == []


def test_work_resumes_when_the_other_writer_lets_go(in_one_loop):
    async def scenario(ask, settle):
        with another_writer():
            await asyncio.gather(*(ask(conversation=str(number)) for number in range(6)))
        [message] = await ask()
        await settle()
        return message

    assert in_one_loop(scenario)["answer"]["outcome"] == Outcome.ANSWERED_FROM_POLICY


def test_kept_messages_are_recorded_with_the_time_at_which_they_came_and_in_order(in_one_loop, broken):
    async def scenario(ask, settle):
        broken("record_question")
        for text in ("first", "second", "third"):
            await ask(text)
        broken(None)
        await ask("fourth")
        await settle()

    in_one_loop(scenario)
    in_order = QuestionRecord.objects.order_by("received_at").values_list("text", flat=True)
    assert list(in_order) == ["first", "second", "third", "fourth"]


def test_a_worry_gets_its_text_and_its_item_although_the_database_was_away(in_one_loop):
    async def scenario(ask, settle):
        with another_writer():
            [message] = await ask(WORRY)
        await settle()
        return message

    message = in_one_loop(scenario)
    assert message["answer"]["outcome"] == Outcome.SAFEGUARDING_CONCERN
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.CONCERN
    assert AnswerRecord.objects.get().payload[0]["text"] == message["text"]


def test_what_a_safeguarding_text_may_wait_for_is_less_than_three_seconds():
    assert message_service.RECORD_PATIENCE + late_storage.KEEP_PATIENCE < 3
    assert message_service.RECORD_SAFEGUARDING + late_storage.KEEP_PATIENCE < 3


def test_what_a_safe_text_may_wait_for_is_less_than_ten_seconds():
    from bot.settings import load_settings

    patience = load_settings({}).dialogue_timeout + message_service.RECORD_AFTER_DEADLINE + late_storage.KEEP_PATIENCE
    assert patience < 10


def test_an_answer_that_could_not_be_stored_is_stored_later_as_it_was_shown(in_one_loop, broken):
    async def scenario(ask, settle):
        broken("record_answers")
        shown = await ask()
        broken(None)
        await settle()
        return shown

    shown = in_one_loop(scenario)
    assert shown[0]["answer"]["outcome"] == Outcome.ANSWERED_FROM_POLICY
    assert AnswerRecord.objects.get().payload == shown
    assert QuestionRecord.objects.count() == 1


def test_a_press_while_the_database_is_away_is_found_again_when_it_is_back(in_one_loop, broken):
    async def scenario(ask, settle):
        [answer] = await ask()
        wanted = next(button["id"] for button in answer["buttons"] if button["id"].endswith("ask_safeguarding_lead"))
        broken("record_question")
        await ask("", button=wanted)
        broken(None)
        await settle()

    in_one_loop(scenario)
    press = QuestionRecord.objects.exclude(button="").get()
    assert press.button == "ask_safeguarding_lead"
    assert ReviewItem.objects.get().question == press.pressed_on.question


def test_a_press_of_nothing_while_the_database_is_away_files_nothing(in_one_loop, broken):
    async def scenario(ask, settle):
        broken("record_question")
        await ask("", button=f"{uuid4()}:ask_safeguarding_lead")
        broken(None)
        await settle()

    in_one_loop(scenario)
    assert QuestionRecord.objects.get().button == "unknown"
    assert not ReviewItem.objects.exists()


def test_a_message_whose_record_went_through_after_all_is_there_once(gateway):
    kept = a_kept_message()
    intake.record_question(kept.message, kept.received_at, kept.id)
    kept_message.store_kept_message(kept)
    kept_message.store_kept_message(kept)

    assert QuestionRecord.objects.get().answer.question_id == kept.id
    assert ReviewItem.objects.count() == 1


def test_what_an_ended_process_had_kept_is_stored_when_the_next_one_is_asked_for_its_health(in_one_loop):
    MessageSpool(django_settings.SIGNPOST.spool, KeptMessage).keep(a_kept_message())

    async def scenario(_ask, settle):
        await AsyncClient().get("/healthz")
        await settle()

    in_one_loop(scenario)
    assert QuestionRecord.objects.get().text == "Kept?"
    assert kept_files() == []


def test_a_damaged_file_is_put_aside_and_holds_up_no_other(in_one_loop, caplog):
    spool = MessageSpool(django_settings.SIGNPOST.spool, KeptMessage)
    spool.keep(a_kept_message("damaged"))
    damaged = kept_files()[0]
    damaged.write_bytes(damaged.read_bytes()[:-20])
    spool.keep(a_kept_message("whole"))

    async def scenario(ask, settle):
        await ask()
        await settle()

    in_one_loop(scenario)
    assert QuestionRecord.objects.filter(text="whole").count() == 1
    assert [path.name for path in (spool.folder / "aside").iterdir()] == [damaged.name]
    assert "ALARM: a kept message cannot be stored" in caplog.text


def test_only_this_account_may_read_what_is_kept(tmp_path):
    MessageSpool(tmp_path / "spool", KeptMessage).keep(a_kept_message())
    [file] = (tmp_path / "spool").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_where_the_disk_takes_nothing_either_the_person_is_told_so(in_one_loop, broken, caplog, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.questions.message_spool.os.fsync", full)

    async def scenario(ask, _settle):
        broken("record_question")
        return await ask()

    [message] = in_one_loop(scenario)
    assert "could not be stored" in message["text"]
    assert "could not be kept either (No space left on device)" in caplog.text
    assert list(django_settings.SIGNPOST.spool.iterdir()) == []


def test_a_full_spool_takes_no_more(tmp_path):
    spool = MessageSpool(tmp_path / "spool", KeptMessage, limit=2)
    spool.keep(a_kept_message())
    spool.keep(a_kept_message())
    with pytest.raises(SpoolFullError):
        spool.keep(a_kept_message())
    assert len(spool.waiting()) == 2


def test_what_was_cut_short_is_swept_away(tmp_path):
    import os

    spool = MessageSpool(tmp_path, KeptMessage)
    (tmp_path / "1.part").write_text("half")
    os.utime(tmp_path / "1.part", (0, 0))
    (tmp_path / "2.part").write_text("being written")
    spool.sweep()
    assert [path.name for path in tmp_path.iterdir()] == ["2.part"]


def test_no_alarm_holds_what_somebody_wrote(in_one_loop, broken, caplog):
    caplog.set_level(logging.DEBUG)

    async def scenario(ask, settle):
        broken("record_question")
        await ask("MARKER-7f3a", conversation="c-MARKER-7f3a")
        broken(None)
        await settle()

    in_one_loop(scenario)
    assert "ALARM" in caplog.text
    assert "MARKER-7f3a" not in caplog.text


def test_a_message_survives_being_kept_word_for_word(tmp_path):
    spool = MessageSpool(tmp_path, KeptMessage)
    message = Message(kind="text", text="“Quoted”\n\n\u202e and \U0001f600")
    kept = a_kept_message(
        "zero\u200bwidth \ud83d?".encode("utf-8", "replace").decode(),
        answered=(AnsweredQuestion([message], words="w", in_full="f", asked_for="volunteer"),),
    )
    spool.keep(kept)
    [path] = spool.waiting()
    assert spool.read(path) == kept
    assert json.loads(path.read_text())["message"]["text"] == kept.message.text


def test_a_message_is_kept_scrubbed():
    kept = a_kept_message("can jayden ring 07700 900123").model_dump_json()

    assert "can [name] ring [phone]" in kept
    assert "jayden" not in kept
