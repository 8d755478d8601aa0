"""Finding, grouping and dealing with review items, through the pages."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from bot.console import search_findings
from bot.console.policy_shelf import PolicyShelf
from bot.datatypes.answer import Outcome
from bot.datatypes.search_report import SearchReport
from bot.index.clause_store import ClauseStore
from bot.questions.intake import record_answer
from bot.questions.models import AuditEntry, QuestionRecord, ReviewItem
from tests.browser.invented_school import LARKFIELD
from tests.channels.fake_dialogue import message_with
from tests.questions.people import item, member
from tests.questions.test_desk import group

pytestmark = pytest.mark.django_db

Kind = ReviewItem.Kind
REPORT = json.loads((Path(__file__).parents[1] / "contract" / "search_report.json").read_text(encoding="utf-8"))


@pytest.fixture
def lead(client):
    user = member("lead", oakfield="safeguarding_lead")
    client.force_login(user)
    return user


def listed(client, query=""):
    """The questions of the list, in its order."""
    markup = client.get(reverse("console") + query).content.decode()
    return re.findall(r'<h2 class="queue__question"[^>]*><a [^>]*>([^<]*)</a>', markup)


def item_page(client, waiting):
    response = client.get(reverse("review-item", args=[waiting.pk]))
    assert response.status_code == 200
    return response.content.decode()


def post(client, waiting, **data):
    return client.post(reverse("review-item", args=[waiting.pk]), data, follow=True)


def deal_with(client, *rows, **data):
    """Send the list's form with rows ticked; a row is an item, or several."""
    ticked = [" ".join(str(one.pk) for one in (row if isinstance(row, list) else [row])) for row in rows]
    return client.post(reverse("console"), {"row": ticked, **data}, follow=True).content.decode()


def test_questions_of_a_group_are_one_row_with_its_askers(client, lead):
    group(*(item(text=f"vape {number}") for number in range(12)))
    item(text="parking")
    markup = client.get(reverse("console")).content.decode()
    assert len(listed(client)) == 2
    assert "12 asked this" in markup


def test_one_person_who_asks_twice_is_one_asker(client, lead):
    group(item(text="one", asker="a"), item(text="two", asker="a"), item(text="three", asker="b"))
    assert "2 asked this" in client.get(reverse("console")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=concern", ["a worry"]),
        ("?channel=slack", ["by slack"]),
        ("?role=volunteer", ["by a volunteer"]),
        ("?age=7", ["an old one"]),
        ("?age=new&kind=concern", ["a worry"]),
        ("?q=OLD+one", ["an old one"]),
        ("?q=nothing+like+it", []),
        ("?owner=mine", ["a taken one"]),
        ("?status=assigned", ["a taken one"]),
        ("?owner=nobody&q=taken", []),
        ("?category=policy_silent", ["a sorted one"]),
        ("?sort=oldest&age=7", ["an old one"]),
    ],
)
def test_the_list_can_be_narrowed(client, lead, query, found):
    item(text="a worry", kind=Kind.CONCERN)
    QuestionRecord.objects.filter(pk=item(text="by slack").question_id).update(channel="slack")
    item(text="by a volunteer", role="volunteer")
    item(text="an old one", minutes_ago=60 * 24 * 9)
    post(client, item(text="a taken one"), do="take")
    post(client, item(text="a sorted one"), do="categorise", category="policy_silent")
    assert listed(client, query) == found


def test_the_list_can_begin_with_what_waits_longest_or_was_asked_most(client, lead):
    group(item(text="one", minutes_ago=5), item(text="two", minutes_ago=3))
    item(text="old", minutes_ago=9)
    item(text="new")
    assert listed(client) == ["new", "two", "old"]
    assert listed(client, "?sort=oldest") == ["old", "two", "new"]
    assert listed(client, "?sort=askers") == ["two", "new", "old"]


@pytest.mark.parametrize(
    "query",
    ["?owner=x", "?owner=7", "?age=x", "?sort=x", "?kind=allegation", "?role=<b>", "?q=%25_", "?page=-1", "?channel=x"],
)
def test_the_list_bears_any_filter(client, lead, query):
    item(text="here")
    assert client.get(reverse("console") + query).status_code == 200


def test_a_long_list_has_pages(client, lead):
    for number in range(30):
        item(text=f"question {number}")
    assert (len(listed(client)), len(listed(client, "?page=2"))) == (25, 5)


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        (["safeguarding_lead"], {"question", "concern"}),
        (["deputy"], {"question", "concern"}),
        (["head"], {"question", "concern", "allegation"}),
        (["chair"], {"about head"}),
        (["head", "chair"], {"question", "concern", "allegation"}),
        (["trust_lead"], set()),
        (["administrator"], set()),
    ],
)
def test_search_and_counts_show_each_part_its_own(client, parts, seen):
    client.force_login(member("reader", oakfield=parts))
    kinds = {"question": Kind.UNANSWERED, "concern": Kind.CONCERN, "allegation": Kind.ALLEGATION}
    for text, kind in (kinds | {"about head": Kind.ALLEGATION_ABOUT_HEAD}).items():
        item(text=text, kind=kind)
    item("elmhurst", text="of elmhurst")
    for query in ("", "?status=all", "?q=e", "?q=head&status=all", "?school=elmhurst", "?sort=askers"):
        assert set(listed(client, query)) <= seen
    assert set(listed(client)) == seen
    assert f"{len(seen)} open" in client.get(reverse("console")).content.decode()


