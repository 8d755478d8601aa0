"""What is done from the command line: a list is taken in, and what may not be used any more lapses."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from bot.approved_answers.models import ApprovedAnswer
from bot.questions.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policies")]


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_list_is_imported_as_drafts_by_the_command_line(tmp_path):
    file = tmp_path / "faq.csv"
    file.write_text("question,answer\nMay I vape?,Not on site.\n", encoding="utf-8")
    assert "1 drafts" in run("import_answers", str(file), "--school", "oakfield")
    assert ApprovedAnswer.objects.get().status == "draft"
    assert AuditEntry.objects.get().action == "imported"


@pytest.mark.parametrize(
    ("content", "school"), [("question,answer\n,x\n", "oakfield"), ("question,answer\nq,a\n", "x")]
)
def test_an_import_that_cannot_be_is_refused_whole(tmp_path, content, school):
    file = tmp_path / "faq.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError):
        run("import_answers", str(file), "--school", school)
    assert not ApprovedAnswer.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        run("import_answers", str(tmp_path / "nowhere.csv"), "--school", "oakfield")


def test_answers_lapse_when_policies_are_read_in_again(publish, clauses):
    publish(clauses=["c-1"])
    publish(question="May I vape?", phrasings="", text="No.")
    clauses(c_2="Cars are left in marked bays.")
    assert run("lapse_answers").strip() == "1"
    assert run("lapse_answers").strip() == "0"
    assert sorted(ApprovedAnswer.objects.values_list("status", flat=True)) == ["approved", "lapsed"]
