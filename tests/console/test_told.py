"""The page How I am told: choosing, and trying whether e-mail arrives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from bot.notifications.models import ChatLink, Notice, Preference, Sending
from bot.notifications.trial import LIMIT
from bot.questions.models import AuditEntry, ReviewItem
from tests.questions.fake_mail_server import FakeMailServer
from tests.questions.people import item, member

pytestmark = pytest.mark.django_db

PAGE = "/console/told/"
CHOSEN = {
    "oakfield-by_email": "on",
    "oakfield-rhythm": "weekly",
    "oakfield-hour": "15",
    "oakfield-weekday": "4",
    "oakfield-quiet_from": "18",
    "oakfield-quiet_to": "7",
    "oakfield-quiet_weekends": "on",
}


@pytest.fixture
def lead(client):
    user = member("lead", name="Mrs Okafor", oakfield="safeguarding_lead")
    client.force_login(user)
    return user


@pytest.fixture
def mail_server(settings):
    settings.SIGNPOST = replace(settings.SIGNPOST, email_host="127.0.0.1")
    settings.DEFAULT_FROM_EMAIL = "signpost@example.org"


@pytest.fixture
def real_mail(settings, mail_server):
    server = FakeMailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


def press(client, do="save", school="oakfield", **more):
    return client.post(PAGE, {"do": do, "school": school, **more}, follow=True)


def test_what_is_chosen_holds_and_is_in_the_audit_log(client, lead):
    assert "saved, for oakfield" in press(client, **CHOSEN).content.decode().lower()
    kept = Preference.objects.get(user=lead, school="oakfield")
    assert (kept.rhythm, kept.hour, kept.weekday, kept.quiet_from, kept.quiet_to) == ("weekly", 15, 4, 18, 7)
    assert (kept.by_email, kept.by_slack, kept.quiet_weekends) == (True, False, True)
    entry = AuditEntry.objects.get(action="changed_settings")
    assert (entry.user, entry.school, entry.subject) == (lead, "oakfield", "notifications")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oakfield-by_email": ""}, "Tick a way to be told by"),
        ({"oakfield-quiet_to": ""}, "Quiet hours need two different hours, or none."),
        ({"oakfield-quiet_to": "18"}, "Quiet hours need two different hours, or none."),
        ({"oakfield-hour": "24"}, "Select a valid choice"),
        ({"oakfield-rhythm": "hourly"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(client, lead, changes, said):
    response = press(client, **CHOSEN | changes)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Preference.objects.exists()


def test_a_way_that_is_not_linked_cannot_be_ticked(client, lead):
    press(client, **CHOSEN | {"oakfield-by_slack": "on"})
    assert not Preference.objects.get().by_slack


def test_choices_of_one_school_leave_another_as_it_is(client):
    client.force_login(member("lead", oakfield="safeguarding_lead", elmhurst="deputy"))
    press(client, **CHOSEN)
    assert Preference.objects.get().school == "oakfield"


@pytest.mark.parametrize("do", ["save", "test", "code", "unlink"])
def test_another_schools_choices_do_not_exist(client, lead, do):
    assert press(client, do, school="elmhurst", way="email").status_code == 404


@pytest.mark.parametrize("way", ["", "fax", "slack", "email"])
def test_a_code_is_made_for_a_chat_that_is_set_up_alone(client, lead, way):
    assert press(client, "code", way=way).status_code == 404


def test_a_chair_chooses_nothing_for_questions_and_may_send_a_test(client, mail_server):
    client.force_login(member("chair", oakfield="chair"))
    page = client.get(PAGE).content.decode()
    assert "Questions that wait" not in page
    assert "Send a test" in page
    assert press(client, **CHOSEN).status_code == 404


def test_the_page_says_that_no_mail_server_is_set_up(client, lead):
    page = client.get(PAGE).content.decode()
    assert "whoever runs Signpost has not set up a mail server" in page
    assert "Send a test" not in page


def test_the_page_says_that_an_account_has_no_address(client, lead, mail_server):
    lead.email = ""
    lead.save()
    assert "Your account has no e-mail address" in client.get(PAGE).content.decode()


def test_a_test_arrives_and_is_in_the_audit_log(client, lead, real_mail):
    assert "E-mail: the test is sent" in press(client, "test", way="email").content.decode()
    [received] = real_mail.received
    assert (received["To"], received["Subject"]) == ("lead@example.org", "Signpost: a test")
    assert received.get_content().strip() == "This is a test from Signpost. Nothing is waiting."
    assert AuditEntry.objects.filter(user=lead, action="sent_test", school="oakfield").count() == 1


def test_a_test_that_the_mail_server_refuses_is_answered_in_plain_words(client, lead, real_mail):
    real_mail.refuses = True
    page = press(client, "test", way="email").content.decode()
    assert "E-mail: the test did not arrive: the mail server does not take e-mail from Signpost’s address." in page
    assert "451" not in page and "Traceback" not in page


def test_a_test_without_a_mail_server_at_the_address_is_answered(client, lead, real_mail, settings):
    real_mail.stop()
    page = press(client, "test", way="email").content.decode()
    assert "E-mail: the test did not arrive: the mail server cannot be reached." in page


def test_tests_are_limited(client, lead, mail_server):
    for _ in range(LIMIT):
        press(client, "test", way="email")
    assert "Wait ten minutes" in press(client, "test", way="email").content.decode()
    assert len(mail.outbox) == AuditEntry.objects.filter(action="sent_test").count() == LIMIT


@pytest.mark.parametrize("way", ["slack", "teams"])
def test_no_test_goes_where_nobody_is_linked(client, lead, way):
    assert "is not set up" in press(client, "test", way=way).content.decode()
    assert not AuditEntry.objects.filter(action="sent_test").exists()


def test_unlinking_is_said(client, lead):
    ChatLink.objects.create(user=lead, school="oakfield", way="slack", address={})
    assert "no longer told by Slack" in press(client, "unlink", way="slack").content.decode()
    assert not ChatLink.objects.exists()


# Notices that did not arrive


def failed(user, kind="", school="oakfield"):
    waiting = item(school, kind) if kind else None
    notice = Notice.objects.create(
        user=user, school=school, item=waiting, kind=kind, role="chair" if kind else "", made_at=timezone.now()
    )
    return Sending.objects.create(
        notice=notice, way="email", state="failed", problem="no such box", try_at=timezone.now()
    )


def deliveries(client, user):
    client.force_login(user)
    return client.get("/console/deliveries/").content.decode()


@pytest.mark.parametrize("roles", [["head"], ["head", "safeguarding_lead", "administrator"]])
def test_a_head_meets_no_failed_notice_about_the_head(client, roles):
    chair, head = member("chair", oakfield="chair"), member("head", oakfield=roles)
    failed(chair, ReviewItem.Kind.ALLEGATION_ABOUT_HEAD)
    assert "no such box" not in deliveries(client, head)
    assert "no such box" in deliveries(client, chair)


def test_an_administrator_sees_which_ordinary_notices_failed(client):
    lead, technician = member("okafor", oakfield="safeguarding_lead"), member("technician", oakfield="administrator")
    failed(lead)
    assert "no such box" in deliveries(client, technician)


def test_an_administrator_meets_no_failed_notice_of_a_concern(client):
    lead, technician = member("okafor", oakfield="safeguarding_lead"), member("technician", oakfield="administrator")
    failed(lead, ReviewItem.Kind.CONCERN)
    assert "no such box" not in deliveries(client, technician)


def test_another_schools_failed_notices_are_not_shown(client):
    failed(member("elsewhere", elmhurst="safeguarding_lead"), school="elmhurst")
    assert "no such box" not in deliveries(client, member("lead", oakfield="safeguarding_lead"))
