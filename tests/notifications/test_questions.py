"""Who hears of questions, when and in which words: none is lost, none told twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.notifications.models import Notice, Preference, Sending, ToldQuestion
from bot.notifications.questions import tell_of_questions
from bot.notifications.rhythm import LONDON
from bot.notifications.round import tell_everybody
from bot.questions.models import ReviewItem
from bot.questions.triage import close_review_item
from tests.notifications.conftest import MARKER, at, question
from tests.questions.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]

Kind = ReviewItem.Kind
Rhythm = Preference.Rhythm
_numbers = count(1)


def lead(**chosen):
    user = member("lead", oakfield="safeguarding_lead")
    if chosen:
        Preference.objects.create(user=user, school="oakfield", **chosen)
    return user


def told():
    """The people written to and the subjects, in order."""
    return [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]


def test_a_lead_who_chose_nothing_gets_one_digest_a_day():
    lead()
    question("2026-06-03 09:00")
    question("2026-06-03 15:00", Kind.PARTLY)
    tell_everybody(at("2026-06-04 07:59"))
    assert not mail.outbox
    for minute in ("08:00", "08:15", "20:00"):
        tell_everybody(at(f"2026-06-04 {minute}"))
    assert told() == [("lead", "Signpost: 2 questions wait for you")]


@pytest.mark.parametrize("role", ["head", "chair", "trust_lead", "administrator"])
def test_others_hear_of_questions_only_if_they_ask(role):
    member("other", oakfield=role)
    question("2026-06-03 09:00")
    tell_everybody(at("2026-06-04 12:00"))
    assert not mail.outbox


def test_a_digest_says_kinds_counts_and_a_link_and_no_word_of_a_question():
    lead()
    for kind in (Kind.PARTLY, Kind.UNANSWERED, Kind.UNANSWERED):
        question("2026-06-03 09:00", kind)
    tell_everybody(at("2026-06-04 08:00"))
    [message] = mail.outbox
    assert "3 questions wait for you at oakfield.\n- Partly answered: 1\n- Not answered: 2\n" in message.body
    assert "https://ask.example.org/console/?school=oakfield" in message.body
    assert MARKER not in str(message.message())


def test_a_digest_of_nothing_is_not_sent():
    lead()
    question("2026-06-04 09:00")
    tell_everybody(at("2026-06-04 10:00"))
    assert not mail.outbox
    assert Notice.objects.get().period == at("2026-06-04 08:00")


def test_a_question_of_the_digests_own_minute_is_in_the_next():
    lead()
    question("2026-06-04 08:00")
    tell_everybody(at("2026-06-04 08:00"))
    tell_everybody(at("2026-06-05 08:00"))
    assert len(told()) == 1


def test_a_question_that_was_committed_late_is_in_the_next_digest():
    lead()
    question("2026-06-04 07:00")
    tell_everybody(at("2026-06-04 08:00"))
    question("2026-06-04 07:59")  # was on its way while the digest was made
    tell_everybody(at("2026-06-04 09:00"))
    assert len(told()) == 1
    tell_everybody(at("2026-06-05 08:00"))
    assert told()[1:] == [("lead", "Signpost: 1 question waits for you")]


def test_a_question_that_was_closed_meanwhile_is_not_told():
    user = lead()
    close_review_item(user, question("2026-06-03 09:00"))
    tell_everybody(at("2026-06-04 08:00"))
    assert not mail.outbox


def test_a_weekly_digest_waits_for_its_day():
    lead(rhythm=Rhythm.WEEKLY, hour=15, weekday=Preference.Weekday.FRIDAY)
    question("2026-06-02 09:00")
    tell_everybody(at("2026-06-05 14:59"))
    assert not mail.outbox
    tell_everybody(at("2026-06-05 15:00"))
    assert len(told()) == 1


def test_at_once_means_at_once_and_once():
    lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00")
    tell_everybody(at("2026-06-03 09:01"))
    tell_everybody(at("2026-06-03 09:02"))
    question("2026-06-03 09:03")
    tell_everybody(at("2026-06-03 09:04"))
    assert told() == [("lead", "Signpost: 1 question waits for you")] * 2


def test_in_quiet_hours_questions_wait_and_come_together_after_them():
    lead(rhythm=Rhythm.AT_ONCE, quiet_from=18, quiet_to=7)
    for moment in ("2026-06-03 19:00", "2026-06-04 03:00"):
        question(moment)
        tell_everybody(at(moment) + timedelta(minutes=1))
    assert not mail.outbox
    tell_everybody(at("2026-06-04 07:00"))
    assert told() == [("lead", "Signpost: 2 questions wait for you")]


def test_a_digest_whose_hour_is_quiet_comes_after_it():
    lead(hour=8, quiet_from=22, quiet_to=9)
    question("2026-06-03 12:00")
    tell_everybody(at("2026-06-04 08:30"))
    assert not mail.outbox
    tell_everybody(at("2026-06-04 09:00"))
    assert len(told()) == 1


def test_quiet_hours_keep_no_concern_waiting():
    lead(rhythm=Rhythm.NEVER, by_email=False, quiet_from=18, quiet_to=7, quiet_weekends=True)
    waiting = question("2026-06-06 23:00", Kind.CONCERN)
    tell_everybody(at("2026-06-06 23:01"))
    assert told() == [("lead", f"Signpost: item {waiting.pk} waits for you")]


def test_a_question_that_becomes_a_concern_is_told_as_one():
    lead(rhythm=Rhythm.AT_ONCE)
    waiting = question("2026-06-03 09:00")
    tell_everybody(at("2026-06-03 09:01"))
    ReviewItem.objects.filter(pk=waiting.pk).update(kind=Kind.CONCERN)
    tell_everybody(at("2026-06-03 09:02"))
    assert [subject for _, subject in told()] == [
        "Signpost: 1 question waits for you",
        f"Signpost: item {waiting.pk} waits for you",
    ]


def test_an_allegation_is_no_question_of_anybodys_digest():
    lead(rhythm=Rhythm.AT_ONCE)
    for kind in (Kind.ALLEGATION, Kind.ALLEGATION_ABOUT_HEAD):
        question("2026-06-03 09:00", kind)
    tell_everybody(at("2026-06-04 12:00"))
    assert not mail.outbox


def test_nobody_hears_of_another_schools_questions():
    lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00", school="elmhurst")
    tell_everybody(at("2026-06-04 12:00"))
    assert not mail.outbox


def test_without_any_way_questions_wait_until_there_is_one(mail_server, settings):
    from dataclasses import replace

    lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00")
    with_mail, settings.SIGNPOST = settings.SIGNPOST, replace(settings.SIGNPOST, email_host="")
    tell_everybody(at("2026-06-03 10:00"))
    assert not Notice.objects.exists()
    settings.SIGNPOST = with_mail
    tell_everybody(at("2026-06-03 11:00"))
    assert len(told()) == 1


def test_two_processes_at_once_make_one_notice(monkeypatch):
    lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00")
    now = at("2026-06-03 09:01")
    from bot.notifications import questions

    make = questions.make_notice

    def after_another(*arguments):
        monkeypatch.setattr(questions, "make_notice", make)
        tell_of_questions(now)  # the other process, between this one's look and its write
        return make(*arguments)

    monkeypatch.setattr(questions, "make_notice", after_another)
    tell_of_questions(now)
    assert Notice.objects.count() == ToldQuestion.objects.count() == 1


@pytest.fixture
def mail_fails(monkeypatch):
    """E-mail fails while this says so."""
    failing, send = [True], EmailMessage.send

    def try_to_send(message, *arguments):
        if failing:
            raise SMTPException(MARKER)
        return send(message, *arguments)

    monkeypatch.setattr(EmailMessage, "send", try_to_send)
    return failing


def test_what_a_day_of_tries_did_not_bring_there_is_told_anew(mail_fails):
    lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00")
    for hours in range(30):
        tell_everybody(at("2026-06-03 10:00") + timedelta(hours=hours))
    assert Sending.objects.filter(state=Sending.State.FAILED).count() == 1
    mail_fails.clear()
    tell_everybody(at("2026-06-05 10:00"))
    assert told() == [("lead", "Signpost: 1 question waits for you")]


def test_an_email_that_is_late_counts_what_still_waits(mail_fails):
    user = lead(rhythm=Rhythm.AT_ONCE)
    first = question("2026-06-03 09:00")
    question("2026-06-03 09:00")
    tell_everybody(at("2026-06-03 09:01"))
    close_review_item(user, first)
    mail_fails.clear()
    tell_everybody(at("2026-06-03 10:00"))
    assert told() == [("lead", "Signpost: 1 question waits for you")]


def test_an_email_that_is_no_longer_needed_is_not_sent(mail_fails):
    user = lead(rhythm=Rhythm.AT_ONCE)
    waiting = question("2026-06-03 09:00")
    tell_everybody(at("2026-06-03 09:01"))
    close_review_item(user, waiting)
    mail_fails.clear()
    tell_everybody(at("2026-06-03 10:00"))
    assert not mail.outbox
    assert Sending.objects.get().state == Sending.State.DROPPED


def test_somebody_who_lost_their_part_is_not_written_to(mail_fails):
    user = lead(rhythm=Rhythm.AT_ONCE)
    question("2026-06-03 09:00")
    tell_everybody(at("2026-06-03 09:01"))
    user.school_memberships.all().delete()
    mail_fails.clear()
    tell_everybody(at("2026-06-03 10:00"))
    assert not mail.outbox


def test_notices_of_nothing_are_erased_in_time():
    lead()
    question("2026-06-04 09:00")
    tell_everybody(at("2026-06-04 10:00"))
    ReviewItem.objects.all().delete()
    tell_everybody(at("2026-07-10 10:00"))
    assert not Notice.objects.exists()


def loud(chosen, moment):
    """Whether somebody may be told of questions then: the rule of the page, in other words than the code's."""
    local = moment.astimezone(LONDON)
    if chosen["quiet_weekends"] and local.strftime("%a") in ("Sat", "Sun"):
        return False
    if chosen["quiet_from"] is None:
        return True
    hour, hours = chosen["quiet_from"], set()
    while hour != chosen["quiet_to"]:
        hours.add(hour)
        hour = (hour + 1) % 24
    return local.hour not in hours


