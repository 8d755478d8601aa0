"""There is always a person to turn to: the one whom the clause names, or the first of the chain with a name."""

from __future__ import annotations

import pytest

from bot.answering.escalation import escalate_from_clause, escalate_to_lead
from bot.datatypes.policy import Contact, SchoolProfile

LEAD = Contact(name="Ada Lead", title="DSL", contact="01632 960001")
DEPUTY = Contact(name="Ben Deputy")
HEAD = Contact(name="Cleo Head", contact="01632 960002")
CHAIR = Contact(name="Dev Chair", contact="chair@example.org")
COUNCIL = Contact(name="Example Council", contact="01632 960003")
CHAIN = {
    "safeguarding_lead": LEAD,
    "deputies": (DEPUTY,),
    "head": HEAD,
    "chair": CHAIR,
    "local_authority": COUNCIL,
}
ORDER = ["safeguarding_lead", "deputy", "head", "chair", "local_authority"]


def profile(**contacts) -> SchoolProfile:
    return SchoolProfile(school="alder", name="Alder", **contacts)


@pytest.mark.parametrize("missing", range(len(ORDER)))
def test_next_of_the_chain_is_named_where_the_first_ones_are_not_known(missing):
    known = dict(list(CHAIN.items())[missing:])

    assert escalate_to_lead(profile(**known), "why").route == ORDER[missing]


def test_without_any_name_the_office_of_the_lead_is_named():
    escalation = escalate_to_lead(profile(), "why")

    assert (escalation.route, escalation.name) == ("safeguarding_lead", "your Designated Safeguarding Lead")


def test_name_title_and_number_are_given():
    escalation = escalate_to_lead(profile(**CHAIN), "why")

    assert (escalation.name, escalation.contact, escalation.reason) == ("Ada Lead (DSL)", "01632 960001", "why")


@pytest.mark.parametrize(
    ("words", "route"),
    [
        ("Ask the headteacher first.", "head"),
        ("unless the Head Teacher agrees", "head"),
        ("The Principal may allow it in writing.", "head"),
        ("Permission comes from the manager.", "head"),
        ("Tell the DSL (or deputy) or manager at once.", "safeguarding_lead"),
        ("Speak to the designated safeguarding lead or the headteacher.", "safeguarding_lead"),
        ("If it is about the headteacher, tell the chair of governors.", "chair"),
        ("It is taken to the chair of the committee.", "chair"),
        ("Report it to the Chair of the Local Governing Body.", "chair"),
        ("The deputy headteacher keeps the list.", "safeguarding_lead"),
        ("Their line manager may agree.", "safeguarding_lead"),
        ("The site manager tests every charger.", "safeguarding_lead"),
        ("The network manager has the key.", "safeguarding_lead"),
        ("Ask the head of year.", "safeguarding_lead"),
        ("The Vice Principal owns this policy.", "safeguarding_lead"),
        ("The principal aim is safety.", "safeguarding_lead"),
        ("Phones stay in lockers.", "safeguarding_lead"),
    ],
)
def test_person_whom_the_clause_names_comes_first(words, route):
    assert escalate_from_clause(profile(**CHAIN), words).route == route


def test_person_named_by_the_clause_is_said_to_be_named():
    assert "names this person" in escalate_from_clause(profile(**CHAIN), "Ask the headteacher.").reason


def test_stand_in_for_a_lead_without_a_name_is_not_said_to_be_named():
    escalation = escalate_from_clause(profile(head=HEAD), "Tell the DSL.")

    assert escalation.name == "Cleo Head"
    assert "names this person" not in escalation.reason


def test_head_without_a_name_leaves_the_lead():
    assert escalate_from_clause(profile(safeguarding_lead=LEAD), "Ask the headteacher.").route == "safeguarding_lead"
