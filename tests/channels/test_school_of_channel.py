"""Whose school a workspace, a room or an asker belongs to; and that nothing of one school reaches another."""

from __future__ import annotations

from itertools import chain, permutations

import pytest

from bot.channels.database_threads import in_database_thread
from bot.channels.front_door import take_in
from bot.channels.school_of_channel import Place, find_school
from bot.datatypes.answer import Message
from bot.datatypes.policy import ChannelPlaces, School, SchoolProfile
from bot.deliveries.inbox import next_entry, waiting_conversations
from bot.deliveries.models import Delivery, InboxEntry, UnknownWorkspace
from bot.deliveries.outbox import queue_proactive
from bot.index.clause_store import ClauseStore
from tests.channels.fake_dialogue import answered
from tests.channels.gateway_fixtures import forget_services
from tests.deliveries.conftest import brisk, event, read_once, work

__all__ = ["brisk", "read_once", "work"]

pytestmark = pytest.mark.django_db(transaction=True)

CHANNELS = ["slack", "teams"]
SCHOOLS = ["ashby", "birchwood", "cedars", "dale"]


def places(*workspaces, rooms=()):
    both = ChannelPlaces(workspaces=workspaces, rooms=rooms)
    return dict.fromkeys(CHANNELS, both)


@pytest.fixture
def trust(gateway):
    """Four schools: two with a workspace of their own, two that share one and have a room each in it."""
    store = ClauseStore(gateway.SIGNPOST.index)
    where = [places("A"), places("B"), places("trust", rooms=("R-cedars",)), places("trust", rooms=("R-dale",))]
    for school, its_places in zip(SCHOOLS, where, strict=True):
        profile = SchoolProfile(school=school, name=school.title(), places=its_places)
        store.write(School(profile=profile, documents=()))
    forget_services()


def place(workspace="A", room="", user="U1", channel="slack"):
    return Place(channel, workspace, room, user)


def found(where):
    school = find_school(where).school
    return school.school if school else None


def ask(where, number=1, **changes):
    fields = {"channel": where.channel, "school": "", "asker": "", "address": {"room": where.room or where.user}}
    return take_in(where, event(number, **(fields | changes)))


def choose(where, school, number=50):
    return ask(where, number, text="", button=f"school:{school}")


def replies(conversation="c-1"):
    return [message["text"] for one in Delivery.objects.filter(conversation=conversation) for message in one.messages]


def waiting():
    return [(entry.school, entry.text) for entry in map(next_entry, waiting_conversations())]


@pytest.mark.parametrize(
    ("where", "school"),
    [
        (place("A"), "ashby"),
        (place("B"), "birchwood"),
        (place("A", "R-any"), "ashby"),
        (place("trust", "R-cedars"), "cedars"),
        (place("trust", "R-dale"), "dale"),
        (place("trust", "R-lobby"), None),
        (place("trust"), None),
        (place("A", "R-cedars"), "ashby"),
        (place("unknown"), None),
        (place("unknown", "R-cedars"), None),
        (place(""), None),
        (place("A", channel="web"), None),
    ],
)
def test_a_place_belongs_to_the_school_that_names_it(trust, where, school):
    assert found(where) == school


def test_an_event_is_stored_for_its_school_under_a_pseudonym(trust):
    assert ask(place("A"))
    entry = InboxEntry.objects.get()
    assert entry.school == "ashby"
    assert len(entry.asker) == 64
    assert "U1" not in entry.asker


def test_one_person_has_another_pseudonym_at_each_school(trust):
    ask(place("A"))
    ask(place("B"), 2)
    assert len(set(InboxEntry.objects.values_list("asker", flat=True))) == 2


def test_an_event_that_comes_twice_is_taken_in_once(trust):
    assert ask(place("A"))
    assert not ask(place("A"))


def test_an_unknown_workspace_is_refused_politely(trust):
    ask(place("unknown"))
    [text] = replies()
    assert "does not know which school" in text
    assert "999" in text
    assert waiting() == []


def test_an_unknown_workspace_makes_one_row_a_day_for_the_administrator(trust):
    for number in (1, 2, 3, 3):
        ask(place("unknown"), number)
    row = UnknownWorkspace.objects.get()
    assert (row.workspace, row.messages) == ("unknown", 3)


def test_an_unknown_workspaces_words_are_not_kept(trust):
    ask(place("unknown"), text="a secret")
    assert InboxEntry.objects.get().text == ""


def test_who_shares_a_workspace_is_asked_which_school_and_the_question_waits(trust):
    ask(place("trust"))
    [delivery] = Delivery.objects.all()
    assert [button["id"] for button in delivery.messages[0]["buttons"]] == ["school:cedars", "school:dale"]
    assert waiting() == []


