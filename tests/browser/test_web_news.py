"""The safeguarding lead's reply as it arrives in a page that is open."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import PHONE, ask, overflow

__all__ = ["axe_source"]

CONCERN = "a pupil told me her dad hits her"
HALF_A_MINUTE = 30_000  # milliseconds


@pytest.fixture
def asked(open_page, gateway):
    """A page with a clock of ours, on which a concern was written."""

    def open_and_ask(**options):
        page = open_page("about:blank", **options)
        page.clock.install()
        page.goto("/chat/larkfield/")
        ask(page, CONCERN)
        return page

    return open_and_ask


def come_back(page):
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_reply_arrives_in_the_open_page_within_half_a_minute(asked, gateway):
    page = asked()
    gateway.work_beside("reply_as_lead", "I have rung the family.")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.get_by_role("log").get_by_role("region", name="Your safeguarding lead’s answer")).to_contain_text(
        "I have rung the family."
    )
    expect(page.get_by_role("log")).to_contain_text("Seen by Ms Farthing, Designated Safeguarding Lead")


def test_news_is_shown_once_however_often_the_page_looks(asked, gateway):
    page = asked()
    gateway.work_beside("reply_as_lead", "I have rung the family.")
    come_back(page)
    expect(page.locator("[data-news^=reply]")).to_have_count(1)
    with page.expect_response("**/news") as unchanged:
        come_back(page)
    assert unchanged.value.status == 304
    page.reload()
    with page.expect_response("**/news"):
        come_back(page)
    expect(page.locator("[data-news^=reply]")).to_have_count(1)


def test_arrived_reply_leaves_the_focus_and_what_is_being_typed_alone(asked, gateway):
    page = asked()
    page.get_by_label("Your question").fill("and now")
    gateway.work_beside("reply_as_lead", "I have rung the family.")
    come_back(page)
    expect(page.locator("[data-news^=reply]")).to_have_count(1)
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("and now")


def test_reply_is_there_on_the_next_load_without_javascript(open_page, gateway):
    page = open_page("/chat/larkfield/", java_script_enabled=False)
    ask(page, CONCERN)
    gateway.work_beside("reply_as_lead", "I have rung the family.")
    page.reload()
    expect(page.get_by_role("region", name="Your safeguarding lead’s answer")).to_contain_text("rung the family")


def test_empty_page_asks_for_no_news(open_page):
    page = open_page("about:blank")
    looks = []
    page.on("request", lambda request: looks.append(request.url) if request.url.endswith("/news") else None)
    page.clock.install()
    page.goto("/chat/larkfield/")
    page.clock.run_for(10 * HALF_A_MINUTE)
    assert looks == []


def test_page_asks_less_often_while_news_cannot_be_had(asked):
    page = asked()
    looks = []
    page.route("**/news", lambda route: (looks.append(1), route.fulfill(status=503))[1])
    for _ in range(20):
        page.clock.run_for(HALF_A_MINUTE)
        page.wait_for_function("true")
    assert 1 <= len(looks) <= 6


def test_arrived_reply_has_no_barrier_that_axe_finds_and_fits_a_telephone(asked, gateway, axe_source):
    page = asked(**PHONE)
    gateway.work_beside("reply_as_lead", "I have rung the family. " + "x" * 120)
    come_back(page)
    expect(page.locator("[data-news^=reply]")).to_have_count(1)
    assert overflow(page) == 0
    assert violations(page, axe_source) == []
