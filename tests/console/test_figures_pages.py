"""Figures, coverage, reports and exports: to each reader what is theirs, and no word of anybody's."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bot.console import coverage_views, figures_views, policy_views, report_reading
from bot.console.policy_shelf import PolicyShelf
from bot.datatypes.answer import Outcome
from bot.index.clause_store import ClauseStore
from bot.index.index_manifest import manifest_file
from bot.questions.models import AuditEntry, ReviewItem
from bot.reporting.coverage_store import Kept, index_digest, write_coverage
from bot.reporting.topic_coverage import TopicCoverage
from tests.browser.invented_school import LARKFIELD
from tests.questions.people import item, member
from tests.reporting.asked_questions import SILENT, ask, replied

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")']
HEADS_PAGES = ("figures", "coverage", "policy-review", "monthly-report", "monthly-report-pdf")


@pytest.fixture(autouse=True)
def policies(monkeypatch, tmp_path, settings):
    """Larkfield's policies, which cover smart watches, bear on passwords and are silent on AI."""
    settings.SIGNPOST = replace(settings.SIGNPOST, home=tmp_path)
    store = ClauseStore(tmp_path / "index")
    store.write(LARKFIELD)
    manifest = manifest_file(store.folder, "larkfield")
    manifest.parent.mkdir()
    manifest.write_text("{}")
    clause = LARKFIELD.documents[0].clauses[0].clause_id
    topics = {
        "ask_smartwatch": TopicCoverage(state="covered", asked=8, answered=8, related=0, clauses=(clause,)),
        "ask_strong_password": TopicCoverage(state="partly", asked=8, answered=3, related=0, clauses=(clause,)),
        "ask_ai_tools": TopicCoverage(state="silent", asked=8, answered=0, related=0, clauses=(clause, "gone")),
        "ask_report_head": TopicCoverage(state="silent", asked=8, answered=0, related=0, clauses=(clause,)),
    }
    digest = index_digest(store, "larkfield")
    write_coverage(store, "larkfield", Kept(index=digest, method="test", topics=topics))
    shelf = PolicyShelf(store.folder)
    for views in (coverage_views, figures_views, policy_views, report_reading):
        monkeypatch.setattr(views, "policy_shelf", lambda: shelf)
    return store


def address(name, query=""):
    this_month = f"{timezone.localdate():%Y-%m}"
    arguments = ["larkfield", this_month] if name.startswith("monthly") else ["csv"] if "export" in name else []
    return reverse(name, args=arguments) + query


def shown(client, name, query=""):
    response = client.get(address(name, query))
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode("latin-1"))


def now():
    return timezone.now() - timedelta(seconds=1)


@pytest.mark.parametrize("part", ["head", "trust_lead"])
@pytest.mark.parametrize("kind", [ReviewItem.Kind.ALLEGATION_ABOUT_HEAD])
def test_an_allegation_about_the_head_changes_no_page_or_report(client, part, kind):
    client.force_login(member("reader", larkfield=part))
    names = [name for name in HEADS_PAGES if name != "monthly-report-pdf"]  # which holds the time it was made
    exports = ("figures-export", "topics-export", "coverage-export", "policy-review-export", "review-export")
    before = [shown(client, name) for name in (*names, *exports)]
    item("larkfield", kind, text="marker")
    ask("larkfield", Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, topic="ask_report_head", at=now())
    replied(member("chair", larkfield="chair"), 5, "larkfield", kind)
    assert [shown(client, name) for name in (*names, *exports)] == before


@pytest.mark.parametrize(
    ("part", "seen"),
    [("safeguarding_lead", [1, 0]), ("head", [1, 1]), ("trust_lead", [0, 0])],
)
def test_concerns_are_counted_for_those_alone_who_see_their_kind(client, part, seen):
    for kind in (ReviewItem.Kind.CONCERN, ReviewItem.Kind.ALLEGATION, ReviewItem.Kind.ALLEGATION_ABOUT_HEAD):
        item("larkfield", kind, text=kind)
    client.force_login(member("reader", larkfield=part))
    found = dict(client.get(address("figures")).context["concerns"])
    labels = (ReviewItem.Kind.CONCERN.label, ReviewItem.Kind.ALLEGATION.label)
    assert [found.get(str(label), 0) for label in labels] == seen
    assert len(found) == sum(seen)


