"""What is said of contacts that are unknown, unreachable or old."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.contact_warnings import contact_warnings
from bot.datatypes.policy import Contact, SchoolProfile

TODAY = date(2026, 9, 1)
ONE = Contact(name="Jo Ash", contact="01632 960001")
GOOD = SchoolProfile(
    school="alder",
    name="Alder",
    safeguarding_lead=ONE,
    deputies=(ONE,),
    head=ONE,
    chair=ONE,
    local_authority=ONE,
    out_of_hours=ONE,
    contacts_checked="2025-09-01",
)


def warnings(**changes):
    return contact_warnings(GOOD.model_copy(update=changes), TODAY)


def test_contacts_known_and_checked_within_a_year_are_well():
    assert warnings() == []


def test_unknown_contacts_are_named_by_post():
    [warning] = warnings(missing=("chair", "out_of_hours"))
    assert warning.startswith("Not known: the chair, the out-of-hours line;")


@pytest.mark.parametrize(("post", "held"), [("head", Contact(name="Jo Ash")), ("deputies", (Contact(name="Jo Ash"),))])
def test_contact_without_a_number_is_named(post, held):
    [warning] = warnings(**{post: held})
    assert warning.startswith("No number or address for: ")


def test_deputies_of_whom_one_can_be_reached_are_enough():
    assert warnings(deputies=(Contact(name="Al Ash"), ONE)) == []


def test_contacts_that_nobody_said_were_checked_are_named():
    assert warnings(contacts_checked=None)[0].startswith("Nobody has said when")


def test_contacts_checked_over_a_year_ago_are_old():
    assert "2025-08-31" in warnings(contacts_checked="2025-08-31")[0]
