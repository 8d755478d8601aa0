"""school.yml, checked."""

import pytest

from bot.datatypes.policy import ChannelPlaces
from bot.errors import CorpusError
from bot.ingestion.ingest_corpus import read_corpus
from bot.ingestion.school_file import read_school_file


def write(folder, text):
    (folder / "school.yml").write_text(text, encoding="utf-8")
    return folder


def test_school_file_is_empty_where_there_is_none(tmp_path):
    assert read_school_file(tmp_path).name == ""


def test_school_file_reads_all_its_keys(tmp_path):
    text = """
name: Oakfield Primary School
safeguarding_lead: {name: Ada Quill, title: Deputy Head, contact: 01632 960001}
deputies: [{name: Bo Finch}]
head: {name: Cy Marsh}
chair: {name: Fay Wren, contact: chair@example.org}
local_authority: {name: Duty desk, contact: 01632 960002}
out_of_hours: {name: Night desk, contact: 01632 960003}
slack: {workspaces: [T1], channels: [C1, C2]}
teams: {tenants: [11111111-2222-3333-4444-555555555555]}
web: {embed_on: ["https://intranet.example.org", "http://localhost:8080"]}
documents: {phones.txt: {title: Phone Policy, version: "3", review_date: 2030-05-31}}
"""
    school = read_school_file(write(tmp_path, text))
    assert school.documents["phones.txt"].review_date == "2030-05-31"
    assert school.slack.as_places() == ChannelPlaces(workspaces=("T1",), rooms=("C1", "C2"))
    assert school.web.embed_on == ("https://intranet.example.org", "http://localhost:8080")


def test_school_file_says_when_its_contacts_were_checked(tmp_path):
    school = read_school_file(write(tmp_path, "contacts_checked: 2026-09-01\n"))
    assert school.contacts_checked.isoformat() == "2026-09-01"


def test_day_on_which_contacts_were_checked_is_kept_with_the_school(tmp_path):
    folder = tmp_path / "oakfield"
    folder.mkdir()
    write(folder, "contacts_checked: 2026-09-01\n")
    [school] = read_corpus(tmp_path)
    assert school.profile.contacts_checked == "2026-09-01"


def test_websites_that_may_frame_the_chat_are_kept_with_the_school(tmp_path):
    folder = tmp_path / "oakfield"
    folder.mkdir()
    write(folder, "web: {embed_on: ['https://intranet.example.org']}\n")
    [school] = read_corpus(tmp_path)
    assert school.profile.embed_on == ("https://intranet.example.org",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("contacts_checked: last autumn\n", ["line 1", "contacts_checked"]),
        ("name: Oakfield\nheadteacher: {name: x}\n", ["line 2", "'headteacher'", "head, chair"]),
        ("name: Oakfield\nhead:\n  name: Ada\n  phone: 1\n", ["line 4", "'head.phone'", "contact"]),
        ("documents:\n  a.txt:\n    reviewed: x\n", ["line 3", "'documents.a.txt.reviewed'", "review_date"]),
        ("deputies:\n  - name: Ada\n  - title: x\n", ["line 3", "deputies.1.name"]),
        ("slack:\n  team: T1\n", ["line 2", "'slack.team'", "workspaces, channels"]),
        ("web:\n  frames: x\n", ["line 2", "'web.frames'", "embed_on"]),
        ("web: {embed_on: x}\n", ["line 1", "web.embed_on"]),
        *(
            (f"web: {{embed_on: ['{origin}']}}\n", ["line 1", "web.embed_on", "https://intranet.example.org"])
            for origin in (
                "intranet.example.org",
                "https://example.org/",
                "https://*.example.org",
                "https://a.example.org; script-src *",
                "https://Example.org",
                "javascript:alert(1)",
                "*",
            )
        ),
        ("head: [\n", ["not YAML"]),
        ("- a\n", ["line 1"]),
    ],
)
def test_school_file_complaint_names_line_and_key(tmp_path, text, parts):
    with pytest.raises(CorpusError) as error:
        read_school_file(write(tmp_path, text))
    message = str(error.value)
    assert all(p in message for p in [*parts, "school.yml"])
    assert "\n" not in message
