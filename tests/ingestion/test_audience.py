"""Whom words address."""

import pytest

from bot.datatypes.policy import Audience
from bot.ingestion.audience import audience_of_clause, audience_of_title, audience_of_words

EVERYONE, STAFF, PUPILS = Audience.EVERYONE, Audience.STAFF, Audience.PUPILS
VISITORS, PARENTS = Audience.VISITORS, Audience.PARENTS


@pytest.mark.parametrize(
    ("title", "audience"),
    [
        ("Staff use of phones", STAFF),
        ("Learners use of phones", PUPILS),
        ("Pupils' phones", PUPILS),
        ("Children’s use of smart watches", PUPILS),
        ("Visitors' use of phones", VISITORS),
        ("Volunteers, Visitors, Governors and Contractors", VISITORS),
        ("Parents", PARENTS),
        ("Personal phones - Staff", STAFF),
        ("Rules for staff, visitors and volunteers", EVERYONE),
        ("Policy aims and scope", EVERYONE),
    ],
)
def test_audience_of_title(title, audience):
    assert audience_of_title(title, EVERYONE) is audience


def test_audience_of_title_is_inherited_where_it_names_nobody():
    assert audience_of_title("Reputation", STAFF) is STAFF


def test_audience_of_title_does_not_take_those_spoken_of():
    assert audience_of_title("Communicating with pupils and their families", STAFF) is STAFF


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("Staff may confiscate a pupil's phone.", STAFF),
        ("Members of staff will tell the office.", STAFF),
        ("All employees should read this.", STAFF),
        ("Learners are taught to be kind.", PUPILS),
        ("If a child needs to ring home, they will ask.", PUPILS),
        ("If a member of staff breaches this policy, action will follow.", STAFF),
        ("Where a worry concerns a picture of a child, staff will act.", STAFF),
        ("We would ask parents not to use their phones here.", PARENTS),
        ("Parents/carers and visitors, including volunteers, are expected to sign in.", VISITORS),
        ("Social media is not permitted for staff.", STAFF),
        ("Social media is not permitted for learners.", PUPILS),
        ("Learners, parents and staff will be told.", EVERYONE),
        ("This policy applies to pupils, parents and all staff.", EVERYONE),
        ("Phones must only be used by members of staff and/or pupils.", EVERYONE),
        ("Phones are kept in lockers.", None),
        ("Any message from pupils and parents received at home will be reported.", None),
        ("As outlined in our child protection policy, the lead is responsible.", None),
        ("I will not share pictures of pupils.", None),
        ("To protect staff from comments that are unkind", None),
    ],
)
def test_audience_of_words(text, audience):
    assert audience_of_words(text) is audience


def test_audience_of_clause_prefers_its_own_subject():
    assert audience_of_clause("Staff may take phones away.", "Pupils will be told:", PUPILS) is STAFF


def test_audience_of_clause_takes_its_lead_ins_where_it_completes_it():
    assert (
        audience_of_clause("not to meet strangers without a parent, who must agree", "Pupils will be told:", STAFF)
        is PUPILS
    )


def test_audience_of_clause_takes_a_lead_in_that_ends_with_its_group():
    assert audience_of_clause("know the risks", "It is our aim that all pupils:", EVERYONE) is PUPILS


def test_audience_of_clause_takes_the_agreement_of_its_section():
    assert audience_of_clause("I will lock my screen.", "", STAFF) is STAFF


def test_audience_of_clause_takes_the_head_for_staff_among_rules_for_pupils():
    assert audience_of_clause("The headteacher can search a bag.", "", PUPILS) is STAFF
