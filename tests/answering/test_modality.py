"""What kind of rule a clause lays down, on clauses in our own words."""

from __future__ import annotations

import pytest

from bot.answering.modality import modality_of
from bot.datatypes.answer import Modality

PROHIBITED = (
    "Phones must not be carried in the playroom.",
    "Staff may not add pupils on any social network.",
    "Nobody is permitted to film in the changing rooms.",
    "Smart glasses are not allowed anywhere on site.",
    "Never give a pupil your own number.",
    "Personal laptops are banned from the exam hall.",
    "Recording a meeting in secret is forbidden.",
    "Volunteers should not photograph the children.",
    "I will not use the school's account for jokes.",
    "Pictures of swimming are prohibited.",
    "Passwords can't be shared with supply staff.",
    "No personal device may be plugged into the network.",
    "It is unacceptable to post about a colleague.",
    "Staff do not ring families from their own phones.",
    "Earphones are not to be worn on duty.",
    "Adults refrain from texting while they supervise.",
    "Teachers will not accept gifts from families online.",
    "Under no circumstances are phones taken into the toilets.",
    "Using a VPN is strictly not permitted.",
    "Nobody else may post on the page.",
    "Nothing is to be deleted from a pupil's phone.",
    "No phone, tablet or camera of any kind may be taken on the boat.",
    "Children are not to bring toys that talk.",
    "Staff must not discuss families online, even without names.",
    "Mobile phones will never be left within reach of the children.",
)
PERMITTED = (
    "Phones may be used in the staff room at lunch.",
    "Staff are allowed to wear a plain fitness band.",
    "Visitors can make calls from the office.",
    "Teachers are free to bring their own tablets.",
    "Parents are welcome to take pictures after the show.",
    "A smart watch is permitted on the playground.",
    "Governors may read the policy online.",
    "Helpers can leave their bags in the cloakroom.",
)
CONDITIONAL = (
    "Phones stay off unless the deputy agrees.",
    "Watches may be worn as long as they are muted.",
    "Pictures can be taken provided that the family has signed.",
    "Nobody films without the permission of the head of year.",
    "Own devices are not used except in an emergency.",
    "With the agreement of a senior leader, a phone may be kept on.",
    "A pupil's bag is searched only when two adults are there.",
    "In exceptional circumstances a call may be taken in class.",
    "The only exception is a medical app.",
    "Posts go out once approved by the office.",
    "Calls are permitted only if no child can hear them.",
    "Staff must not use their own cameras unless the school's are broken.",
    "Prior consent is needed with permission of the parent.",
    "Phones may be used if nobody else is in the room.",
    "Tablets can go home where the family has signed the loan form.",
    "A phone may be kept on once a senior leader has agreed.",
    "Pupils may carry a phone when they walk home alone.",
)
REQUIRED = (
    "All staff must lock their screens.",
    "Visitors are required to sign in.",
    "A lost laptop has to be reported the same day.",
    "Every adult is expected to read this policy.",
    "Teachers shall keep a note of the call.",
    "I will hand my phone in at the office.",
    "Practitioners will keep their phones in the lockers.",
    "Staff are responsible for the safety of their own devices.",
    "Photographs should be deleted within a week.",
    "Ensure that the screen cannot be seen by pupils.",
    "You need to change your password each term.",
    "Report a worrying message to the safeguarding lead at once.",
    "Switch your phone off before the lesson.",
    "Keep your phone in the locker.",
    "Volunteers are to leave their phones at reception.",
    "A colleague who has to call home tells the office.",
)
ADVISED = (
    "Staff are advised to check their privacy settings.",
    "We recommend that staff use a separate number.",
    "Colleagues are encouraged to insure their own phones.",
    "It is advisable to keep a copy of the message.",
    "Using initials instead of full names is recommended.",
    "Teachers are strongly advised not to name the school on their profiles.",
    "It is good practice to turn notifications off.",
)
INFORMATION = (
    "The school's phone number is on the website.",
    "This policy was written with the staff.",
    "We monitor the network every day.",
    "The school may monitor what is sent from its devices.",
    "Breaking these rules may result in disciplinary action.",
    "Personal data means anything that identifies a person.",
    "The governors review this policy each spring.",
    "Social media includes games in which people chat.",
    "Calls may be recorded for training.",
    "Nobody will be blamed for asking.",
    "The rules hold for whatever has to do with the school.",
    "The online safety group meets twice a term.",
)
EXPECTED = [
    (text, modality)
    for modality, texts in (
        (Modality.PROHIBITED, PROHIBITED),
        (Modality.PERMITTED, PERMITTED),
        (Modality.CONDITIONAL, CONDITIONAL),
        (Modality.REQUIRED, REQUIRED),
        (Modality.ADVISED, ADVISED),
        (Modality.INFORMATION, INFORMATION),
    )
    for text in texts
]


