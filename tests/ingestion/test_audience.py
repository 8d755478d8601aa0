"""Whom words address."""

import pytest

from bot.datatypes.policy import Audience
from bot.ingestion.audience import (
    NOBODY,
    groups_of_clause,
    groups_of_own_name,
    groups_of_title,
    groups_of_words,
    summary,
)
from bot.ingestion.policy_reader import read_policy

EVERYONE, STAFF, PUPILS = Audience.EVERYONE, Audience.STAFF, Audience.PUPILS
VISITORS, PARENTS, VOLUNTEERS = Audience.VISITORS, Audience.PARENTS, Audience.VOLUNTEERS


def audience_of_title(title, inherited):
    groups = groups_of_title(title, NOBODY)
    return summary(groups) if groups else inherited


def audience_of_words(text):
    groups = groups_of_words(text)
    return summary(groups) if groups else None


def audience_of_clause(text, lead_in, section):
    return summary(groups_of_clause(text, lead_in, NOBODY if section is EVERYONE else frozenset({section})))


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
        ("Volunteers", VOLUNTEERS),
        ("Parent helpers", VOLUNTEERS),
        ("Rules for staff and volunteers", STAFF),
        ("Phones that belong to staff", STAFF),
        ("Phones at work", STAFF),
        ("People to contact", EVERYONE),
        ("Pupils, former pupils and parents", EVERYONE),
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
        ("Volunteers leave their phones in the lockers.", VOLUNTEERS),
        ("Parent helpers on a visit must not take pictures.", VOLUNTEERS),
        ("Visitors sign in at the office.", VISITORS),
        ("Journalists and photographers may work here only with leave.", VISITORS),
        ("Staff who see a visitor with a phone should say so.", STAFF),
        ("A member of staff who meets a pupil online tells the head.", STAFF),
        ("The visit leader carries the school's phone.", STAFF),
        ("New colleagues read this policy.", STAFF),
        ("If a parent sends a message, staff do not answer.", STAFF),
        ("If a pupil is in danger, I will call for help.", None),
        ("When pupils work online I will:", None),
        ("Pupils are never photographed in swimwear.", None),
        ("Parents may be rung from the office telephone only.", None),
        ("Only school cameras may be used to photograph pupils.", None),
        ("No pupil's name may be typed into such a program.", None),
        ("Before pupils' names are entered, the office is asked.", None),
        ("Child protection policy", None),
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


@pytest.mark.parametrize(
    ("groups", "word"),
    [
        ((), EVERYONE),
        ((STAFF,), STAFF),
        ((STAFF, VOLUNTEERS), STAFF),
        ((VISITORS, VOLUNTEERS), VISITORS),
        ((VISITORS, PARENTS), VISITORS),
        ((STAFF, PUPILS), EVERYONE),
        ((PARENTS, PUPILS), EVERYONE),
    ],
)
def test_several_groups_in_one_word(groups, word):
    assert summary(groups) is word


def test_name_of_an_agreement_says_whom_all_of_it_is_for():
    assert groups_of_own_name("Acceptable Use Agreement for Staff, Governors and Volunteers") == {STAFF, VOLUNTEERS}


def test_clause_keeps_every_group_that_it_names():
    named = groups_of_clause("Visitors, including volunteers and contractors, sign in.", "", NOBODY)
    assert named == {VISITORS, VOLUNTEERS}


def test_they_are_those_of_the_rule_before():
    assert groups_of_clause("keep their pages private", "They are expected to:", NOBODY, frozenset({STAFF})) == {STAFF}


def test_whoever_sees_something_is_everyone():
    assert groups_of_clause("Anyone who sees a device out should say so.", "", frozenset({VISITORS})) == NOBODY


def test_doer_tells_where_a_section_is_for_everyone():
    assert audience_of_clause("Clips are watched by the teacher before a class sees them.", "", EVERYONE) is STAFF


def test_doer_does_not_tell_where_a_section_is_for_somebody():
    assert audience_of_clause("A phone is taken away by the teacher.", "", PUPILS) is PUPILS


@pytest.mark.parametrize("heading", ["2. If the rules are broken", "2. When something is lost"])
def test_numbered_case_over_a_list_is_a_heading_of_its_own(heading):
    text = f"Phone Policy\n\n1. Visitors\n\n- Visitors sign in.\n\n{heading}\n\n- The head decides.\n- It is noted.\n"
    [document] = read_policy(text, source="phones.txt", school="oakfield")
    assert [c.audience for c in document.clauses][-2:] == [EVERYONE, EVERYONE]
