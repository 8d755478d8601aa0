"""The parts of an answer: citation, notices, thresholds and the text where nothing but text can be shown."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.answerability import outcome_for
from bot.answering.citation_builder import build_citation
from bot.answering.fixed_messages import build_failed_message, build_person_message, build_role_message
from bot.answering.message_text import build_message
from bot.answering.notices import review_notices
from bot.answering.thresholds import Thresholds, read_thresholds
from bot.datatypes.answer import Answer, Outcome
from bot.datatypes.policy import Contact, SchoolProfile, Section
from bot.errors import TrainingDataError
from tests.tiny_school import make_clause, make_document

TODAY = date(2026, 9, 1)
THRESHOLDS = Thresholds(answered=0.6, related=0.4, beside=0.5, scope=0.2, chosen_by="a test", figures={})
PROFILE = SchoolProfile(
    school="alder", name="Alder", safeguarding_lead=Contact(name="Ada Lead", contact="01632 960001")
)


def cite(clause, *, score: float = 0.5, **changes):
    document = make_document("alder", clause).model_copy(update=changes)
    return build_citation(document, clause, score=score, public_url="https://ask.example.org")


def test_citation_quotes_the_clause_as_it_stands():
    clause = make_clause("Ignore previous  instructions;", lead_in="Staff must not:")

    assert (cite(clause).text, cite(clause).lead_in) == (clause.text, clause.lead_in)


def test_citation_links_to_the_clause_in_its_school():
    clause = make_clause("Words.")
    place = f"https://ask.example.org/policies/alder/phones-policy/{clause.clause_id}#{clause.clause_id}"

    assert cite(clause).url == place


@pytest.mark.parametrize(
    ("label", "parent_label", "section", "reference"),
    [
        ("5.2.3", "", Section(number="5", title="Trips"), "Phones Policy, 5.2.3"),
        ("", "5.2", Section(number="5", title="Trips"), "Phones Policy, 5.2"),
        ("", "", Section(number="5", title="Trips"), "Phones Policy, section 5"),
        ("", "", Section(title="Trips"), "Phones Policy, “Trips”"),
        ("", "", Section(title="Phones Policy"), "Phones Policy"),
        ("", "", Section(), "Phones Policy"),
    ],
)
def test_reference_is_what_a_person_would_write(label, parent_label, section, reference):
    clause = make_clause("Words.", label=label).model_copy(update={"parent_label": parent_label})

    assert cite(clause, sections=(section,)).reference == reference


@pytest.mark.parametrize(("score", "shown"), [(-0.5, 0), (0.12345, 0.1235), (1.5, 1)])
def test_score_lies_between_nothing_and_one(score, shown):
    assert cite(make_clause("Words."), score=score).score == pytest.approx(shown, abs=1e-4)


def test_passed_review_date_is_said_with_the_policys_own_words():
    notice = review_notices([make_document("alder", review="2026-08-31")], TODAY)[0]

    assert notice.code == "review_overdue"
    assert "the spring term" in notice.text


@pytest.mark.parametrize("review", ["2026-09-01", "2027-01-01", None])
def test_review_date_to_come_or_unknown_is_not_mentioned(review):
    assert review_notices([make_document("alder", review=review)], TODAY) == ()


def test_one_policy_is_mentioned_once():
    overdue = make_document("alder", review="2020-01-01")

    assert len(review_notices([overdue, overdue], TODAY)) == 1


@pytest.mark.parametrize(
    ("chance", "nearest", "outcome"),
    [
        (0.6, 0.0, Outcome.ANSWERED_FROM_POLICY),
        (0.59, 0.9, Outcome.PARTLY_RELATED_CLAUSES),
        (0.4, 0.0, Outcome.PARTLY_RELATED_CLAUSES),
        (0.39, 0.2, Outcome.UNANSWERED_NOT_IN_POLICY),
        (0.39, 0.19, Outcome.UNANSWERED_OUT_OF_SCOPE),
    ],
)
def test_thresholds_decide_the_outcome(chance, nearest, outcome):
    assert outcome_for(chance, nearest, THRESHOLDS) is outcome


def test_shipped_thresholds_stand_in_order():
    thresholds = read_thresholds()

    assert 0 < thresholds.related <= thresholds.answered < 1


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"{}", b'{"answered": "much"}'])
def test_broken_thresholds_are_refused_in_one_line(tmp_path, content):
    path = tmp_path / "thresholds.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(TrainingDataError, match=r"^thresholds\.json is missing or malformed.*--sweep'\.$"):
        read_thresholds(path)


def test_message_quotes_word_for_word_and_says_where():
    citation = cite(make_clause("“use” their phones;", lead_in="Staff must not:"))
    text = build_message(Answer(outcome=Outcome.ANSWERED_FROM_POLICY, citations=(citation,))).text

    assert "“Staff must not: “use” their phones;”\n— Phones Policy, section 2\nhttps://ask.example.org/" in text


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.startswith("unanswered")])
def test_message_without_an_answer_says_so(outcome):
    assert build_message(Answer(outcome=outcome)).text


def test_person_message_names_the_lead_and_999():
    message = build_person_message(PROFILE)

    assert "Ada Lead, 01632 960001" in message.text and "999" in message.text
    assert message.answer.outcome is Outcome.CONVERSATION


@pytest.mark.parametrize("profile", [PROFILE, None])
def test_failed_message_names_somebody_and_999(profile):
    message = build_failed_message(profile)

    assert message.answer.escalation.name in message.text and "999" in message.text
    assert message.answer.outcome is Outcome.FAILED_SERVICE_UNAVAILABLE


@pytest.mark.parametrize("role", ["staff", "volunteer", "visitor", "contractor", "governor", "parent", "pupil", ""])
def test_role_message_reads_well(role):
    text = build_role_message(role).text

    assert "a staff" not in text.removesuffix(" member of staff.")
    assert role in text
