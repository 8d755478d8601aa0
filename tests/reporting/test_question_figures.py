"""What is counted, when, and what is not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from bot.datatypes.answer import Outcome
from bot.questions.models import ReviewItem
from bot.reporting import question_figures
from bot.reporting.period import full_weeks, last_weeks, month_of, weeks_of
from tests.questions.people import item, member
from tests.reporting.asked_questions import ANSWERED, SILENT, ask, replied

pytestmark = pytest.mark.django_db

JULY = month_of("2026-07")


def noon(month, day, hour=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_month_begins_at_midnight_of_the_school_and_not_of_utc():
    ask(at=noon(6, 30, hour=23))  # British summer time: 1 July, 00:00
    ask(at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    ask(at=noon(7, 31, hour=23))
    assert question_figures.outcomes(["oakfield"], JULY).asked == 1


def test_weeks_begin_on_mondays_and_none_is_left_out():
    ask(at=noon(7, 6))
    ask(at=noon(7, 12, hour=22), outcome=SILENT)  # still Sunday
    ask(at=noon(7, 12, hour=23))  # Monday, 00:00
    weeks = question_figures.outcomes(["oakfield"], JULY).by_week
    assert list(weeks) == [date(2026, 6, 29), date(2026, 7, 6), date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 27)]
    assert weeks[date(2026, 7, 6)] == {"answered": 1, "unanswered": 1}
    assert weeks[date(2026, 7, 13)] == {"answered": 1}


def test_the_weeks_of_a_year_survive_the_change_of_the_clocks():
    for period in (last_weeks(52, noon(11, 4)), full_weeks(52, noon(4, 1))):
        assert len(weeks_of(period)) == 52
        assert {monday.weekday() for monday in weeks_of(period)} == {0}


@pytest.mark.parametrize("outcome", [o for o in Outcome if o.startswith(("safeguarding", "conversation"))])
def test_concerns_and_small_talk_are_in_no_figure(outcome):
    ask(at=noon(7, 6), outcome=outcome, topic="ask_smartwatch")
    assert question_figures.outcomes(["oakfield"], JULY).asked == 0
    assert question_figures.topics_asked(["oakfield"], JULY)["oakfield"] == Counter()


def test_buttons_and_other_schools_are_not_counted():
    ask(at=noon(7, 6), button="show_more")
    ask("elmhurst", at=noon(7, 6))
    assert question_figures.outcomes(["oakfield"], JULY).asked == 0


def test_the_share_answered_leaves_out_who_was_asked_back():
    ask(at=noon(7, 6), number=3)
    ask(at=noon(7, 6), outcome=Outcome.FAILED_SERVICE_UNAVAILABLE)
    ask(at=noon(7, 6), outcome=Outcome.CLARIFICATION_NEEDED, number=4)
    assert question_figures.outcomes(["oakfield"], JULY).share_answered == 0.75


@pytest.mark.parametrize("topic", ["ask_report_head", "ask_whistleblowing", "ask_report_colleague", "ask_complaints"])
def test_asking_how_to_raise_a_concern_about_somebody_is_not_counted_by_topic(topic):
    ask(at=noon(7, 6), topic=topic)
    assert question_figures.topics_asked(["oakfield"], JULY)["oakfield"] == {"": 1}


def test_times_to_reply_are_of_replies_alone_and_of_no_concern():
    user = member("lead", oakfield="safeguarding_lead")
    for hours in range(1, 11):
        replied(user, hours)
    replied(user, 500, kind=ReviewItem.Kind.CONCERN)
    replied(user, 600, kind=ReviewItem.Kind.ALLEGATION_ABOUT_HEAD)
    item(text="waits")
    item(kind=ReviewItem.Kind.ALLEGATION, text="waits too")
    desk = question_figures.desk_times(["oakfield"], last_weeks(52, datetime.now(UTC)))
    assert [desk.percentile(share).total_seconds() / 3600 for share in (0.5, 0.9)] == [6, 10]
    assert desk.waiting == {"oakfield": 1}


def test_a_repeat_is_the_same_words_in_another_conversation():
    for text, conversation in (("May I vape?", "a"), ("may i  VAPE?", "b"), ("A drone?", "a")):
        question = ask(text=text, conversation=conversation, outcome=SILENT, topic="ask_smartwatch")
        _file(question)
    assert question_figures.repeats(["oakfield"], last_weeks(4, datetime.now(UTC))) == {"ask_smartwatch": 1}


def _file(question):
    from bot.questions.intake import open_review_item

    return open_review_item(question, ReviewItem.Kind.UNANSWERED)


@pytest.mark.parametrize("number", [5, 40])
def test_the_number_of_queries_depends_on_neither_questions_nor_schools(django_assert_num_queries, number):
    schools = [f"school{place}" for place in range(number)]
    for school in schools:
        ask(school, outcome=ANSWERED, topic="ask_smartwatch", number=3)
    period = last_weeks(12, datetime.now(UTC))
    with django_assert_num_queries(6 + 1):  # the desk's takes two
        question_figures.outcomes(schools, period)
        question_figures.topics_asked(schools, period)
        question_figures.askers(schools, period, "role")
        question_figures.feedback(schools, period)
        question_figures.desk_times(schools, period)
        question_figures.repeats(schools, period)