def test_no_page_or_report_holds_a_word_that_somebody_wrote(client):
    lead = member("lead", larkfield="safeguarding_lead")
    ask("larkfield", SILENT, topic="ask_ai_tools", text="marker words", at=now())
    item("larkfield", text="marker words")
    replied(lead, 3, "larkfield", text="marker words")
    client.force_login(lead)
    for name in HEADS_PAGES:
        assert "marker" not in shown(client, name), name
    for name in ("figures-export", "topics-export", "coverage-export", "policy-review-export"):
        assert "marker" not in shown(client, name), name


@pytest.mark.parametrize("part", ["chair", "administrator"])
def test_a_forbidden_report_looks_like_one_of_no_school(client, part):
    client.force_login(member("reader", larkfield=part))
    unknown = client.get("/console/nothing-of-the-kind/")
    assert {client.get(address(name)).content for name in HEADS_PAGES} == {unknown.content}
    assert unknown.status_code == 404


@pytest.mark.parametrize("path", ["elmhurst/2026-06", "larkfield/2026-13", "larkfield/2999-01", "nowhere/2026-06"])
def test_a_report_of_another_school_or_of_no_month_is_not_found(client, path):
    client.force_login(member("reader", larkfield="head"))
    member("other", elmhurst="head")
    for ending in ("/", "/pdf"):
        assert client.get(f"/console/reports/{path}{ending}").status_code == 404


def test_the_map_shows_each_state_with_its_clause_and_how_often_it_was_asked(client):
    ask("larkfield", topic="ask_smartwatch", number=3, at=now())
    ask("larkfield", topic="ask_report_head", at=now())
    client.force_login(member("reader", larkfield="head"))
    rows = re.findall(r"<tr>(.*?)</tr>", shown(client, "coverage"), re.S)
    [watch] = [row for row in rows if "Smartwatches" in row]
    [about_head] = [row for row in rows if "headteacher" in row]
    assert "Covered" in watch and "/policies/larkfield/" in watch and "asked 3" in watch
    assert "Silent" in about_head and "asked" not in about_head
    assert "Smartwatches" not in shown(client, "coverage", "?show=gaps")


def test_a_map_of_changed_policies_is_not_shown_as_theirs(client, policies):
    manifest_file(policies.folder, "larkfield").write_text("changed")
    client.force_login(member("reader", larkfield="head"))
    page = shown(client, "coverage")
    assert "not worked out yet" in page and "Covered</a>" not in page


def test_the_questions_for_the_review_are_those_of_gaps_the_most_asked_first(client):
    ask("larkfield", topic="ask_strong_password", number=2, at=now())
    client.force_login(member("reader", larkfield="safeguarding_lead"))
    asked = client.get(address("policy-review")).context["questions"]
    assert [one.topic for one in asked] == [
        "Passwords",
        "AI tools such as chatbots",
        "Concerns about the headteacher",
    ]
    assert asked[1].text == "“AI tools such as chatbots”: should the policy say something about this, and if so, what?"


def test_the_report_and_its_pdf_are_of_one_month(client):
    ask("larkfield", topic="ask_smartwatch", number=4, at=now())
    ask("larkfield", at=timezone.now() - timedelta(days=70))
    client.force_login(member("reader", larkfield="head"))
    page = client.get(address("monthly-report"))
    assert dict(page.context["words"].headline)["Questions"] == "4"
    file = client.get(address("monthly-report-pdf"))
    assert file.headers["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF-")


