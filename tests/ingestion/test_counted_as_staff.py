"""Who counts as staff, read from a policy's own definitions."""

from __future__ import annotations

import pytest

from bot.datatypes.policy import PolicyDocument
from bot.errors import CorpusError
from bot.ingestion.counted_as_staff import counted_in, with_counted_staff
from bot.ingestion.ingest_corpus import read_corpus
from bot.ingestion.policy_reader import read_policy


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (
            "This policy applies to all staff, including volunteers, governors and contractors.",
            "volunteer governor contractor",
        ),
        ("It is for pupils and all staff (including helpers).", "volunteer"),
        ('"Staff" means everybody who works or helps here.', "volunteer"),
        ("The term staff refers to employees, governors and visitors.", "governor visitor"),
        ("Teachers, trustees and volunteers (referred to in this policy as staff) sign it.", "volunteer governor"),
        (
            "It binds everybody who works or helps here: teachers, governors and contractors.",
            "volunteer governor contractor",
        ),
        ("Volunteers who come every week follow the rules for staff.", "volunteer"),
        ("Helpers are bound by the same rules as staff and sign this code.", "volunteer"),
        ("Contractors are treated as members of staff while on site.", "contractor"),
        ("Parents accompanying a trip are acting as a school representative.", "volunteer"),
        ("Acceptable Use Agreement for Staff, Governors and Volunteers", "volunteer governor"),
    ],
)
def test_definition_counts_as_staff_whom_it_names(sentence, roles):
    assert counted_in(sentence) == set(roles.split())


@pytest.mark.parametrize(
    "sentence",
    [
        "It applies to employees, governors, volunteers, visitors and families.",
        "Staff should challenge visitors who take pictures.",
        "Staff means people whom the school employs, not volunteers.",
        "Volunteers leave their phones in the lockers.",
        "Rules for staff are in section 2 and rules for visitors in section 3.",
        "Volunteers and visitors follow the rules in this section.",
    ],
)
def test_list_of_whom_a_policy_is_for_makes_nobody_staff(sentence):
    assert counted_in(sentence) == set()


def documents(*texts: str) -> list[PolicyDocument]:
    return [read_policy(text, source=f"{n}.txt", school="oakfield")[0] for n, text in enumerate(texts)]


DEFINES = "Phone Policy\n\n1. Scope\n\nStaff means everybody who works or helps here.\n"
SILENT = "Picture Policy\n\n1. Scope\n\nPictures are taken with school cameras.\n"


def test_policy_that_defines_nothing_follows_the_schools_others():
    assert [d.counts_as_staff for d in with_counted_staff(documents(DEFINES, SILENT), None)] == [("volunteer",)] * 2


def test_policy_that_defines_something_keeps_to_it():
    other = "Visits Policy\n\n1. Scope\n\nContractors are treated as staff.\n"
    counted = [d.counts_as_staff for d in with_counted_staff(documents(DEFINES, other), None)]
    assert counted == [("volunteer",), ("contractor",)]


@pytest.mark.parametrize(("line", "roles"), [("counts_as_staff: []", ()), ("counts_as_staff: [visitor]", ("visitor",))])
def test_what_school_yml_says_comes_first(tmp_path, line, roles):
    folder = tmp_path / "oakfield"
    folder.mkdir()
    (folder / "phones.txt").write_text(DEFINES)
    (folder / "school.yml").write_text(f"{line}\n")
    [school] = read_corpus(tmp_path)
    assert school.documents[0].counts_as_staff == roles


def test_role_that_nobody_has_is_refused(tmp_path):
    folder = tmp_path / "oakfield"
    folder.mkdir()
    (folder / "phones.txt").write_text(DEFINES)
    (folder / "school.yml").write_text("name: Oakfield\ncounts_as_staff: [volunteers]\n")
    with pytest.raises(CorpusError, match="line 2"):
        read_corpus(tmp_path)
