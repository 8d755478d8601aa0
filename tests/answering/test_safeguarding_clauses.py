"""Which clauses may stand below a safeguarding text, and which never."""

from __future__ import annotations

import pytest

from bot.answering.safeguarding_clauses import choose_quotations, contradicts_text, find_safeguarding_clauses
from bot.answering.safeguarding_quotations import QUOTATIONS_FILE, read_quotations
from bot.datatypes.answer import Outcome
from bot.datatypes.policy import Contact
from bot.index.clause_store import ClauseStore
from bot.retrieval.hybrid_retriever import HybridRetriever

CONCERN = Outcome.SAFEGUARDING_CONCERN
ALLEGATION = Outcome.SAFEGUARDING_ALLEGATION
ABOUT_HEAD = Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD


@pytest.mark.parametrize(
    "clause",
    [
        "Staff may search the phone and then tell the Designated Safeguarding Lead.",
        "The device is viewed by two members of staff before the DSL is told.",
        "Any image is deleted and the safeguarding lead informed.",
        "A copy is made for the safeguarding lead.",
        "Forward the message to the DSL.",
        "Take a screenshot and pass it to the DSL.",
        "Speak to the pupil first, then report to the DSL.",
        "The teacher will confront the colleague and tell the head.",
        "Parents will be informed, and the DSL told of it.",
        "Ring the parents and report it to the DSL.",
        "Report it to the DSL before the end of the week.",
        "Concerns go to the headteacher the same day.",
        "Do not look at the picture unless the DSL agrees.",
        "Never delete it but save it for the DSL.",
        "Staff investigate and report to the DSL.",
    ],
)
def test_clause_that_contradicts_the_text_is_never_quoted(clause):
    assert contradicts_text(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "Worries about a pupil are reported to the DSL at once.",
        "Staff must not open, copy or send it; they hand the device to the safeguarding lead.",
        "No one may view, share or save it, and the DSL takes over.",
        "Staff take the device, avoid looking at what it holds, and refer it to the DSL.",
    ],
)
def test_clause_that_agrees_with_the_text_may_be_quoted(clause):
    assert not contradicts_text(clause)


def found(engine, school):
    """The words of the clauses that are found for a school, by outcome."""
    clauses = {clause.clause_id: clause for _, clause in engine.retriever.school(school).clauses}
    chosen = find_safeguarding_clauses(school, engine)
    return {outcome: [clauses[one].text for one in ids] for outcome, ids in chosen.items()}


@pytest.mark.parametrize("school", ["quarrowbeck", "saltmarrow", "thistlemere"])
def test_clause_on_indecent_images_is_found(sample_engine, school):
    assert any("picture" in text for text in found(sample_engine, school)[CONCERN])


@pytest.mark.parametrize("school", ["quarrowbeck", "saltmarrow", "tumblestile"])
def test_clause_on_a_concern_about_the_head_is_found_and_names_the_chair(sample_engine, school):
    [text] = found(sample_engine, school)[ABOUT_HEAD]
    assert "chair" in text


@pytest.mark.parametrize("school", ["quarrowbeck", "tumblestile"])
def test_clause_on_a_concern_about_a_colleague_is_found(sample_engine, school):
    assert len(found(sample_engine, school)[ALLEGATION]) == 1


@pytest.mark.parametrize("school", ["quarrowbeck", "saltmarrow", "thistlemere", "tumblestile"])
def test_no_clause_of_the_samples_contradicts_the_texts(sample_engine, school):
    for texts in found(sample_engine, school).values():
        assert not any(contradicts_text(text) for text in texts)


def test_clause_that_gives_more_time_than_the_text_is_left_out(sample_engine):
    assert found(sample_engine, "thistlemere")[ALLEGATION] == []  # theirs says "the same day"


def test_clause_that_names_the_head_is_left_out_where_the_concern_is_about_the_head(sample_engine, monkeypatch):
    school = HybridRetriever.school

    def renamed(retriever, name):
        index = school(retriever, name)
        profile = index.profile.model_copy(update={"head": Contact(name="Jo Chair")})
        return type(index)(profile, index.documents, index.clauses, index.dense, index.sparse, index.tokens)

    monkeypatch.setattr(HybridRetriever, "school", renamed)
    chosen = find_safeguarding_clauses("tumblestile", sample_engine)
    assert chosen[ABOUT_HEAD] == ()
    assert len(chosen[ALLEGATION]) == 1


def test_choice_is_stored_beside_the_clauses_when_the_index_is_built(sample_settings):
    store = ClauseStore(sample_settings.index)
    school = store.read("tumblestile")
    quoted = read_quotations(store, school, "https://ask.example.org")
    [citation] = quoted[ABOUT_HEAD]
    assert citation.text in {clause.text for document in school.documents for clause in document.clauses}


def test_choice_that_stands_is_not_made_again(sample_settings, sample_engine):
    store = ClauseStore(sample_settings.index)
    assert not choose_quotations(store, "tumblestile", sample_engine)


def test_choice_is_made_again_where_it_went_missing(sample_settings, sample_engine):
    store = ClauseStore(sample_settings.index)
    (store.folder / "tumblestile" / QUOTATIONS_FILE).unlink()
    assert choose_quotations(store, "tumblestile", sample_engine)