def test_a_chart_can_be_read_without_seeing_it_and_without_a_script(client):
    ask("larkfield", number=4, at=now())
    client.force_login(member("reader", larkfield="head"))
    page = shown(client, "figures")
    [chart] = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", page, re.S)
    assert "<title" in chart and "4 questions: 4 answered" in chart
    assert not re.search(r"<script|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("number", [3, 30])
def test_pages_take_as_many_queries_for_many_questions_as_for_few(client, number):
    client.force_login(member("reader", larkfield="safeguarding_lead"))
    for place in range(number):
        ask("larkfield", SILENT, topic="ask_smartwatch", at=now() - timedelta(weeks=place % 10))
        item("larkfield", text=f"May I {place}?")
    most = {"figures": 27, "coverage": 18, "policy-review": 18, "monthly-report": 23, "review-export": 18}
    for name, limit in most.items():
        with CaptureQueriesContext(connection) as queries:
            shown(client, name)
        assert len(queries) <= limit, (name, len(queries))


EXPORTS = ("figures-export", "topics-export", "coverage-export", "policy-review-export", "review-export")


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_is_written_into_the_audit_log(client, name):
    client.force_login(member("reader", larkfield="safeguarding_lead"))
    client.get(address(name))
    client.get(reverse(name, args=["xlsx"]))
    assert AuditEntry.objects.filter(action=AuditEntry.Action.EXPORTED).count() == 2
    assert client.get(reverse(name, args=["exe"])).status_code == 404
    assert AuditEntry.objects.filter(action=AuditEntry.Action.EXPORTED).count() == 2


def workbook(client, name="review-export", query=""):
    response = client.get(reverse(name, args=["xlsx"]) + query)
    return load_workbook(io.BytesIO(response.content)).active


@pytest.fixture
def dangerous(client):
    """Items whose words a spreadsheet would run, for a lead who is signed in."""
    for words in FORMULAS:
        item("larkfield", text=words)
    client.force_login(member("reader", larkfield="safeguarding_lead"))
    return client


def test_no_cell_of_a_workbook_is_a_formula_and_its_words_are_whole(dangerous):
    cells = [cell for row in workbook(dangerous).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert {cell.value for cell in cells} >= set(FORMULAS)
    assert all(cell.quotePrefix for cell in cells if cell.value in FORMULAS)


def test_no_cell_of_a_csv_file_begins_as_a_formula(dangerous):
    text = dangerous.get(address("review-export")).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {f"'{words}" for words in FORMULAS} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_libreoffice_shows_the_words_and_computes_nothing(dangerous, tmp_path, file_format):
    source = tmp_path / f"export.{file_format}"
    source.write_bytes(dangerous.get(reverse("review-export", args=[file_format])).content)
    out = tmp_path / "out"
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    cells = [cell for row in load_workbook(out / "export.xlsx").active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any("1+1" in str(cell.value) for cell in cells)


def test_an_export_holds_what_the_list_shows_and_no_more(client):
    item("larkfield", ReviewItem.Kind.CONCERN, text="a worry")
    item("larkfield", ReviewItem.Kind.ALLEGATION, text="an allegation")
    item("larkfield", ReviewItem.Kind.ALLEGATION_ABOUT_HEAD, text="about the head")
    item("elmhurst", text="elsewhere")
    seen = {}
    for part in ("safeguarding_lead", "head", "chair", "trust_lead"):
        client.force_login(member(part, larkfield=part))
        seen[part] = {row[7] for row in workbook(client).iter_rows(min_row=2, values_only=True)}
    assert seen == {
        "safeguarding_lead": {"a worry"},
        "head": {"a worry", "an allegation"},
        "chair": {"about the head"},
        "trust_lead": set(),
    }


def test_the_command_writes_the_report_and_that_it_did(tmp_path):
    file = tmp_path / "report.pdf"
    call_command("monthly_report", school="larkfield", month="2026-06", pdf=file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert AuditEntry.objects.get().school == "larkfield"


@pytest.mark.parametrize(
    ("school", "month", "said"), [("nowhere", "2026-06", "nowhere"), ("larkfield", "June", "2026-11")]
)
def test_the_command_says_what_is_wrong_with_school_or_month(tmp_path, school, month, said):
    with pytest.raises(CommandError, match=said):
        call_command("monthly_report", school=school, month=month, pdf=tmp_path / "report.pdf")
    assert not list(tmp_path.glob("*.pdf"))
