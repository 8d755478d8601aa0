"""The fixed texts: every contact filled in, 999 in each, and never the head where the concern is about the head."""

from __future__ import annotations

import pytest

from bot.answering.outcomes import OUTCOMES
from bot.answering.safeguarding_reply import build_safeguarding_message
from bot.datatypes.answer import Outcome
from bot.datatypes.policy import Contact, SchoolProfile

OUTCOMES_OF_CONCERN = [outcome for outcome in Outcome if outcome.startswith("safeguarding")]
LEAD = Contact(name="Ada Lead", title="DSL", contact="01632 960001")
DEPUTIES = (Contact(name="Ben Deputy", contact="01632 960004"), Contact(name="Eve Second"))
HEAD = Contact(name="Cleo Head", contact="01632 960002")
CHAIR = Contact(name="Dev Chair", contact="chair@example.org")
COUNCIL = Contact(name="Example Council", contact="01632 960003")
NIGHT = Contact(name="Night Desk", contact="01632 960005")
FULL = SchoolProfile(
    school="alder",
    name="Alder",
    safeguarding_lead=LEAD,
    deputies=DEPUTIES,
    head=HEAD,
    chair=CHAIR,
    local_authority=COUNCIL,
    out_of_hours=NIGHT,
)
EMPTY = SchoolProfile(school="alder", name="")
HEAD_IS_LEAD = FULL.model_copy(update={"safeguarding_lead": HEAD})
HEAD_IS_LEAD_ALONE = EMPTY.model_copy(update={"safeguarding_lead": HEAD, "head": HEAD, "deputies": (HEAD,)})
PROFILES = {"full": FULL, "empty": EMPTY, "head is lead": HEAD_IS_LEAD, "head alone": HEAD_IS_LEAD_ALONE}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("outcome", OUTCOMES_OF_CONCERN)
def test_text_is_complete(outcome, profile):
    text = build_safeguarding_message(outcome, profile).text

    assert "999" in text
    assert not set("{}") & set(text)
    assert ": ." not in text and ":  " not in text and "None" not in text


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("outcome", OUTCOMES_OF_CONCERN)
def test_answer_carries_the_outcome_and_a_person(outcome, profile):
    answer = build_safeguarding_message(outcome, profile).answer

    assert answer.outcome is outcome
    assert answer.escalation.name


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_head_is_never_named_where_the_concern_is_about_the_head(profile):
    message = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, profile)

    assert HEAD.name not in message.model_dump_json()
    assert HEAD.contact not in message.model_dump_json()


def test_concern_about_the_head_goes_to_the_chair():
    message = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, FULL)

    assert "Dev Chair" in message.text and "Example Council" in message.text
    assert message.answer.escalation.route == "chair"


def test_chair_who_is_also_the_head_is_not_named_either():
    profile = FULL.model_copy(update={"chair": HEAD.model_copy(update={"title": "Chair of Governors"})})
    message = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, profile)

    assert HEAD.name not in message.model_dump_json()


def test_allegation_goes_to_the_head_and_not_to_the_leads_queue():
    message = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION, FULL)

    assert "Cleo Head" in message.text
    assert "Ada Lead" not in message.text
    assert message.answer.escalation.route == "head"


@pytest.mark.parametrize("outcome", [Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY])
def test_lead_and_deputies_are_named_with_their_numbers(outcome):
    text = build_safeguarding_message(outcome, FULL).text

    assert "Ada Lead (DSL), 01632 960001" in text
    assert "Ben Deputy, 01632 960004; Eve Second" in text


@pytest.mark.parametrize("outcome", [Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY])
def test_head_stands_in_where_no_deputy_is_known(outcome):
    text = build_safeguarding_message(outcome, FULL.model_copy(update={"deputies": ()})).text

    assert "Cleo Head" in text


def test_head_who_is_the_lead_is_not_named_as_a_stand_in():
    text = build_safeguarding_message(
        Outcome.SAFEGUARDING_EMERGENCY, HEAD_IS_LEAD.model_copy(update={"deputies": ()})
    ).text

    assert text.count("Cleo Head") == 1


