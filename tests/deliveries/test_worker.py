"""From the inbox to the platform: once, in order, and never stuck."""

from __future__ import annotations

import pytest

from bot.channels.database_threads import in_database_thread
from bot.deliveries.inbox import receive
from bot.deliveries.models import Delivery, InboxEntry
from bot.questions.models import AnswerRecord, QuestionRecord
from tests.channels.fake_dialogue import answered
from tests.deliveries.conftest import event

pytestmark = pytest.mark.django_db(transaction=True)


def echo(dialogue):
    dialogue.reply = lambda turn: [answered(text=f"answer to {turn['text']}")]


def test_a_received_message_is_answered_on_its_platform(work, dialogue):
    echo(dialogue)

    async def scenario(sender):
        await in_database_thread(receive, event())
        await sender.until(lambda: sender.sent)
        return sender.sent

    assert work(scenario) == [("c-1", "answer to question 1")]
    assert QuestionRecord.objects.get().answer.payload[0]["text"] == "answer to question 1"
