"""Which events ask something of Signpost, what they say, and whose conversation they belong to."""

from __future__ import annotations

import pytest

from bot.deliveries.models import InboxEntry, UnknownWorkspace
from tests.channels.slack.conftest import direct, payload

pytestmark = pytest.mark.django_db(transaction=True)


def texts():
    return list(InboxEntry.objects.order_by("id").values_list("text", flat=True))


@pytest.mark.parametrize("name", ["message_changed", "message_deleted", "bot_message", "channel_join"])
def test_what_nobody_typed_is_acknowledged_and_left(knock, name):
    assert knock(payload(name)).status_code == 200
    assert texts() == []


def test_an_event_of_a_kind_that_nobody_asked_for_is_acknowledged(knock):
    assert knock(payload("home_opened", type="reaction_added")).status_code == 200
    assert texts() == []


def test_a_mention_that_an_edit_brought_is_left(knock):
    knock(payload("mention", edited={"user": "U0ADA", "ts": "1760000011.000000"}))
    assert texts() == []


@pytest.mark.parametrize("names", [("mention", "mention_as_message"), ("mention_as_message", "mention")])
def test_a_mention_is_asked_once_though_slack_sends_two_events(knock, names):
    for name in names:
        knock(payload(name))
    assert texts() == ["where do phones go?"]


def test_a_thread_that_signpost_answers_in_needs_no_mention(knock):
    knock(payload("mention"))
    knock(payload("thread_reply"))
    assert texts() == ["where do phones go?", "and for volunteers?"]


def test_a_thread_of_others_is_none_of_signposts_business(knock):
    knock(payload("thread_reply"))
    assert texts() == []


def test_a_mention_in_a_thread_that_was_there_before_is_asked(knock):
    knock(payload("mention", thread_ts="1750000000.000100"))
    assert InboxEntry.objects.get().address["thread"] == "1750000000.000100"


def test_words_in_a_channel_without_a_mention_are_not_kept(knock):
    knock(payload("mention_as_message", text="lunch?"))
    assert texts() == []


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
def test_what_is_typed_in_another_way_is_asked(knock, subtype):
    knock(direct("phones?", subtype=subtype))
    assert texts() == ["phones?"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> phones &lt; bags &amp; coats?", "phones < bags & coats?"),
        ("<@U0CAT> friended a pupil", "somebody friended a pupil"),
        ("see <#C0STAFF|staff-room> or <#C0STAFF>", "see #staff-room or a channel"),
        ("<!channel> and <!here> and <!subteam^S0|@office>", "@channel and @here and office"),
        ("<https://example.org/a|the page> <https://example.org/b> <mailto:a@example.org|a@example.org>",
         "the page https://example.org/b a@example.org"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("＠ phones", "＠ phones"),
    ],
)  # fmt: skip
def test_slacks_encoding_is_taken_off(knock, written, read):
    knock(direct(written))
    assert texts() == [read]


def test_a_direct_conversation_does_not_say_who_has_it(knock):
    knock(direct())
    entry = InboxEntry.objects.get()
    assert "ADA" not in entry.conversation + entry.asker


def test_in_a_thread_each_asker_has_a_conversation_of_their_own(knock):
    """What one says of themselves must not count for another, nor what is told one later reach another."""
    knock(payload("mention"))
    knock(payload("thread_reply"))
    knock(payload("thread_reply", user="U0ADA", ts="1760000021.000400"))
    ada, ben, ada_again = InboxEntry.objects.order_by("id").values_list("conversation", flat=True)
    assert ada == ada_again != ben


def test_a_persons_messages_are_one_conversation_and_another_persons_another(knock):
    knock(direct(number=1))
    knock(direct(number=2))
    knock(direct(number=3, user="U0BEN", channel="D0BEN"))
    first, second, third = InboxEntry.objects.order_by("id").values_list("conversation", flat=True)
    assert first == second != third


def test_a_command_is_for_its_asker_alone(knock):
    assert knock(payload("command")).content == b""
    entry = InboxEntry.objects.get()
    assert (entry.text, entry.is_private) == ("where do phones go?", True)


def test_in_a_channel_that_other_organisations_share_the_answer_is_private(knock):
    knock(payload("mention") | {"is_ext_shared_channel": True})
    assert InboxEntry.objects.get().is_private


def test_a_guest_from_another_workspace_is_of_no_school(knock):
    knock(payload("mention", team="T0OTHER", user_team="T0OTHER") | {"is_ext_shared_channel": True})
    assert InboxEntry.objects.get().school == ""
    assert UnknownWorkspace.objects.get().workspace == "T0OTHER"


@pytest.mark.parametrize(("workspace", "school"), [("T0OAK", "oakfield"), ("T0ELM", "elmhurst")])
@pytest.mark.parametrize("name", ["direct_message", "mention", "command"])
def test_a_workspace_is_its_own_schools(knock, workspace, school, name):
    knock(payload(name, workspace))
    assert InboxEntry.objects.get().school == school


def test_a_channel_of_one_school_in_a_shared_workspace_is_that_schools(knock):
    knock(payload("mention", "T0TRUST", channel="C0ELM"))
    assert InboxEntry.objects.get().school == "elmhurst"


def test_a_press_of_something_that_is_no_button_of_ours_is_acknowledged(knock):
    assert knock(payload("press", action_id="of_another")).status_code in (200, 404)
    assert texts() == []