def test_council_and_night_lines_are_given_for_a_concern():
    text = build_safeguarding_message(Outcome.SAFEGUARDING_CONCERN, FULL).text

    assert "Example Council, 01632 960003" in text and "Night Desk, 01632 960005" in text


def test_emergency_begins_with_999():
    assert "999" in build_safeguarding_message(Outcome.SAFEGUARDING_EMERGENCY, FULL).text.splitlines()[0]


@pytest.mark.parametrize("words", ["promise", "ask leading questions", "ring the parents", "listen", "own words"])
def test_concern_says_what_to_do_and_not_to_do(words):
    assert words in build_safeguarding_message(Outcome.SAFEGUARDING_CONCERN, EMPTY).text.lower()


@pytest.mark.parametrize("verb", ["view", "copy", "print", "forward", "screenshot", "save", "delete", "search"])
def test_concern_says_what_not_to_do_with_an_image(verb):
    line = next(
        x for x in build_safeguarding_message(Outcome.SAFEGUARDING_CONCERN, EMPTY).text.splitlines() if "image" in x
    )

    assert verb in line


@pytest.mark.parametrize("outcome", OUTCOMES_OF_CONCERN)
def test_nobody_is_said_to_have_been_told(outcome):
    text = build_safeguarding_message(outcome, FULL).text.lower()

    assert "has been told" not in text and "have told" not in text and "filed" not in text


def test_braces_in_a_contact_are_shown_as_they_are():
    profile = EMPTY.model_copy(update={"safeguarding_lead": Contact(name="{lead} {0}")})

    assert "{lead} {0}" in build_safeguarding_message(Outcome.SAFEGUARDING_CONCERN, profile).text


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in OUTCOMES_OF_CONCERN])
def test_other_outcomes_have_no_safeguarding_text(outcome):
    with pytest.raises(KeyError):
        build_safeguarding_message(outcome, FULL)


@pytest.mark.parametrize("outcome", OUTCOMES_OF_CONCERN)
def test_concerns_are_filed(outcome):
    assert OUTCOMES[outcome].files


def test_chair_who_is_the_head_is_not_named_for_an_allegation_either():
    profile = FULL.model_copy(update={"chair": HEAD.model_copy(update={"title": "Chair of Governors"})})
    text = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION, profile).text

    assert text.count("Cleo Head") == 1
    assert "the chair of governors, committee or trustees" in text


@pytest.mark.parametrize("name", ["Mrs Head", "C. Head", "CLEO HEAD"])
def test_head_under_another_spelling_is_not_named_where_the_concern_is_about_the_head(name):
    profile = FULL.model_copy(update={"chair": Contact(name=name), "local_authority": Contact(name=name)})
    message = build_safeguarding_message(Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, profile)

    assert name not in message.model_dump_json()


@pytest.mark.parametrize(
    ("changes", "route", "name"),
    [
        ({}, "safeguarding_lead", "Ada Lead (DSL)"),
        ({"safeguarding_lead": None}, "deputy", "Ben Deputy"),
        ({"safeguarding_lead": None, "deputies": ()}, "head", "Cleo Head"),
        ({"safeguarding_lead": None, "deputies": (), "head": None}, "local_authority", "Example Council"),
    ],
)
@pytest.mark.parametrize("outcome", [Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY])
def test_next_of_the_chain_is_the_person_where_the_one_before_is_not_known(outcome, changes, route, name):
    escalation = build_safeguarding_message(outcome, FULL.model_copy(update=changes)).answer.escalation

    assert (escalation.route, escalation.name) == (route, name)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("outcome", OUTCOMES_OF_CONCERN)
def test_how_to_reach_the_person_is_never_empty(outcome, profile):
    assert build_safeguarding_message(outcome, profile).answer.escalation.contact


@pytest.mark.parametrize("outcome", [Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY])
def test_concern_that_is_about_an_adult_after_all_is_sent_on_without_naming_the_head(outcome):
    text = build_safeguarding_message(outcome, FULL).text

    assert "if it is the head, tell the chair of governors, committee or trustees, not the head" in text
    assert "Cleo Head" not in text
