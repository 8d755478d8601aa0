"""From what somebody writes in Slack to what they, and they alone where it must be so, see there."""

from __future__ import annotations

import pytest

from bot.answering.safeguarding_screen import SafeguardingScreen, Screening, screen_by_words
from bot.datatypes.answer import Answer, Message, Outcome
from bot.deliveries.models import ConversationAddress, Delivery, UnknownWorkspace
from bot.deliveries.outbox import queue_proactive
from bot.questions.models import Feedback, QuestionRecord, ReviewItem
from tests.channels.fake_dialogue import answered, citation
from tests.channels.slack.conftest import direct, payload
from tests.slash_forms import FORMS, is_a_command

pytestmark = pytest.mark.django_db(transaction=True)

SEEN = Message(kind="answer", text="Seen by X.", answer=Answer(outcome=Outcome.SAFEGUARDING_CONCERN))
CONCERN = "A pupil has told me that she is being hit at home"


def echo(dialogue):
    """Answer with the school that was asked, so that a mix-up would show."""

    def reply(turn):
        clause = citation(
            text=f"The rule of {turn['school']} on {turn['text']}.",
            url=f"https://signpost.example.org/policies/{turn['school']}/phones/c1",
        )
        message = answered()
        return [message.model_copy(update={"answer": message.answer.model_copy(update={"citations": (clause,)})})]

    dialogue.reply = reply


def press(title, *, of=-1, **changes):
    """A press, by Ada where she saw the post unless ``changes`` says otherwise, of a button of a post."""

    def made(slack):
        post = slack.posts[of]
        number = f"176000009{len(slack.posts)}.000001"
        return payload("press", post.workspace, value=post.buttons[title], action_ts=number) | {
            "response_url": slack.open_response_url(post.workspace, post.channel, "U0ADA"),
            "channel": {"id": post.channel, "name": "x"},
            "container": {"type": "message", "message_ts": post.ts, "channel_id": post.channel,
                          "is_ephemeral": bool(post.only_for)},
            "message": {"ts": post.ts, "thread_ts": post.thread or post.ts} if post.thread else {"ts": post.ts},
        } | changes  # fmt: skip

    return made


def command(slack, workspace="T0OAK", channel="C0STAFF", **changes):
    url = slack.open_response_url(workspace, channel, "U0ADA")
    return payload("command", workspace, **{"channel_id": channel, "response_url": url} | changes)


def test_a_direct_message_is_answered_with_the_clause_and_a_link_to_it(talk):
    [post] = talk(direct())
    assert (post.workspace, post.channel, post.thread, post.only_for) == ("T0OAK", "D0ADA", "", "")
    assert "Phones stay in lockers during the school day." in post.text
    assert "/policies/oakfield/phones/c1" in str(post.blocks)


def test_a_mention_is_answered_in_its_thread_and_so_is_what_follows(talk):
    posts = talk(payload("mention"), payload("thread_reply"))
    assert {(post.channel, post.thread, post.only_for) for post in posts} == {("C0STAFF", "1760000010.000300", "")}
    assert len(posts) == 2


def test_a_mention_without_a_question_is_told_so(talk):
    [post] = talk(payload("mention", text="<@U0BOT>"))
    assert "could not read anything" in post.text


def test_a_concern_in_a_channel_is_answered_to_its_asker_alone(talk):
    assert screen_by_words(CONCERN).outcome is Outcome.SAFEGUARDING_CONCERN
    [post] = talk(payload("mention", text=f"<@U0BOT> {CONCERN}"))
    assert (post.channel, post.thread) == ("D0ADA", "")
    assert "Robin Sample" in post.text
    assert "hit" not in post.text


def test_a_concern_in_a_thread_is_answered_to_its_asker_alone(talk):
    posts = talk(payload("mention"), payload("thread_reply", text=CONCERN))
    assert [post.channel for post in posts] == ["C0STAFF", "D0BEN"]


def test_a_command_is_answered_where_it_was_given_to_its_asker_alone(talk, slack):
    [post] = talk(command(slack))
    assert (post.channel, post.only_for) == ("C0STAFF", "U0ADA")
    assert "Share with the channel" in post.buttons


def test_an_answer_to_a_command_can_be_shared_with_the_channel(talk, slack):
    alone, shared = talk(command(slack), press("Share with the channel"))
    assert (shared.channel, shared.only_for, shared.buttons) == ("C0STAFF", "", {})
    assert "Phones stay in lockers during the school day." in alone.text
    assert "Phones stay in lockers during the school day." in shared.text


def test_somebody_elses_answer_cannot_be_shared(talk, slack):
    posts = talk(command(slack), press("Share with the channel", user={"id": "U0BEN", "team_id": "T0OAK"}))
    assert posts[1].only_for
    assert "Phones stay" not in posts[1].text


def test_what_comes_later_is_never_sent_to_all_because_an_answer_was_shared(talk, slack):
    talk(command(slack), press("Share with the channel"))
    assert not any(row.address.get("to_all") for row in ConversationAddress.objects.all())


def test_a_concern_in_a_command_offers_no_sharing(talk, slack):
    [post] = talk(command(slack, text=CONCERN))
    assert (post.only_for, post.buttons) == ("U0ADA", {})


def test_more_clauses_in_a_thread_are_for_everybody_in_it(talk):
    posts = talk(payload("mention"), press("More clauses"))
    assert (posts[1].channel, posts[1].thread, posts[1].only_for) == ("C0STAFF", "1760000010.000300", "")


