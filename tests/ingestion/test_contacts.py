"""People that a policy names."""

import pytest

from bot.ingestion.contacts import Statement, find_contacts


def found(*rows):
    statements = [Statement(r if isinstance(r, tuple) else (r,), "policy.txt") for r in rows]
    return find_contacts(statements)


def names(field, *rows):
    return [c.name for c in found(*rows)[field]]


@pytest.mark.parametrize(
    "line",
    [
        "Designated Safeguarding Lead (s): (Ada Quill, Deputy Head)",
        "Designated Safeguarding Lead : Ada Quill",
        "Designated Safeguarding Lead Ada Quill",
        "DSL: Ada Quill",
        "As our policy says, the Designated Safeguarding Lead (DSL), Ada Quill, Deputy Head, is responsible.",
        "The Designated Safeguarding Lead is Ada Quill.",
    ],
)
def test_find_contacts_finds_the_lead(line):
    assert names("safeguarding_lead", line) == ["Ada Quill"]


def test_find_contacts_reads_the_title():
    assert (
        found("Designated Safeguarding Lead: (Ada Quill, Deputy Head)")["safeguarding_lead"][0].title == "Deputy Head"
    )


def test_find_contacts_reads_rows_with_addresses():
    row = ("Deputy Safeguarding Lead(s)", "Bo Finch Cy Marsh", "bo@example.org cy@example.org")
    deputies = found(row)["deputies"]
    assert [(d.name, d.contact) for d in deputies] == [("Bo Finch", "bo@example.org"), ("Cy Marsh", "cy@example.org")]


def test_find_contacts_reads_two_deputies_on_a_line():
    assert names("deputies", "Deputy Designated Safeguarding Lead Bo Finch & Cy Marsh") == ["Bo Finch", "Cy Marsh"]


@pytest.mark.parametrize("role", ["Chair of Governors", "Chair of the Local Governing Body", "Chair of the committee"])
def test_find_contacts_reads_the_chair(role):
    assert names("chair", (role, "Fay Wren", "[via clerk] clerk@example.org")) == ["Fay Wren"]


def test_find_contacts_does_not_take_a_trusts_lead_for_the_schools():
    assert names("safeguarding_lead", ("Trust Executive DSL", "Fay Wren", "07700 900123")) == []


def test_find_contacts_does_not_take_a_governor_for_a_lead():
    assert names("safeguarding_lead", ("Nominated governor for safeguarding", "Fay Wren", "x@example.org")) == []


def test_find_contacts_knows_a_lead_who_is_head():
    assert names("head", "the Designated Safeguarding Lead (DSL), Ada Quill, Headteacher, is responsible") == [
        "Ada Quill"
    ]


def test_find_contacts_knows_a_manager_who_is_lead():
    rows = ("Designated Safeguarding Lead: Ada Quill", "The Manager as Designated Safeguarding Lead will report.")
    assert names("head", *rows) == ["Ada Quill"]


def test_find_contacts_takes_no_deputy_head_for_the_head():
    assert names("head", "Designated Safeguarding Lead: (Ada Quill, Deputy Head)") == []


@pytest.mark.parametrize(
    "line",
    [
        "The Designated Safeguarding Lead (or deputy) will be told.",
        "Staff will tell the DSL. Local Authority Designated Officer will be told.",
        "Designated Safeguarding Lead: to be confirmed",
        "(Head teacher)",
    ],
)
def test_find_contacts_never_guesses(line):
    assert not any(found(line).values())
