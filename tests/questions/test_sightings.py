"""That somebody saw a concern is noted when they open it, and never before."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.questions.intake import open_review_item
from bot.questions.models import ReviewItem, Sighting
from bot.questions.sightings import concern_seen, seen_texts
from bot.questions.triage import look_at_review_item
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind


def seen(waiting):
    return seen_texts([waiting.pk])


def at(waiting, moment):
    Sighting.objects.filter(item=waiting).update(at=moment)


def test_a_concern_that_nobody_opened_was_not_seen():
    assert seen(item(kind=Kind.CONCERN)) == []


def test_a_concern_was_seen_by_whoever_opened_it_first():
    waiting = item(kind=Kind.CONCERN)
    look_at_review_item(member("okafor", name="Mrs Okafor", oakfield="safeguarding_lead"), waiting.pk)
    look_at_review_item(member("deputy", oakfield="deputy"), waiting.pk)
    today = datetime.now(ZoneInfo("Europe/London")).replace(hour=10, minute=42)
    at(waiting, today)
    assert seen(waiting) == ["Seen by Mrs Okafor, Designated Safeguarding Lead, at 10:42."]


def test_somebody_whose_account_has_no_name_is_spoken_of_by_their_part():
    waiting = item(kind=Kind.ALLEGATION_ABOUT_HEAD)
    look_at_review_item(member("chair", oakfield="chair"), waiting.pk)
    assert seen(waiting)[0].startswith("Seen by the Chair of governors at ")


def test_a_concern_seen_on_an_earlier_day_says_on_which():
    waiting = item(kind=Kind.CONCERN)
    look_at_review_item(member("lead", oakfield="safeguarding_lead"), waiting.pk)
    at(waiting, datetime(2026, 3, 4, 10, 42, tzinfo=ZoneInfo("Europe/London")) - timedelta(0))
    assert seen(waiting) == ["Seen by the Designated Safeguarding Lead at 10:42, 4 March."]


def test_an_ordinary_question_is_not_said_to_be_seen():
    waiting = item()
    look_at_review_item(member("lead", oakfield="safeguarding_lead"), waiting.pk)
    assert seen(waiting) == []


def test_who_may_not_see_a_concern_has_not_seen_it():
    waiting = item(kind=Kind.ALLEGATION_ABOUT_HEAD)
    with pytest.raises(ReviewItem.DoesNotExist):
        look_at_review_item(member("head", oakfield="head"), waiting.pk)
    assert seen(waiting) == []


def test_a_head_who_saw_a_concern_is_not_named_once_it_is_about_the_head():
    waiting = item(kind=Kind.CONCERN)
    look_at_review_item(member("head", name="Mr Specimen", oakfield="head"), waiting.pk)
    open_review_item(waiting.question, Kind.ALLEGATION_ABOUT_HEAD)
    assert seen(waiting) == []


def test_channels_hear_of_a_sighting_once():
    heard = []

    def hear(sighting, **_more):
        heard.append(sighting.item_id)

    waiting, lead = item(kind=Kind.CONCERN), member("lead", oakfield="safeguarding_lead")
    concern_seen.connect(hear)
    look_at_review_item(lead, waiting.pk)
    look_at_review_item(lead, waiting.pk)
    concern_seen.disconnect(hear)
    assert heard == [waiting.pk]
