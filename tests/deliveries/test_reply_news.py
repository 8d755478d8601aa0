"""Whoever asked is told what a person replied, by the way they came."""

from __future__ import annotations

import pytest

from bot.channels.rendering.block_kit import render_block_kit
from bot.channels.web_news import read_news
from bot.datatypes.answer import Message
from bot.deliveries.models import ConversationAddress, Delivery
from bot.questions.models import QuestionRecord, ReviewItem
from bot.questions.triage import reply_to_all_who_asked, reply_to_review_item
from tests.questions.people import item, member
from tests.questions.test_desk import group

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
REPLY = "Only in the staff room, before 8.30."


def asked(channel, text="May I vape?", **fields):
    """An item whose question came by a channel, from an address that is known."""
    waiting = item(text=text, **fields)
    QuestionRecord.objects.filter(pk=waiting.question_id).update(channel=channel)
    if channel in {"slack", "teams", "web"}:
        ConversationAddress.objects.get_or_create(
            channel=channel,
            school="oakfield",
            conversation=waiting.question.conversation,
            defaults={"address": {"user": text}},
        )
    return ReviewItem.objects.get(pk=waiting.pk)


def told():
    """What is on its way: channel, address, and text."""
    return [(one.channel, one.address["user"], one.messages[0]["text"]) for one in Delivery.objects.order_by("pk")]


@pytest.fixture
def lead():
    return member("lead", oakfield="safeguarding_lead")


def test_each_asker_is_told_in_their_channel_with_their_own_question(lead):
    first, *others = group(
        asked("teams", "one?"), asked("slack", "two?"), asked("web", "three?"), asked("api", "four?")
    )
    reply_to_all_who_asked(lead, first, REPLY, others=[other.pk for other in others])
    assert [(channel, user) for channel, user, _ in told()] == [("teams", "one?"), ("slack", "two?")]
    for _, user, text in told():
        assert f"You asked: “{user}”" in text
        assert text.endswith(REPLY)
    [news] = read_news("oakfield", "web", "c-three?")
    assert (news.text, news.question) == (REPLY, "three?")


def test_a_conversation_that_asked_twice_is_told_once(lead):
    first, second = group(asked("slack", "one?"), asked("slack", "two?"))
    QuestionRecord.objects.update(conversation=first.question.conversation)
    reply_to_all_who_asked(lead, first, REPLY, others=[second.pk])
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("part", "kind", "heading"),
    [
        ("safeguarding_lead", Kind.UNANSWERED, "Your safeguarding lead’s answer, "),
        ("deputy", Kind.UNANSWERED, "Your deputy safeguarding lead’s answer, "),
        ("head", Kind.ALLEGATION, "The head’s answer, "),
        ("chair", Kind.ALLEGATION_ABOUT_HEAD, "The chair of governors’ answer, "),
    ],
)
def test_the_reply_says_whose_word_it_is_and_that_it_is_no_policy(part, kind, heading):
    reply_to_review_item(member("who", oakfield=part), asked("slack", kind=kind), REPLY)
    [(_, _, text)] = told()
    assert text.startswith(heading)
    assert "A person wrote this; it is not a quotation from a policy." in text


@pytest.mark.parametrize("kind", [Kind.CONCERN, Kind.ALLEGATION])
def test_a_reply_to_a_concern_repeats_nothing_and_is_for_the_asker_alone(kind):
    reply_to_review_item(member("head", oakfield="head"), asked("slack", "He flinches.", kind=kind), "Come and see me.")
    assert "flinches" not in told()[0][2]
    assert Delivery.objects.get().is_private


def test_a_long_question_is_quoted_in_a_line(lead):
    reply_to_review_item(lead, asked("slack", "why\n\nis it " + "so " * 200), REPLY)
    assert "“why is it so so" in told()[0][2]
    assert max(len(line) for line in told()[0][2].splitlines()) < 230


def test_slack_shows_what_was_written_as_it_is(lead):
    reply_to_review_item(lead, asked("slack", "<@U1> ok?"), "<!channel> *no* <http://x.example.org|here>")
    message = Message.model_validate(Delivery.objects.get().messages[0])
    blocks = str([post.blocks for post in render_block_kit(message, public_url="https://ask.example.org")])
    assert "<!channel> *no* <http://x.example.org|here>" in blocks
    assert "mrkdwn" not in blocks
    assert "rich_text_quote" not in blocks  # which is how a clause looks
