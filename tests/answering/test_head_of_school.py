"""Who is, or may be, the head; and whether a text names them."""

from __future__ import annotations

import pytest

from bot.answering.head_of_school import is_head, names_head
from bot.datatypes.policy import Contact, SchoolProfile

HEAD = Contact(name="Marguerite Tansley-Bose", title="Headteacher")
PROFILE = SchoolProfile(school="alder", name="Alder", head=HEAD)


@pytest.mark.parametrize(
    "name",
    ["Marguerite Tansley-Bose", "MARGUERITE  TANSLEY-BOSE", "Mrs Tansley-Bose", "M. Tansley-Bose", "Dr M Tansley-Bose"],
)
def test_head_is_known_in_every_spelling_of_the_name(name):
    assert is_head(Contact(name=name), PROFILE)


@pytest.mark.parametrize("name", ["Alun Featherby", "Alun Tansley-Bose", "Example Council", "Marguerite Ash"])
def test_another_person_is_not_the_head(name):
    assert not is_head(Contact(name=name), PROFILE)


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Headteacher and Designated Safeguarding Lead", True),
        ("Principal", True),
        ("Manager", True),
        ("Executive Head", True),
        ("Vice Principal and Designated Safeguarding Lead", False),
        ("Deputy Headteacher", False),
        ("Inclusion Manager", False),
        ("Head of Sixth Form", False),
    ],
)
def test_lead_is_the_head_where_the_title_says_so(title, is_one):
    lead = Contact(name="Jo Ash", title=title)
    assert is_head(lead, SchoolProfile(school="alder", name="", safeguarding_lead=lead)) is is_one


def test_text_names_the_head_by_the_surname():
    assert names_head("Write to Mrs Tansley-Bose about it.", PROFILE)


def test_post_alone_is_no_name():
    assert not names_head("A worry about the headteacher goes to the chair.", PROFILE)