def test_who_was_not_given_an_answer_cannot_press_its_buttons(talk):
    posts = talk(payload("mention"), press("More clauses", user={"id": "U0BEN", "team_id": "T0OAK"}))
    assert posts[1].only_for
    assert "does nothing here" in posts[1].text


def test_news_of_a_concern_reaches_the_one_who_wrote_it_alone(talk, monkeypatch):
    found = {CONCERN: Screening(Outcome.SAFEGUARDING_CONCERN)}
    monkeypatch.setattr(SafeguardingScreen, "__call__", lambda _screen, text: found.get(text, Screening(None)))
    posts = talk(
        payload("mention"),
        payload("thread_reply", text=CONCERN),
        payload("thread_reply", user="U0ADA", ts="1760000021.000400", text="And bags?"),
        see_the_concern,
        shown=4,
    )
    assert [(post.channel, post.thread) for post in posts if "Seen by" in post.text] == [("D0BEN", "")]


def see_the_concern(_slack):
    """The safeguarding lead opens the concern; nothing comes from Slack."""
    asked = QuestionRecord.objects.get(text=CONCERN)
    queue_proactive(asked.school, asked.channel, asked.conversation, SEEN)


def test_feedback_in_a_thread_is_between_the_presser_and_signpost(talk):
    posts = talk(payload("mention"), press("Helpful"))
    assert (posts[1].only_for, posts[1].text) == ("U0ADA", "Thank you, that has been noted.")
    assert Feedback.objects.get().helpful


def test_a_button_of_a_direct_message_does_what_it_says(talk):
    talk(direct(), press("Ask the safeguarding lead"))
    assert ReviewItem.objects.count() == 1


def test_a_button_id_that_was_never_shown_does_nothing(talk):
    def made(slack):
        url = slack.open_response_url("T0OAK", "D0ADA", "U0ADA")
        return payload("press", value="00000000-0000-4000-8000-000000000000:show_more") | {"response_url": url}

    posts = talk(direct(), made)
    assert "does nothing here" in posts[1].text
    assert ReviewItem.objects.count() == 0


def test_no_typed_command_reaches_the_dialogue(talk, dialogue):
    talk(*(mention(text, number) for number, (_, text) in enumerate(FORMS)))
    told = [turn[field] or "" for turn in dialogue.turns for field in ("text", "question", "last_question")]
    assert len(dialogue.turns) > len(FORMS) / 2
    assert [text for text in told if is_a_command(text)] == []


def mention(text, number):
    """A mention with a form of a command after it, as Slack encodes it; each in a thread of its own."""
    encoded = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return payload("mention", text=f"<@U0BOT>{encoded}", ts=f"17600{number:05}.000300")


@pytest.mark.parametrize("first", ["T0OAK", "T0ELM"])
@pytest.mark.parametrize("asking", [direct, lambda **options: payload("mention", **options)], ids=["direct", "channel"])
def test_nothing_of_one_school_reaches_another(talk, dialogue, first, asking):
    echo(dialogue)
    second = {"T0OAK": "T0ELM", "T0ELM": "T0OAK"}[first]
    names = {"T0OAK": "oakfield", "T0ELM": "elmhurst"}
    posts = talk(asking(workspace=first), asking(workspace=second))
    for post, workspace in zip(posts, (first, second), strict=True):
        assert post.workspace == workspace
        assert f"The rule of {names[workspace]}" in post.text
        assert names[second if workspace == first else first] not in str(post)


def test_a_button_of_one_school_does_nothing_in_another(talk, dialogue):
    echo(dialogue)

    def elsewhere(slack):
        url = slack.open_response_url("T0ELM", "D0ADA", "U0ADA")
        return payload("press", "T0ELM", value=slack.posts[0].buttons["More clauses"]) | {"response_url": url}

    posts = talk(direct(), elsewhere)
    assert posts[1].workspace == "T0ELM"
    assert "oakfield" not in str(posts[1])
    assert "does nothing here" in posts[1].text


def test_a_workspace_of_no_school_is_politely_refused_and_written_down(talk, slack):
    slack.tokens["xoxb-oak"] = "T0NEW"
    slack.tokens["xoxb-elm"] = "T0NEW"
    body = direct(workspace="T0NEW")
    talk(body, silent=(0,))
    assert UnknownWorkspace.objects.get().workspace == "T0NEW"
    assert Delivery.objects.get().school == ""


def test_in_a_workspace_of_several_schools_the_asker_chooses_once(talk, dialogue):
    echo(dialogue)
    posts = talk(
        direct(workspace="T0TRUST", number=1),
        press("Elmhurst Primary School"),
        direct(workspace="T0TRUST", number=9, text="Where do bags go?"),
        shown=4,
    )
    assert {"Oakfield Primary School", "Elmhurst Primary School"} == set(posts[0].buttons)
    rules = [line for post in posts for line in post.text.splitlines() if "The rule of" in line]
    assert rules == ["“The rule of elmhurst on Where do phones go?.”", "“The rule of elmhurst on Where do bags go?.”"]
    assert "oakfield" not in "".join(post.text for post in posts[1:])


def test_where_several_schools_read_along_the_answer_is_for_the_asker_alone(talk, dialogue):
    echo(dialogue)
    posts = talk(
        direct(workspace="T0TRUST", number=1),
        press("Oakfield Primary School"),
        payload("mention", "T0TRUST", ts="1760000099.000100"),
        shown=4,
    )
    assert {post.channel for post in posts} == {"D0ADA"}
    assert posts[-1].text.count("The rule of oakfield") == 1