def test_the_question_is_answered_once_the_school_is_chosen(trust):
    ask(place("trust"))
    choose(place("trust"), "dale")
    assert waiting() == [("dale", "question 1")]


def test_the_choice_is_remembered(trust):
    choose(place("trust"), "dale")
    ask(place("trust"))
    assert waiting() == [("dale", "question 1")]


@pytest.mark.parametrize("other", [place("trust", user="U2"), place("trust", channel="teams")])
def test_the_choice_is_the_askers_own(trust, other):
    choose(place("trust"), "dale")
    assert found(other) is None


def test_the_question_of_another_asker_goes_on_waiting(trust):
    ask(place("trust", user="U2"))
    choose(place("trust"), "dale")
    assert waiting() == []


@pytest.mark.parametrize("school", ["ashby", "birchwood", "nowhere", ""])
def test_a_school_that_does_not_share_the_workspace_cannot_be_chosen(trust, school):
    ask(place("trust"))
    choose(place("trust"), school)
    assert found(place("trust")) is None
    assert waiting() == []
    assert "cannot be chosen" in replies()[-1]


def test_a_school_cannot_be_chosen_in_another_schools_workspace(trust):
    choose(place("A"), "birchwood")
    assert found(place("A")) == "ashby"


@pytest.mark.parametrize("words", ["change school", "Change school.", "  CHANGE  SCHOOL "])
def test_the_choice_can_be_changed(trust, words):
    choose(place("trust"), "dale")
    ask(place("trust"), text=words)
    assert "Which one are you at?" in replies()[-1]
    choose(place("trust"), "cedars", 51)
    assert found(place("trust")) == "cedars"


def test_a_school_of_its_own_takes_change_school_for_a_question(trust):
    ask(place("A"), text="change school")
    assert waiting() == [("ashby", "change school")]


def test_an_answer_in_a_room_of_several_schools_is_for_the_asker_alone(trust):
    choose(place("trust"), "dale")
    ask(place("trust", "R-lobby"))
    assert InboxEntry.objects.get(school="dale", handled_at=None).is_private


def test_an_answer_in_a_schools_own_room_is_for_the_room(trust):
    ask(place("trust", "R-dale"))
    assert not InboxEntry.objects.get().is_private


def test_a_rooms_school_counts_for_more_than_the_askers_choice(trust):
    choose(place("trust"), "dale")
    assert found(place("trust", "R-cedars")) == "cedars"


HOME = {"ashby": ("A", ""), "birchwood": ("B", ""), "cedars": ("trust", "R-cedars"), "dale": ("trust", "R-dale")}


def home_of(school, channel):
    workspace, room = HOME[school]
    return Place(channel, workspace, room, "U1")


async def ask_and_wait(sender, school, number, channel, **changes):
    """The delivery that answers what is asked at ``school``, under a conversation key that all schools share."""
    fields = {"event_id": f"{school}:{number}", "address": {"room": school}} | changes
    before = len(sender.deliveries)
    await in_database_thread(ask, home_of(school, channel), **fields)
    await sender.until(lambda: len(sender.deliveries) > before)
    return sender.deliveries[-1]


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_of_one_school_reaches_another(trust, work, dialogue, channel):
    """Each pair of schools asks in turn; replies and questions before stay with their school."""
    dialogue.reply = lambda turn: [answered(text=f"answer of {turn['school']}")]

    async def scenario(sender):
        for number, school in enumerate(chain(*permutations(SCHOOLS, 2))):
            text = f"Where do the phones of {school} go?"
            delivery = await ask_and_wait(sender, school, number, channel, text=text)
            assert delivery.address == {"room": school}
            assert delivery.messages[0].text == f"answer of {school}"
            assert dialogue.turns[-1]["school"] == school
            assert dialogue.turns[-1]["last_question"] in (None, text)

    work(scenario, channels=[channel])
    assert len(dialogue.turns) == 24


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_button_of_one_school_does_nothing_at_another(trust, work, channel):
    async def scenario(sender):
        shown = {school: await ask_and_wait(sender, school, "asks", channel) for school in SCHOOLS}
        for one, other in permutations(SCHOOLS, 2):
            button = shown[one].messages[0].buttons[0].id
            delivery = await ask_and_wait(sender, other, f"presses {one}", channel, text="", button=button)
            assert "does nothing here" in delivery.messages[0].text

    work(scenario, channels=[channel])


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_person_tells_one_school_reaches_no_other(trust, channel):
    for school in SCHOOLS:
        ask(home_of(school, channel), event_id=school, address={"room": school})
    for school in SCHOOLS:
        queue_proactive(school, channel, "c-1", Message(kind="text", text=f"for {school}"))
    for delivery in Delivery.objects.all():
        assert delivery.messages[0]["text"] == f"for {delivery.address['room']}"