def test_a_group_shows_nobody_what_is_hidden_from_them(client, lead):
    first, second = group(item(text="one"), item(text="marker words"))
    ReviewItem.objects.filter(pk=second.pk).update(kind=Kind.ALLEGATION_ABOUT_HEAD)
    assert "asked this" not in client.get(reverse("console")).content.decode()
    assert "marker words" not in item_page(client, first)


def test_rows_are_taken_on_together(client, lead):
    same = group(item(text="one"), item(text="two"))
    shown = deal_with(client, same, item(text="three"), do="take")
    assert "Done for 3 questions." in shown
    assert set(ReviewItem.objects.values_list("owner", "status")) == {(lead.pk, "assigned")}


def test_rows_are_closed_together_and_concerns_left_out(client, lead):
    question, concern = item(text="one"), item(text="two", kind=Kind.CONCERN)
    shown = deal_with(client, question, concern, do="close", category="not_a_question")
    assert "Done for 1 question." in shown
    assert f"Left out: item {concern.pk} (a concern" in shown
    concern.refresh_from_db()
    assert concern.status == "open"
    assert ReviewItem.objects.get(pk=question.pk).category == "not_a_question"


def test_ticking_what_is_hidden_changes_nothing_and_says_what_an_unknown_number_does(client, lead):
    hidden = item("elmhurst")
    shown = deal_with(client, hidden, do="close")
    assert f"item {hidden.pk} (not here any more)" in shown
    hidden.refresh_from_db()
    assert hidden.status == "open"


@pytest.mark.parametrize("data", [{}, {"do": "nonsense"}, {"do": "take", "row": "x"}, {"do": "take", "row": "9" * 40}])
def test_a_form_without_sense_changes_nothing(client, lead, data):
    item()
    assert "Choose one item" in client.post(reverse("console"), data, follow=True).content.decode()
    assert not AuditEntry.objects.exclude(action__in=["looked", "signed_in"]).exists()


def test_the_list_comes_back_as_it_was_after_dealing_with_rows(client, lead):
    response = client.post(reverse("console") + "?status=all&q=x", {"row": str(item().pk), "do": "take"})
    assert response.url == reverse("console") + "?status=all&q=x"


def in_channel(waiting, channel):
    QuestionRecord.objects.filter(pk=waiting.question_id).update(channel=channel)
    return waiting


def test_the_item_says_whom_a_reply_reaches(client, lead):
    channels = ["teams"] * 3 + ["slack"] * 2 + ["web", "api"]
    first, *_ = group(*(in_channel(item(text=f"v {n}"), channel) for n, channel in enumerate(channels)))
    shown = item_page(client, first)
    assert "7 people: 3 in Teams, 2 in Slack, 1 in the web chat, 1 through the API" in shown
    assert "only whoever asked" in shown


def test_a_reply_to_all_answers_those_whom_the_page_showed(client, lead):
    first, second = group(item(text="one"), item(text="two"))
    late = item(text="three")
    post(client, first, do="reply", reply="No.", to="all", others=f"{second.pk}")
    late.refresh_from_db()
    assert list(ReviewItem.objects.order_by("pk").values_list("reply", flat=True)) == ["No.", "No.", ""]


def test_a_reply_to_one_leaves_the_others(client, lead):
    first, second = group(item(text="one"), item(text="two"))
    post(client, first, do="reply", reply="No.", to="one", others=f"{second.pk}")
    second.refresh_from_db()
    assert second.status == "open"


def test_an_item_is_set_apart_by_a_button(client, lead):
    first, second = group(item(text="one"), item(text="two"))
    post(client, first, do="set_apart", apart=f"{second.pk}")
    assert "Others who asked this" not in item_page(client, first)


def test_an_item_of_another_school_cannot_be_set_apart(client, lead):
    foreign = item("elmhurst")
    assert post(client, item(), do="set_apart", apart=f"{foreign.pk}").status_code == 404
    foreign.refresh_from_db()
    assert not foreign.is_alone


def test_an_item_is_given_to_a_colleague_who_may_see_it(client, lead):
    deputy, chair = member("deputy", oakfield="deputy"), member("chair", oakfield="chair")
    waiting = item()
    post(client, waiting, do="assign", owner=f"{chair.pk}")
    assert ReviewItem.objects.get().owner is None
    post(client, waiting, do="assign", owner=f"{deputy.pk}")
    assert ReviewItem.objects.get().owner == deputy


