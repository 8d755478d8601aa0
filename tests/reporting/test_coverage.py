"""What the sample schools' policies are said to cover, and when that is worked out anew."""

from __future__ import annotations

import pytest

from bot.evaluation.coverage import QUESTIONS, gold_cells, read_topic_names
from bot.evaluation.gold_questions import read_questions
from bot.index.clause_store import ClauseStore
from bot.index.index_manifest import manifest_file
from bot.reporting.coverage_pass import bring_coverage_up_to_date, outdated_schools
from bot.reporting.coverage_store import read_coverage
from bot.reporting.due import is_preparation_due
from bot.reporting.example_questions import example_questions
from bot.reporting.models import QuestionTopic
from bot.reporting.preparation import prepare_figures
from bot.reporting.topic_coverage import CoverageState, state_for
from tests.reporting.asked_questions import ask


@pytest.fixture(scope="module")
def store(sample_settings):
    bring_coverage_up_to_date(sample_settings)
    return ClauseStore(sample_settings.index)


def test_no_silence_of_the_gold_questions_is_said_to_be_covered(store):
    labels = gold_cells(read_questions(QUESTIONS), read_topic_names())
    silent = [cell for cell, label in labels.items() if label is CoverageState.SILENT]
    wrong = [
        (school, topic)
        for school, topic in silent
        if read_coverage(store, school)[topic].state is CoverageState.COVERED
    ]
    assert len(silent) > 30
    assert wrong == []


def test_most_of_what_the_gold_questions_find_answered_is_covered(store):
    labels = gold_cells(read_questions(QUESTIONS), read_topic_names())
    found = [
        read_coverage(store, school)[topic].state
        for (school, topic), label in labels.items()
        if label is CoverageState.COVERED
    ]
    assert found.count(CoverageState.COVERED) > 0.75 * len(found)


def test_a_covered_topic_names_a_clause_of_the_school(store):
    ids = {clause.clause_id for document in store.read("saltmarrow").documents for clause in document.clauses}
    coverage = read_coverage(store, "saltmarrow")
    assert set(coverage) == set(example_questions())
    assert all(set(topic.clauses) <= ids and topic.clauses for topic in coverage.values())


def test_nothing_is_worked_out_twice_and_a_changed_index_is_worked_out_anew(store, sample_settings):
    assert outdated_schools(store) == []
    manifest = manifest_file(store.folder, "tumblestile")
    before = manifest.read_bytes()
    try:
        manifest.write_bytes(before + b"\n")
        assert read_coverage(store, "tumblestile") is None
        assert outdated_schools(store) == ["tumblestile"]
        assert bring_coverage_up_to_date(sample_settings) == ["tumblestile"]
    finally:
        manifest.write_bytes(before)
    assert bring_coverage_up_to_date(sample_settings) == ["tumblestile"]


@pytest.mark.parametrize(
    ("answered", "related", "state"),
    [(8, 0, "covered"), (7, 0, "covered"), (6, 2, "partly"), (0, 3, "partly"), (2, 0, "silent"), (0, 0, "silent")],
)
def test_a_topic_is_covered_only_where_nearly_all_its_questions_are_answered(answered, related, state):
    assert state_for(answered, related, 8) == state


@pytest.mark.django_db
def test_questions_get_their_topic_in_a_pass_and_delicate_ones_none(store, sample_settings):
    watch, head = (
        ask(text="can i wear my apple watch in class"),
        ask(text="how do i report a concern about the headteacher"),
    )
    ask(text="hello", outcome="conversation")
    ask(text="he hit me", outcome="safeguarding_allegation_about_head")
    assert is_preparation_due(store)
    assert prepare_figures(sample_settings) == (2, [])
    assert not is_preparation_due(store)
    assert dict(QuestionTopic.objects.values_list("question_id", "topic")) == {watch.pk: "ask_smartwatch", head.pk: ""}
    assert prepare_figures(sample_settings) == (0, [])
    watch.delete()
    assert QuestionTopic.objects.count() == 1
