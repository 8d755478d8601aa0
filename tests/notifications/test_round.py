"""The steps of a round: one that fails keeps none of the others from its work."""

from __future__ import annotations

import pytest
from django.core import mail

from bot.notifications import round as the_round
from bot.questions.models import ReviewItem
from tests.notifications.conftest import at, question
from tests.questions.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


@pytest.mark.parametrize("broken", ["read_outbox", "drop_needless", "tell_of_questions", "_erase_spent"])
def test_a_concern_is_told_whatever_else_fails(monkeypatch, broken):
    def fail(_now):
        raise ZeroDivisionError

    steps = [fail if step.__name__ == broken else step for step in the_round._STEPS]
    assert fail in steps
    monkeypatch.setattr(the_round, "_STEPS", steps)
    member("lead", oakfield="safeguarding_lead")
    question("2026-06-03 12:00", ReviewItem.Kind.CONCERN)
    with pytest.raises(ZeroDivisionError):
        the_round.tell_everybody(at("2026-06-03 12:01"))
    assert [message.to for message in mail.outbox] == [["lead@example.org"]]
