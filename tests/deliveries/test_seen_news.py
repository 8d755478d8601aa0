"""Whoever wrote a concern is told who saw it, by the way they came."""

from __future__ import annotations

import pytest

from bot.deliveries.models import ConversationAddress, Delivery
from bot.questions.models import QuestionRecord, ReviewItem
from bot.questions.triage import look_at_review_item
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

CONCERN = ReviewItem.Kind.CONCERN


def seen_concern(channel, *, is_known=True):
    """A concern that came by a channel, and was opened."""
    waiting = item(kind=CONCERN, text="He flinches.")
    QuestionRecord.objects.update(channel=channel)
    if is_known:
        ConversationAddress.objects.create(
            channel=channel, school="oakfield", conversation=waiting.question.conversation, address={"user": "U1"}
        )
    look_at_review_item(member("okafor", name="Mrs Okafor", oakfield="safeguarding_lead"), waiting.pk)


def test_the_asker_is_told_in_private_in_their_conversation():
    seen_concern("slack")
    delivery = Delivery.objects.get()
    assert delivery.messages[0]["text"].startswith("Seen by Mrs Okafor, Designated Safeguarding Lead, at ")
    assert delivery.address == {"user": "U1"}
    assert delivery.is_private


@pytest.mark.parametrize(("channel", "is_known"), [("web", True), ("web", False), ("api", False), ("slack", False)])
def test_nothing_is_queued_where_the_page_shows_it_or_nobody_can_be_reached(channel, is_known):
    seen_concern(channel, is_known=is_known)
    assert not Delivery.objects.exists()
