"""The command line as a person, or a program, uses it: results on standard output, an error of ours in one line."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from bot import cli
from bot.answering import thresholds
from bot.datatypes.answer import Answer
from bot.evaluation import sweep

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold" / "questions.jsonl"
WATCH = "can I wear my smart watch"


@pytest.fixture
def run(monkeypatch, capsys, sample_settings):
    """Runs ``signpost`` with the sample corpus's home; gives back the exit code, standard output and error."""
    monkeypatch.setenv("SIGNPOST_HOME", str(sample_settings.home))
    monkeypatch.setenv("SIGNPOST_CORPUS", str(sample_settings.corpus))

    def run_it(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["signpost", *(str(argument) for argument in arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, *capsys.readouterr()

    return run_it


@pytest.fixture
def elsewhere(monkeypatch, run, tmp_path):
    """Sets the home to one that has an encoder and nothing else."""
    encoder = Path(cli.load_settings().onnx_encoder)
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "encoder").symlink_to(encoder)
    return tmp_path / "home"


def question_file(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def refused(outcome: tuple[int, str, str], *words: str) -> None:
    code, out, err = outcome
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "Traceback" not in err
    assert all(word in err for word in words)


def test_ask_prints_the_outcome_the_clause_and_where_it_stands(run):
    code, out, _ = run("ask", "--school", "saltmarrow", "--role", "staff", WATCH)

    assert code == 0
    assert out.startswith("[answered_from_policy]")
    assert "Smart watches may be worn" in out and "/policies/saltmarrow/" in out


def test_ask_prints_an_answer_of_the_contract_as_json(run):
    code, out, _ = run("ask", "--school", "saltmarrow", "--role", "volunteer", "--json", WATCH)

    assert code == 0
    assert Answer.model_validate_json(out).citations


def test_ask_prints_the_fixed_text_for_a_concern(run):
    code, out, _ = run("ask", "--school", "saltmarrow", "a child told me her dad hits her")

    assert code == 0
    assert out.startswith("[safeguarding_concern]")
    assert "Tomasz Wieliczko" in out and "999" in out


def test_batch_prints_a_result_a_line_with_the_rows_own_ids(run, tmp_path):
    rows = [
        {"id": "first", "school": "saltmarrow", "question": WATCH},
        {"school": "thistlemere", "text": WATCH, "role": "staff"},
    ]
    code, out, _ = run("ask", "--batch", question_file(tmp_path, rows[0], "", rows[1]), "--json")
    results = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert [result["id"] for result in results] == ["first", 3]
    assert all(Answer.model_validate(result["answer"]) for result in results)


@pytest.mark.parametrize(
    "row",
    [
        "not json",
        [1],
        "5",
        {"school": "saltmarrow"},
        {"question": "?"},
        {"school": 5, "question": "?"},
        {"school": "saltmarrow", "question": "?", "role": 5},
    ],
)
def test_malformed_row_of_a_batch_is_refused_by_its_line(run, tmp_path, row):
    refused(run("ask", "--batch", question_file(tmp_path, "", row)), "questions.jsonl, line 2")


def test_missing_batch_is_refused(run, tmp_path):
    refused(run("ask", "--batch", tmp_path / "nowhere.jsonl"), "nowhere.jsonl")


def test_batch_that_is_not_text_is_refused(run, tmp_path):
    (tmp_path / "questions.jsonl").write_bytes(b"\xff\xfe")

    refused(run("ask", "--batch", tmp_path / "questions.jsonl"), "questions.jsonl")


@pytest.mark.parametrize("arguments", [[], ["--school", "saltmarrow"], ["a question"]])
def test_ask_without_a_question_or_a_school_says_how(run, arguments):
    refused(run("ask", *arguments), "signpost ask --school")


def test_ask_for_an_unknown_school_is_refused(run):
    refused(run("ask", "--school", "nowhere", WATCH), "nowhere", "signpost ingest")


def test_ask_before_the_first_ingestion_is_refused(run, elsewhere):
    refused(run("ask", "--school", "saltmarrow", "--role", "staff", WATCH), "signpost ingest")


def test_ask_without_an_encoder_is_refused(run, monkeypatch, tmp_path, sample_settings):
    shutil.copytree(sample_settings.index, tmp_path / "index")
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))

    refused(run("ask", "--school", "saltmarrow", "--role", "staff", WATCH), "signpost export-encoder")


def test_ingest_says_in_json_that_nothing_changed(run):
    code, out, _ = run("ingest", "--json")
    body = json.loads(out)

    assert code == 0
    assert list(body["schools"]) == ["quarrowbeck", "saltmarrow", "thistlemere", "tumblestile"]
    assert body["indexed"] == body["removed"] == []
    assert all(school["created"] == 0 and school["unchanged"] > 0 for school in body["schools"].values())


def test_ingest_reports_the_tree_of_sections_and_clauses(run):
    code, out, _ = run("ingest", "--report")

    assert code == 0
    assert "Smart watches may be worn" in out


def test_ingest_without_the_report_leaves_the_clauses_out(run):
    code, out, _ = run("ingest")

    assert code == 0
    assert "Smart watches may be worn" not in out and "saltmarrow" in out


def test_ingest_of_a_missing_corpus_is_refused(run, monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_CORPUS", str(tmp_path / "nowhere"))

    refused(run("ingest"), "nowhere")


def test_ingest_without_an_encoder_is_refused_and_stores_nothing(run, monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))

    refused(run("ingest"), "signpost export-encoder")
    assert list(tmp_path.iterdir()) == []


def test_changed_policy_is_indexed_anew_and_a_school_that_left_is_removed(
    run, elsewhere, monkeypatch, tmp_path, sample_settings
):
    corpus = tmp_path / "corpus"
    for name, text in (("alder", "Phones stay in the lockers."), ("beech", "Watches may be worn by staff.")):
        (corpus / name).mkdir(parents=True)
        (corpus / name / "policy.txt").write_text(f"Phones Policy\n\n1. Rules\n\n1.1 {text}\n", encoding="utf-8")
    monkeypatch.setenv("SIGNPOST_CORPUS", str(corpus))
    (elsewhere / "index").mkdir()
    shutil.copy(sample_settings.index / "topics.npz", elsewhere / "index")  # saves encoding a thousand statements
    first = json.loads(run("ingest", "--json")[1])
    again = json.loads(run("ingest", "--json")[1])
    (corpus / "alder" / "policy.txt").write_text(
        "Phones Policy\n\n1. Rules\n\n1.1 Phones stay in bags.\n", encoding="utf-8"
    )
    shutil.rmtree(corpus / "beech")
    changed = json.loads(run("ingest", "--json")[1])

    assert (first["indexed"], again["indexed"], changed["indexed"]) == (["alder", "beech"], [], ["alder"])
    assert changed["removed"] == ["beech"]


def test_check_says_that_all_is_well(run):
    code, out, _ = run("check", "--json")

    assert code == 0
    assert json.loads(out)["ok"] is True


def test_check_names_what_a_school_lacks(run):
    assert "quarrowbeck: " in run("check")[1]


def test_check_without_an_index_fails_with_the_remedy(run, elsewhere):
    code, out, _ = run("check")

    assert code == 1
    assert "signpost ingest" in out


def test_check_names_the_school_whose_index_is_damaged(run, elsewhere, sample_settings):
    shutil.copytree(sample_settings.index, elsewhere / "index")
    (elsewhere / "index" / "saltmarrow" / "search" / "dense.faiss").write_bytes(b"")
    code, out, _ = run("check", "--json")

    assert code == 1
    assert next(line for line in json.loads(out)["lines"] if "damaged" in line).startswith("saltmarrow: ")


@pytest.mark.parametrize("content", [None, "{}"])
def test_check_fails_where_a_file_that_ships_is_missing_or_broken(run, monkeypatch, tmp_path, content):
    if content is not None:
        (tmp_path / "thresholds.json").write_text(content)
    monkeypatch.setattr(
        "bot.indexing.read_thresholds", lambda: thresholds.read_thresholds(tmp_path / "thresholds.json")
    )
    code, out, _ = run("check")

    assert code == 1
    assert "thresholds.json is missing or malformed" in out


@pytest.fixture
def gold_rows(tmp_path) -> Path:
    """A few rows of every kind that the engine is asked."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    kinds = ("answer", "unanswered", "near", "safeguarding", "not-safeguarding")
    return question_file(tmp_path, *(row for kind in kinds for row in [r for r in rows if r["expect"] == kind][:3]))


def test_evaluate_counts_the_questions_and_names_the_misses(run, gold_rows):
    code, out, _ = run("evaluate", gold_rows, "--json")
    body = json.loads(out)

    assert code == 0
    assert body["figures"]["questions"] == 15
    assert body["figures"]["recall@3"] is not None
    assert isinstance(body["misses"], list)


def test_evaluate_prints_a_figure_a_line(run, gold_rows):
    code, out, _ = run("evaluate", gold_rows, "--misses", 1)

    assert code == 0
    assert any(line.startswith("recall@1 ") for line in out.splitlines())


def test_evaluate_about_no_school_of_the_index_is_refused(run, tmp_path):
    row = {"id": "1", "school": "nowhere", "question": "?", "expect": "unanswered"}

    refused(run("evaluate", question_file(tmp_path, row)), "ingest its corpus")


def test_evaluate_of_a_malformed_set_is_refused(run, tmp_path):
    refused(run("evaluate", question_file(tmp_path, {"id": "1"})), "questions.jsonl, line 1")


def test_sweep_puts_thresholds_in_force_and_says_on_what_they_were_chosen(run, gold_rows, monkeypatch, tmp_path):
    monkeypatch.setattr(sweep, "THRESHOLDS_FILE", tmp_path / "thresholds.json")
    code, out, _ = run("evaluate", gold_rows, "--sweep", "--json")

    assert code == 0
    assert json.loads(out)["thresholds"] == json.loads((tmp_path / "thresholds.json").read_text(encoding="utf-8"))
    assert "questions.jsonl" in json.loads(out)["thresholds"]["chosen_by"]


@pytest.mark.parametrize("command", [["evaluate", "--sweep"], ["fit"]])
def test_learning_from_one_kind_of_row_is_refused(run, tmp_path, command):
    row = {"id": "1", "school": "saltmarrow", "question": "?", "expect": "unanswered"}

    refused(run(*command, question_file(tmp_path, row)), "no row that expects 'answer'")


def test_export_of_an_encoder_that_is_there_does_nothing(run):
    code, out, _ = run("export-encoder")

    assert code == 0
    assert "encoder" in out


def test_setting_that_cannot_be_used_is_refused(run, monkeypatch):
    monkeypatch.setenv("SIGNPOST_PORT", "many")

    refused(run("check"), "SIGNPOST_PORT")
