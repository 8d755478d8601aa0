"""Who is told that a concern waits, when, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from bot.notifications.models import Notice, Preference, Sending
from bot.notifications.round import tell_everybody
from bot.notifications.sendings import unsent_about
from bot.questions.intake import open_review_item
from bot.questions.models import ReviewItem
from bot.questions.triage import close_review_item, look_at_review_item
from tests.questions.fake_mail_server import FakeMailServer
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
MARKER = "quillwort-marker"


@pytest.fixture(autouse=True)
def mail_server(settings):
    """A gateway that has a mail server, and waits ten minutes before it tells the next in line."""
    settings.SIGNPOST = replace(
        settings.SIGNPOST, email_host="mail.example.org", public_url="https://ask.example.org", alert_minutes=10.0
    )
    settings.DEFAULT_FROM_EMAIL = "signpost@example.org"


@pytest.fixture
def everybody():
    """One person for each part, at oakfield."""
    return {role: member(role, oakfield=role) for role in ("safeguarding_lead", "deputy", "head", "chair")}


def concern(kind=Kind.CONCERN, **fields):
    return item(kind=kind, **fields)


def told():
    """Who has been written to, in order."""
    return [address.partition("@")[0] for message in mail.outbox for address in message.to]


def after(minutes):
    return timezone.now() + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("kind", "by_ten_minutes"),
    [
        (Kind.CONCERN, [["safeguarding_lead"], ["deputy"], ["head"], []]),
        (Kind.ALLEGATION, [["head"], [], [], []]),
        (Kind.ALLEGATION_ABOUT_HEAD, [["chair"], [], [], []]),
    ],
)
def test_the_next_in_line_is_told_while_nobody_opens_it(everybody, kind, by_ten_minutes):
    concern(kind)
    for step, names in enumerate(by_ten_minutes):
        mail.outbox.clear()
        tell_everybody(after(10 * step + 1))
        assert told() == names


@pytest.mark.parametrize("kind", [Kind.PARTLY, Kind.UNANSWERED, Kind.UNHELPFUL, Kind.ASKED_FOR_LEAD])
def test_an_ordinary_question_alerts_nobody(everybody, kind):
    for person in everybody.values():
        Preference.objects.create(user=person, school="oakfield", rhythm=Preference.Rhythm.NEVER)
    item(kind=kind)
    assert tell_everybody(after(60)) == 0
    assert not mail.outbox


def test_everybody_of_one_part_is_told_at_once(everybody):
    member("second", oakfield="safeguarding_lead")
    concern()
    assert tell_everybody(timezone.now()) == 2
    assert sorted(told()) == ["safeguarding_lead", "second"]


def test_nobody_is_told_twice(everybody):
    concern()
    for _ in range(3):
        tell_everybody(timezone.now())
    assert told() == ["safeguarding_lead"]


def test_a_part_that_nobody_plays_is_not_waited_for():
    member("deputy", oakfield="deputy")
    concern()
    tell_everybody(timezone.now())
    assert told() == ["deputy"]


def test_who_opened_it_spares_the_next_in_line(everybody):
    waiting = concern()
    tell_everybody(timezone.now())
    look_at_review_item(everybody["safeguarding_lead"], waiting.pk)
    tell_everybody(after(60))
    assert told() == ["safeguarding_lead"]


def test_a_closed_item_alerts_nobody_more(everybody):
    close_review_item(everybody["safeguarding_lead"], concern())
    assert tell_everybody(after(60)) == 0


def test_nobody_of_another_school_is_told(everybody):
    member("elsewhere", elmhurst="safeguarding_lead")
    concern()
    tell_everybody(after(60))
    assert "elsewhere" not in told()


@pytest.mark.parametrize("roles", [("chair", "head"), ("head", "safeguarding_lead", "deputy")])
def test_a_head_is_never_told_of_a_concern_about_the_head(roles):
    member("somebody", oakfield=roles)
    concern(Kind.ALLEGATION_ABOUT_HEAD)
    assert tell_everybody(after(600)) == 0


def test_a_lead_who_is_head_too_is_told_of_an_allegation():
    member("somebody", oakfield=("head", "safeguarding_lead"))
    concern(Kind.ALLEGATION)
    tell_everybody(timezone.now())
    assert told() == ["somebody"]


def test_an_account_that_was_switched_off_is_not_written_to(everybody):
    User.objects.filter(username="safeguarding_lead").update(is_active=False)
    concern()
    tell_everybody(timezone.now())
    assert told() == ["deputy"]


def test_a_concern_that_turns_out_to_be_about_the_head_is_told_to_the_chair(everybody):
    waiting = concern()
    look_at_review_item(everybody["head"], waiting.pk)
    open_review_item(waiting.question, Kind.ALLEGATION_ABOUT_HEAD)
    tell_everybody(after(60))
    assert told() == ["chair"]


def test_an_alert_says_what_kind_and_where_and_no_word_of_the_message(everybody):
    waiting = concern(text=f"she said {MARKER}")
    tell_everybody(timezone.now())
    [message] = mail.outbox
    assert "Safeguarding concern, at oakfield" in message.body
    assert f"https://ask.example.org/console/items/{waiting.pk}/" in message.body
    assert MARKER not in str(message.message())


def test_the_subject_of_an_alert_does_not_tell_its_kind(everybody):
    waiting = concern(Kind.ALLEGATION_ABOUT_HEAD)
    tell_everybody(timezone.now())
    assert mail.outbox[0].subject == f"Signpost: item {waiting.pk} waits for you"


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(everybody, settings):
    settings.SIGNPOST = replace(settings.SIGNPOST, email_host="")
    concern()
    assert tell_everybody(after(60)) == 0
    assert not Notice.objects.exists()


@pytest.fixture
def failing(monkeypatch):
    """E-mail to these names fails."""
    names, send = set(), EmailMessage.send

    def try_to_send(message, *arguments):
        if message.to[0].partition("@")[0] in names:
            raise SMTPException(MARKER)
        return send(message, *arguments)

    monkeypatch.setattr(EmailMessage, "send", try_to_send)
    return names


def test_an_alert_that_fails_is_tried_again_until_it_is_sent(everybody, failing):
    failing.add("safeguarding_lead")
    concern()
    assert tell_everybody(timezone.now()) == 0
    failing.clear()
    assert tell_everybody(timezone.now()) == 0  # not again at once
    assert tell_everybody(after(2)) == 1


def test_an_alert_that_fails_does_not_hold_up_another(everybody, failing):
    failing.add("safeguarding_lead")
    member("second", oakfield="safeguarding_lead")
    concern()
    assert tell_everybody(timezone.now()) == 1
    assert told() == ["second"]


def test_an_alert_that_fails_is_counted_as_not_sent_for_those_who_may_see_the_item(everybody, failing):
    failing.add("safeguarding_lead")
    concern()
    tell_everybody(timezone.now())
    assert unsent_about(ReviewItem.objects.all()).count() == 1
    assert unsent_about(ReviewItem.objects.none()).count() == 0


def test_a_failure_leaves_neither_message_nor_address_in_the_log(everybody, failing, caplog):
    failing.add("safeguarding_lead")
    concern(text=MARKER)
    tell_everybody(timezone.now())
    assert "SMTPException" in caplog.text
    assert MARKER not in caplog.text and "example.org" not in caplog.text


def test_a_process_that_dies_while_it_sends_leaves_the_alert_to_the_next(everybody, monkeypatch):
    def die(*_arguments):
        raise KeyboardInterrupt

    concern()
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", die)
        with pytest.raises(KeyboardInterrupt):
            tell_everybody(timezone.now())
    assert tell_everybody(timezone.now()) == 0  # the other may still be at it
    assert tell_everybody(after(2)) == 1


def test_two_processes_at_once_send_an_alert_once(everybody, monkeypatch):
    send, inner = EmailMessage.send, []

    def meanwhile(message, *arguments):
        inner.append(tell_everybody(timezone.now()))
        return send(message, *arguments)

    concern()
    monkeypatch.setattr(EmailMessage, "send", meanwhile)
    assert tell_everybody(timezone.now()) == 1
    assert inner == [0]
    assert told() == ["safeguarding_lead"]


@pytest.fixture
def real_mail(settings):
    """A mail server on loopback that e-mail really goes to."""
    server = FakeMailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


def test_an_alert_travels_by_smtp_with_a_message_id_of_its_own(everybody, real_mail):
    concern()
    assert tell_everybody(timezone.now()) == 1
    [received] = real_mail.received
    assert received["To"] == "safeguarding_lead@example.org"
    assert received["From"] == "signpost@example.org"
    assert received["Message-ID"] == f"<signpost-notice-{Sending.objects.get().pk}@ask.example.org>"


def test_an_alert_that_the_mail_server_puts_off_is_sent_later(everybody, real_mail):
    real_mail.refuses = True
    concern()
    assert tell_everybody(timezone.now()) == 0
    real_mail.refuses = False
    assert tell_everybody(after(2)) == 1
    assert len(real_mail.received) == 1


def test_an_address_that_is_refused_for_good_has_the_next_in_line_told_at_once(everybody, real_mail):
    real_mail.unknown.add("safeguarding_lead@example.org")
    concern()
    assert tell_everybody(timezone.now()) == 0
    assert tell_everybody(timezone.now()) == 1
    assert [message["To"] for message in real_mail.received] == ["deputy@example.org"]


def test_the_next_in_line_is_not_told_while_another_of_the_part_was_reached(everybody, real_mail):
    member("second", oakfield="safeguarding_lead")
    real_mail.unknown.add("safeguarding_lead@example.org")
    concern()
    for _ in range(2):
        tell_everybody(timezone.now())
    assert [message["To"] for message in real_mail.received] == ["second@example.org"]