@pytest.mark.parametrize(("text", "modality"), EXPECTED, ids=[text for text, _ in EXPECTED])
def test_clause_is_read_as(text, modality):
    assert modality_of("", text) is modality


@pytest.mark.parametrize(
    ("lead_in", "text", "modality"),
    [
        ("Staff must not:", "use their phones in class;", Modality.PROHIBITED),
        ("Phones may be used in:", "the staff room;", Modality.PERMITTED),
        ("Visitors are required to:", "leave their phones at the desk", Modality.REQUIRED),
        ("Teachers are advised to:", "use a separate number", Modality.ADVISED),
        ("Phones may be used in:", "the office, provided that no pupil is there", Modality.CONDITIONAL),
        ("Staff may use the school's app.", "Pupils' names must not be typed into it.", Modality.PROHIBITED),
        ("The network holds:", "lesson plans", Modality.INFORMATION),
    ],
)
def test_lead_in_decides_where_the_clause_itself_says_nothing(lead_in, text, modality):
    assert modality_of(lead_in, text) is modality


def test_first_sentence_with_a_rule_decides():
    assert modality_of("", "Phones must be muted. They are not lent to pupils.") is Modality.REQUIRED


@pytest.mark.parametrize(
    "text",
    [
        "Watches may be worn. They must be muted.",
        "Visitors may keep their phones, but must not use them.",
        "Pupils do not use chatbots; a teacher may show one.",
    ],
)
def test_permission_beside_a_duty_or_a_ban_is_a_condition(text):
    assert modality_of("", text) is Modality.CONDITIONAL


def test_condition_decides_wherever_it_stands():
    assert modality_of("", "Phones are banned. The only exception is an emergency.") is Modality.CONDITIONAL


def test_advice_with_an_exception_is_a_condition():
    text = "not use phones in lessons, unless the head has agreed"

    assert modality_of("Staff will be advised to:", text) is Modality.CONDITIONAL


@pytest.mark.parametrize(
    "text",
    [
        "Phones are handed in at the office before the bell.",
        "Visitors sign in and put their phones in the tray.",
        "A worry about a colleague goes to the head.",
    ],
)
def test_duty_told_in_the_present_tense_is_a_duty(text):
    assert modality_of("", text) is Modality.REQUIRED


@pytest.mark.parametrize(
    "text",
    [
        "Parents will be informed of the complaints procedure.",
        "If a pupil breaks the policy, action will be taken.",
        "Staff are advised that what they post can harm their standing.",
        "The aim of this policy is to keep children safe.",
        "The rules cover apps which their parents can see.",
    ],
)
def test_what_the_school_does_or_says_of_itself_is_no_rule(text):
    assert modality_of("", text) is Modality.INFORMATION


def test_lead_in_that_is_a_sentence_leaves_the_clause_to_itself():
    assert modality_of("Phones must be off.", "The office has a charger.") is Modality.INFORMATION
