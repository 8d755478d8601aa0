"""Question sets are data: a row that breaks the format is refused with its file, line and field."""

from __future__ import annotations

import pytest

from bot.errors import TrainingDataError
from bot.evaluation.gold_questions import GoldQuestion, is_evidence, read_questions, require_both_kinds

ROW = '{"id": "1", "school": "alder", "question": "where?", "expect": "answer", "evidence": ["in the staff room"]}\n'


def refusal(tmp_path, content: bytes | None) -> str:
    path = tmp_path / "set.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TrainingDataError) as caught:
        read_questions(path)
    return str(caught.value)


def test_rows_are_read_and_empty_lines_passed_over(tmp_path):
    (tmp_path / "set.jsonl").write_text(f"{ROW}\n{ROW}")

    assert [question.school for question in read_questions(tmp_path / "set.jsonl")] == ["alder", "alder"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"expect": "answer"', '"expect": "guess"', "expect"),
        ('"school": "alder", ', "", "school"),
        ('"id": "1"', '"id": "1", "colour": "red"', "colour"),
        ('"expect": "answer"', '"expect": "safeguarding", "level": "high"', "level"),
    ],
)
def test_malformed_row_is_refused_by_line_and_field(tmp_path, old, new, field):
    message = refusal(tmp_path, (ROW + ROW.replace(old, new)).encode())

    assert "set.jsonl, line 2" in message
    assert field in message


def test_note_on_another_row_is_let_be(tmp_path):
    (tmp_path / "set.jsonl").write_text(ROW.replace('"id": "1"', '"id": "1", "level": "greet"'))

    assert read_questions(tmp_path / "set.jsonl")[0].level == "greet"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"not json", b"[1]"])
def test_file_that_is_no_question_set_is_refused_in_one_line(tmp_path, content):
    message = refusal(tmp_path, content)

    assert "set.jsonl" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Phones stay in the staff room.", True),
        ("Phones stay **in the** staff\u00a0 room.", True),
        ("PHONES STAY IN THE STAFF ROOM", True),
        ("Phones stay in the staffroom.", False),
        ("in the staff room " + "x" * 1200, False),
        ("in the staff room " + " " * 1200, True),
    ],
)
def test_evidence_is_found_whatever_the_marks_and_spaces(text, right):
    assert is_evidence(text, GoldQuestion.model_validate_json(ROW)) is right


@pytest.mark.parametrize("kinds", [["answer"], ["unanswered", "near"], []])
def test_learning_asks_for_both_answered_and_unanswered(kinds):
    with pytest.raises(TrainingDataError, match="no row that expects"):
        require_both_kinds(kinds)