def is_due(chosen, opened, moment):
    """Whether a question opened then is to be told by ``moment``: a digest's hour has struck since."""
    if chosen["rhythm"] == Rhythm.AT_ONCE:
        return True
    hour = opened.replace(minute=0) + timedelta(hours=1)
    while hour <= moment:
        local = hour.astimezone(LONDON)
        if local.hour == chosen["hour"] and (chosen["rhythm"] == Rhythm.DAILY or local.weekday() == chosen["weekday"]):
            return True
        hour += timedelta(hours=1)
    return False


@st.composite
def choices(draw):
    start = draw(st.none() | st.integers(0, 23))
    end = None if start is None else draw(st.integers(0, 23).filter(lambda hour: hour != start))
    return {
        "rhythm": draw(st.sampled_from([Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY])),
        "hour": draw(st.integers(3, 23)),  # not in the hours that the clock skips or repeats: they are tried above
        "weekday": draw(st.integers(0, 6)),
        "quiet_from": start,
        "quiet_to": end,
        "quiet_weekends": draw(st.booleans()),
    }


@settings(
    max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    chosen=choices(),
    start=st.sampled_from(["2026-03-27 12:00", "2026-06-03 12:00", "2026-10-23 12:00"]),
    opened=st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=5),
)
def test_a_question_is_told_once_at_the_first_moment_that_is_chosen_and_not_quiet(chosen, start, opened):
    school = f"school-{next(_numbers)}"
    user = member(f"lead-of-{school}", **{school: "safeguarding_lead"})
    Preference.objects.create(user=user, school=school, **chosen)
    begin = at(start).astimezone(tz=None)
    waiting = {question(begin + timedelta(minutes=m), school=school).pk: begin + timedelta(minutes=m) for m in opened}
    ReviewItem.objects.filter(school=school).update(status="closed")
    rounds = [begin + timedelta(minutes=30 * step) for step in range(48 * 13)]
    expected = {
        pk: next(
            moment for moment in rounds if moment >= since and loud(chosen, moment) and is_due(chosen, since, moment)
        )
        for pk, since in waiting.items()
    }
    last = max(expected.values())
    for moment in (moment for moment in rounds if moment <= last + timedelta(hours=2)):
        arrived = [pk for pk, since in waiting.items() if since <= moment]
        ReviewItem.objects.filter(pk__in=arrived).update(status="open")
        tell_of_questions(moment)
    told = ToldQuestion.objects.filter(user=user).values_list("item_id", "notice__made_at")
    assert dict(told) == expected
    assert len(told) == len(waiting)
    ReviewItem.objects.filter(school=school).delete()
