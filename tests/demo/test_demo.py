"""An invented year, filled as the command fills it, over the index of the sample schools."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from bot.approved_answers.models import ApprovedAnswer
from bot.deliveries.models import Delivery
from bot.demo.answers import DemoAnswers
from bot.demo.fill import NotADemoError, fill
from bot.demo.people import make_accounts
from bot.demo.school_year import SchoolYear
from bot.index.clause_store import ClauseStore
from bot.questions.access import Kind
from bot.questions.audit_chain import check_audit_log
from bot.questions.models import AnswerRecord, AuditEntry, QuestionRecord, ReviewItem
from tests.channels.gateway_fixtures import quick_passwords
from tests.retention.kept_rows import asked

__all__ = ["quick_passwords"]

pytestmark = pytest.mark.django_db

UNTIL = timezone.make_aware(datetime(2026, 7, 10, 12))


@pytest.fixture(scope="module")
def answers(sample_settings):
    return DemoAnswers(sample_settings)


@pytest.fixture
def year(answers, sample_settings):
    """A small year that ended on a summer's day; what was asked in it, in order."""

    def write(seed=1, questions=60):
        accounts = make_accounts(ClauseStore(sample_settings.index).schools())
        SchoolYear(answers, accounts, UNTIL, seed).write(questions)
        asked = QuestionRecord.objects.filter(button="").order_by("received_at")
        return [(one.school, one.channel, one.text, one.received_at) for one in asked]

    return write


def test_the_year_has_questions_concerns_and_items_in_every_state(year):
    rows = year(questions=250)
    assert len({school for school, *_ in rows}) == 4
    kinds = set(ReviewItem.objects.values_list("kind", flat=True))
    assert {Kind.CONCERN, Kind.ALLEGATION, Kind.ALLEGATION_ABOUT_HEAD, Kind.UNANSWERED} <= kinds
    assert set(ReviewItem.objects.values_list("status", flat=True)) == {"open", "assigned", "answered", "closed"}
    assert ReviewItem.objects.exclude(reply="").exists()
    done = Counter(AuditEntry.objects.values_list("action", flat=True))
    assert min(done[name] for name in ("looked", "replied", "closed", "added_member", "made_link")) > 0


def test_the_same_seed_makes_the_same_year(year):
    def year_anew(seed):
        QuestionRecord.objects.all().delete()
        ApprovedAnswer.objects.all().delete()
        return year(seed)

    first = year_anew(seed=7)
    assert year_anew(seed=7) == first
    assert year_anew(seed=8) != first


def test_everything_happened_on_a_term_day_and_in_order(year):
    moments = [at for *_, at in year()]
    assert all(timezone.localtime(at).weekday() < 5 for at in moments if at < UNTIL - timedelta(days=2))
    assert not [at for at in moments if timezone.localtime(at).month == 8]
    assert UNTIL - timedelta(days=366) < min(moments) <= max(moments) <= UNTIL
    assert check_audit_log().faults == ()
    for item in ReviewItem.objects.filter(status="closed"):
        assert item.question.received_at <= item.opened_at < item.closed_at < UNTIL


def test_the_answers_are_the_engines_own(year, sample_settings):
    year()
    store = ClauseStore(sample_settings.index)
    clauses = {
        school: {clause.text for document in store.read(school).documents for clause in document.clauses}
        for school in store.schools()
    }
    cited = [
        (one.school, citation["text"])
        for one in QuestionRecord.objects.filter(answer__outcome="answered_from_policy")
        for citation in one.answer.payload[0]["answer"]["citations"]
    ]
    assert cited
    assert all(text in clauses[school] for school, text in cited)


def test_whoever_asks_after_an_answer_was_approved_gets_it(year):
    year(questions=250)
    approved = ApprovedAnswer.objects.exclude(status="draft")
    given = QuestionRecord.objects.filter(answer__outcome="answered_by_approved_answer")
    assert approved.exists() and given.exists()
    for one in given:
        assert approved.filter(school=one.school, approved_at__lt=one.received_at).exists()
    assert ApprovedAnswer.objects.filter(status="draft").count() == 8


def test_some_replies_did_not_arrive_and_all_others_did(year):
    year()
    assert Delivery.objects.filter(failed_at__isnull=False).exclude(problem="").exists()
    assert not Delivery.objects.filter(failed_at=None, sent_at=None).exists()


def test_the_queue_says_why_a_question_was_not_answered(year):
    year()
    searches = AnswerRecord.objects.filter(outcome="unanswered_not_in_policy").values_list("search", flat=True)
    assert searches and all(search["needed"] > search["answerable"] for search in searches)


def test_nobody_closed_what_was_not_theirs_to_see(year):
    year()
    for item in ReviewItem.objects.filter(kind=Kind.ALLEGATION_ABOUT_HEAD, status="closed"):
        assert item.closed_by.username == f"demo-chair-{item.school}"


def test_a_database_that_somebody_uses_is_refused(sample_settings, tmp_path):
    asked(1)
    with pytest.raises(NotADemoError):
        fill(replace(sample_settings, home=tmp_path), seed=1, questions=10)
    assert QuestionRecord.objects.count() == 1


def test_a_folder_with_a_demo_in_it_does_not_make_another_database_a_demos(sample_settings, tmp_path):
    (tmp_path / "demo.json").write_text("{}")
    asked(1)
    with pytest.raises(NotADemoError):
        fill(replace(sample_settings, home=tmp_path), seed=1, questions=10)
    assert QuestionRecord.objects.count() == 1