def test_a_note_is_shown_to_colleagues_and_never_told(client, lead):
    waiting = in_channel(item(), "web")
    post(client, waiting, do="note", note="Ask the IT lead.")
    assert "Ask the IT lead." in item_page(client, waiting)
    post(client, waiting, do="reply", reply="No.")
    from bot.channels.web_news import read_news

    assert "IT lead" not in str(read_news("oakfield", "web", waiting.question.conversation))


def test_an_answered_item_is_opened_again(client, lead):
    waiting = item()
    post(client, waiting, do="reply", reply="No.")
    assert "is open again" in post(client, waiting, do="reopen").content.decode()


@pytest.mark.parametrize("do", ["", "nonsense"])
def test_an_unknown_deed_is_no_page(client, lead, do):
    assert post(client, item(), do=do).status_code == 404


def turn(text, outcome, minutes_ago, conversation="c-now"):
    """An earlier turn of a conversation, filed where its outcome asks for it."""
    waiting = item(text=text, minutes_ago=minutes_ago)
    QuestionRecord.objects.filter(pk=waiting.question_id).update(conversation=conversation)
    ReviewItem.objects.filter(pk=waiting.pk).delete()
    record_answer(waiting.question_id, [message_with(outcome, f"said to {text}")], 1, uuid.uuid4())


def test_the_item_shows_the_two_turns_before_it(client, lead):
    for place, text in enumerate(("third before", "second before", "just before")):
        turn(text, Outcome.ANSWERED_FROM_POLICY, 30 - place)
    turn("elsewhere", Outcome.ANSWERED_FROM_POLICY, 20, conversation="c-other")
    shown = item_page(client, item(text="now"))
    assert shown.index("second before") < shown.index("said to second before") < shown.index("just before")
    assert "third before" not in shown
    assert "elsewhere" not in shown


@pytest.mark.parametrize(
    ("part", "outcome", "is_shown"),
    [
        ("safeguarding_lead", Outcome.SAFEGUARDING_CONCERN, True),
        ("safeguarding_lead", Outcome.SAFEGUARDING_ALLEGATION, False),
        ("deputy", Outcome.SAFEGUARDING_ALLEGATION, False),
        ("head", Outcome.SAFEGUARDING_ALLEGATION, True),
        ("head", Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD, False),
    ],
)
def test_what_came_before_is_shown_to_those_alone_who_may_see_it(client, part, outcome, is_shown):
    client.force_login(member("reader", oakfield=part))
    turn("marker words", outcome, 5)
    assert ("marker words" in item_page(client, item(text="now"))) is is_shown


def searched(monkeypatch, tmp_path, **changes):
    """An item whose answer came with a report of its search, over the policies of an invented school."""
    ClauseStore(tmp_path).write(LARKFIELD)
    monkeypatch.setattr(search_findings, "policy_shelf", lambda: PolicyShelf(tmp_path))
    clauses = [
        {
            "document_id": "phones",
            "clause_id": "c-locker",
            "reference": "Phones and Devices Policy, 4.2.1",
            "score": 0.41,
        },
        {"document_id": "phones", "clause_id": "c-gone", "reference": "Phones and Devices Policy, 9.9", "score": 0.02},
    ]
    waiting = item("larkfield", text="drones?")
    report = SearchReport.model_validate(REPORT | {"clauses": clauses} | changes)
    unanswered = message_with(Outcome.UNANSWERED_NOT_IN_POLICY)
    record_answer(waiting.question_id, [unanswered], 1, uuid.uuid4(), search=report)
    return waiting


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"answerable": 0.41}, "An answer needs 0.63, on a scale from 0"),
        ({"answerable": 0.61}, "to show clauses as related, and not to call them the answer"),
        ({"answerable": 0.2, "is_outside": True}, "pay, parking, lunch"),
        ({"answerable": 0.2, "nearest": 0.05}, "No clause is near in meaning: the nearest reached 0.05"),
        ({"answerable": 0.8}, "took the first clause for the answer"),
    ],
)
def test_the_item_says_why_the_search_was_not_enough(client, monkeypatch, tmp_path, changes, reason):
    client.force_login(member("lead", larkfield="safeguarding_lead"))
    assert reason in item_page(client, searched(monkeypatch, tmp_path, **changes))


def test_the_item_shows_each_clause_found_with_its_score_and_place(client, monkeypatch, tmp_path):
    client.force_login(member("lead", larkfield="safeguarding_lead"))
    shown = item_page(client, searched(monkeypatch, tmp_path))
    assert '<span class="findings__score">0.41</span>' in shown
    assert 'href="/policies/larkfield/phones/c-locker#c-locker"' in shown
    assert "Personal phones stay in a locker" in shown
    assert "changed or taken out since" in shown
