"""Retrieval over schools made by hand: the right clause first, nothing of another school, and no break in service."""

from __future__ import annotations

import pytest

from bot.datatypes.answer import Question
from bot.datatypes.policy import Audience, School, SchoolProfile
from bot.errors import IndexUnusableError
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.school_index import build_school_index
from bot.retrieval.topic_catalogue import Topic
from bot.retrieval.topic_prior import TopicPrior
from tests.tiny_school import WordEncoder, make_clause, make_document, make_school, make_store

ALDER = ("Phones stay in lockers.", "Watches may be worn.", "Visitors sign in at the office.")
BEECH = ("Phones may be carried in a bag.", "Watches are left at home.")
TOPICS = {
    "ask_watch": Topic(
        title="Watches",
        audience=Audience.STAFF,
        clauses=("Watches may be worn.", "Watches are left at home.", "Watches stay off."),
    ),
    "ask_phone": Topic(
        title="Phones",
        audience=Audience.STAFF,
        clauses=("Phones stay in lockers.", "Phones are off.", "Phones may be carried."),
    ),
}


@pytest.fixture
def store(tmp_path):
    store = make_store(tmp_path, make_school("alder", *ALDER), make_school("beech", *BEECH), make_school("empty"))
    for school in store.schools():
        build_school_index(store, school, WordEncoder())
    return store


@pytest.fixture
def retriever(store):
    return HybridRetriever(store, WordEncoder(), TopicPrior(TOPICS, WordEncoder(), store.folder))


def found(retriever: HybridRetriever, school: str, text: str, topics: dict[str, float] | None = None) -> list[str]:
    question = Question(school=school, text=text, topics=topics or {})
    return [item.clause.text for item in retriever.retrieve(question).clauses]


def test_clause_with_the_questions_words_comes_first(retriever):
    assert found(retriever, "alder", "where do visitors sign in")[0] == ALDER[2]


def test_topic_finds_the_clause_that_no_word_of_the_question_finds(retriever):
    assert found(retriever, "alder", "fitness band", {"ask_watch": 0.9})[0] == ALDER[1]


def test_topics_of_another_model_are_ignored(retriever):
    assert found(retriever, "alder", "where do visitors sign in", {"ask_unheard_of": 1.0})[0] == ALDER[2]


@pytest.mark.parametrize(("school", "clauses"), [("alder", ALDER), ("beech", BEECH)])
def test_only_the_schools_own_clauses_are_found(retriever, school, clauses):
    assert set(found(retriever, school, "phones and watches")) <= set(clauses)


def test_scores_are_chances_that_fall(retriever):
    scores = [item.score for item in retriever.retrieve(Question(school="alder", text="phones")).clauses]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", "?", "the", "zzz " * 500])
def test_any_text_can_be_asked(retriever, text):
    assert 0 <= retriever.retrieve(Question(school="alder", text=text)).answerable <= 1


def test_school_without_clauses_answers_nothing(retriever):
    found = retriever.retrieve(Question(school="empty", text="where do phones go"))

    assert (found.clauses, found.answerable) == ((), 0.0)


def test_unknown_school_is_refused(retriever):
    with pytest.raises(IndexUnusableError, match="'cedar' is not in the index"):
        found(retriever, "cedar", "phones")


def test_new_ingestion_is_served_without_a_restart(retriever, store):
    found(retriever, "alder", "phones")
    store.write(make_school("alder", "Phones are handed in at the gate."))
    build_school_index(store, "alder", WordEncoder())

    assert found(retriever, "alder", "phones") == ["Phones are handed in at the gate."]


def test_last_good_index_goes_on_serving_when_the_new_one_is_damaged(retriever, store):
    before = found(retriever, "alder", "phones")
    (store.folder / "alder" / "search" / "manifest.json").write_text("{")

    assert found(retriever, "alder", "phones") == before


def test_mended_index_is_served_again(retriever, store):
    found(retriever, "alder", "phones")
    (store.folder / "alder" / "search" / "manifest.json").write_text("{")
    found(retriever, "alder", "phones")
    store.write(make_school("alder", "Phones are handed in at the gate."))
    build_school_index(store, "alder", WordEncoder())

    assert found(retriever, "alder", "phones") == ["Phones are handed in at the gate."]


def test_damaged_index_that_never_was_good_is_refused(retriever, store):
    (store.folder / "alder" / "search" / "manifest.json").write_text("{")

    with pytest.raises(IndexUnusableError, match="cannot be read"):
        found(retriever, "alder", "phones")


def test_school_that_has_left_is_no_longer_served(retriever, store):
    found(retriever, "alder", "phones")
    store.remove("alder")

    with pytest.raises(IndexUnusableError, match="is not in the index"):
        found(retriever, "alder", "phones")


def test_pupils_rule_is_not_shown_to_staff_who_ask_about_themselves(tmp_path):
    rule = make_clause("Phones are handed in at the gate.", audience=Audience.PUPILS)
    document = make_document("alder", rule, make_clause("Phones stay in lockers."))
    school = School(profile=SchoolProfile(school="alder", name="Alder"), documents=(document,))
    store = make_store(tmp_path, school)
    build_school_index(store, "alder", WordEncoder())
    retriever = HybridRetriever(store, WordEncoder(), TopicPrior(TOPICS, WordEncoder(), store.folder))

    assert found(retriever, "alder", "where do my phones go at the gate") == ["Phones stay in lockers."]
