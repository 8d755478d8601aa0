"""Approved answers at the desk: written, previewed, published, compared, renewed, withdrawn, imported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bot.approved_answers.models import ApprovedAnswer, SchoolVersion
from bot.questions.models import AuditEntry, ReviewItem
from bot.questions.triage import reply_to_review_item
from tests.approved_answers.desk import BAYS, PARKING
from tests.questions.people import item, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policies")]

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7|add:7 }}'


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def address(answer):
    return reverse("approved-answer", args=[answer.pk])


def actions():
    return list(
        AuditEntry.objects.exclude(action__in=("looked", "signed_in"))
        .order_by("number")
        .values_list("action", flat=True)
    )


def test_a_reply_of_the_queue_can_be_published(client, lead):
    waiting = item(text="may i vape on site")
    item(text="May I vape on site")
    reply_to_review_item(lead, waiting, "Not on site.")
    link = f"{reverse('approved-new')}?item={waiting.pk}"
    assert link in page(client, reverse("review-item", args=[waiting.pk]))
    shown = page(client, link)
    assert "may i vape on site" in shown
    assert "Not on site." in shown


@pytest.mark.parametrize("kind", [ReviewItem.Kind.CONCERN, ReviewItem.Kind.ALLEGATION])
def test_the_reply_to_a_concern_is_never_published(client, kind):
    client.force_login(member("head", oakfield="head"))
    about = item(kind=kind, text="marker words")
    assert "marker words" not in page(client, f"{reverse('approved-new')}?item={about.pk}", 404)
    assert "approved/new?item" not in page(client, reverse("review-item", args=[about.pk]))


@pytest.mark.parametrize("named", ["999999", "x", "-1", "9" * 40])
def test_an_item_that_is_not_there_looks_like_one_that_is_forbidden(client, lead, named):
    foreign = item("elmhurst", text="of elmhurst")
    forbidden = page(client, f"{reverse('approved-new')}?item={foreign.pk}", 404)
    assert page(client, f"{reverse('approved-new')}?item={named}", 404) == forbidden


def test_publishing_is_stored_once_and_written_down(publish):
    answer = publish(clauses=["c-1"])
    assert (answer.status, answer.approved_as) == ("approved", "safeguarding_lead")
    assert answer.phrasings.first().text == "where do visitors leave their cars"
    assert [one.clause_id for one in answer.clauses.all()] == ["c-1"]
    assert actions() == ["published"]


def test_clauses_are_found_without_a_script_and_chosen(write, lead):
    shown = write("find", find="sign in").content.decode()
    assert 'value="c-1">' in shown
    assert BAYS in shown
    kept = write("find", find="cars", clauses=["c-1"]).content.decode()
    assert 'value="c-1" checked' in kept
    assert "c-9" not in kept


def test_a_preview_looks_like_the_answer_and_stores_nothing(write, lead):
    shown = write("preview", clauses=["c-1"]).content.decode()
    assert "Your safeguarding lead’s answer, " in shown
    assert "Visitors sign in at the office." in shown
    assert not ApprovedAnswer.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"question": " "},
        {"text": ""},
        {"expires_on": ""},
        {"expires_on": "2020-01-01"},
        {"expires_on": "2999-01-01"},
        {"clauses": ["c-9"]},
        {"clauses": ["c-1", "c-2", "c-3", "c-4"]},
        {"audience": "pupils"},
        {"school": "elmhurst"},
        {"phrasings": "x" * 301},
        {"phrasings": "\n".join(f"wording {n}" for n in range(31))},
    ],
)
def test_what_cannot_be_published_is_stored_nowhere(write, lead, changes):
    assert write(**changes).status_code == 422
    assert not ApprovedAnswer.objects.exists()
    assert actions() == []


def test_hostile_words_are_shown_literally(client, publish):
    answer = publish(question=HOSTILE, text=HOSTILE, phrasings=HOSTILE)
    for url in (address(answer), reverse("approved-answers")):
        shown = page(client, url)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "{{ 7|add:7 }}" in shown


def test_the_list_shows_nothing_of_another_school(client, lead, publish):
    ours = publish()
    theirs = ApprovedAnswer.objects.create(school="elmhurst", question="of elmhurst", text="x", status="lapsed")
    for query in ("", "?school=elmhurst", "?words=elmhurst", "?status=lapsed"):
        assert "of elmhurst" not in page(client, reverse("approved-answers") + query)
    unknown = page(client, reverse("approved-answer", args=[ours.pk + theirs.pk + 1]), 404)
    assert page(client, address(theirs), 404) == unknown
    for do in ("withdraw", "renew", "publish"):
        assert client.post(address(theirs), {"do": do}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == "lapsed"


def test_the_list_can_be_searched_by_words_and_state(client, publish):
    publish()
    publish(question="May I bring a dog?", phrasings="", text="No.")
    assert "May I bring a dog?" not in page(client, reverse("approved-answers") + "?words=LEAVE THEIR CARS")
    assert PARKING in page(client, reverse("approved-answers") + "?words=LEAVE THEIR CARS")
    assert PARKING not in page(client, reverse("approved-answers") + "?status=draft")


def test_a_change_over_somebody_elses_is_refused(client, write, publish):
    answer = publish()
    assert write(address=address(answer), revision="1", text="First.").status_code == 302
    refused = write(address=address(answer), revision="1", text="Second.")
    assert refused.status_code == 422
    assert "changed meanwhile" in refused.content.decode()
    answer.refresh_from_db()
    assert answer.text == "First."


def test_an_answer_in_use_is_not_made_a_draft_unseen(write, publish):
    answer = publish()
    assert write("draft", address=address(answer), revision="1").status_code == 422


def test_old_and_new_words_of_a_clause_stand_side_by_side_and_can_be_renewed(client, publish, clauses):
    answer = publish(clauses=["c-1"])
    clauses(c_7="Visitors sign in at the main gate.", c_2="Cars are left in marked bays.")
    shown = page(client, address(answer))
    assert "Visitors sign in at the office." in shown
    assert "Visitors sign in at the main gate." in shown
    assert "(1 to review)" in page(client, reverse("console"))
    assert "Needs review" in page(client, reverse("approved-answers"))
    answer.refresh_from_db()
    client.post(address(answer), {"do": "renew", "revision": answer.revision, "clauses": ["c-7"]})
    answer.refresh_from_db()
    assert (answer.status, answer.expires_on) == ("approved", timezone.localdate() + timedelta(days=365))
    assert [one.clause_id for one in answer.clauses.all()] == ["c-7"]
    assert actions() == ["published", "published"]


def test_renewing_what_was_not_seen_is_refused(client, publish, clauses):
    answer = publish(clauses=["c-1"])
    clauses(c_2="Cars are left in marked bays.")
    client.post(address(answer), {"do": "renew", "revision": 1})
    answer.refresh_from_db()
    assert answer.status == "lapsed"


def test_withdrawing_is_written_down_once_and_shown_in_the_history(client, publish):
    answer = publish()
    for _ in range(2):
        client.post(address(answer), {"do": "withdraw"})
    assert actions() == ["published", "withdrew_answer"]
    assert "Withdrew an approved answer" in page(client, address(answer))


def test_every_change_counts_for_those_who_keep_answers_in_memory(client, publish):
    answer = publish()
    before = SchoolVersion.objects.get().number
    client.post(address(answer), {"do": "withdraw"})
    assert SchoolVersion.objects.get().number > before


def test_a_part_taken_away_ends_publishing(write, lead):
    lead.school_memberships.all().delete()
    assert write().status_code == 404
    assert not ApprovedAnswer.objects.exists()


def upload(client, content, school="oakfield"):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("faq.csv", content, content_type="text/csv")
    return client.post(reverse("approved-import"), {"school": school, "file": file})


GOOD = 'question,answer,phrasings,expires\nMay I vape?,"No, not on site.",vaping?|can i vape,2027-03-31\nDogs?,No.,,\n'


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("No.", "Nö.").encode("cp1252"),
    ],
)
def test_a_list_is_imported_as_drafts(client, lead, content):
    assert upload(client, content).status_code == 302
    drafts = list(ApprovedAnswer.objects.order_by("pk"))
    assert [draft.status for draft in drafts] == ["draft", "draft"]
    assert [one.text for one in drafts[0].phrasings.all()] == ["vaping?", "can i vape"]
    assert actions() == ["imported"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("\n", "first line"),
        ("question;reply\na;b\n", "first line"),
        ("question,answer\n", "no question"),
        ("question,answer\nMay I?,Yes.\n,No.\n", "Line 3"),
        ("question,answer,expires\nMay I?,Yes.,soon\n", "Line 2"),
        ("question,answer\nMay I?,Yes.\nmay i?,No.\n", "stands in line 2"),
        ("question,answer\nMay I?,Yes, you may.\n", "Line 2"),
        ('question,answer\nMay I?,"Yes.\n', "quotation mark"),
        (b"\x00\x01\x02PK", "no text"),
        ("question,answer\n" + "May I?,Yes.\n" * 501, "500"),
        ("question,answer\nq," + "x" * 1024 * 1024, "1 MB"),
    ],
)
def test_a_list_with_a_fault_changes_nothing_and_says_where(client, lead, content, fault):
    response = upload(client, content)
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert not ApprovedAnswer.objects.exists()
    assert actions() == []


def test_a_list_is_not_imported_twice_or_to_another_school(client, lead):
    upload(client, GOOD)
    assert upload(client, GOOD).status_code == 422
    assert upload(client, GOOD, school="elmhurst").status_code == 422
    assert ApprovedAnswer.objects.count() == 2


def test_the_file_to_fill_in_can_be_imported(client, lead):
    template = client.get(reverse("approved-template")).content
    assert upload(client, template).status_code == 302
