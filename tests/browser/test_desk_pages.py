"""Every page of the desk with something on it: no barrier that axe finds, and nothing wider than a telephone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import overflow

__all__ = ["axe_source"]

PAGES = (
    *("console", "figures", "coverage", "policy-review", "approved-answers", "deliveries", "audit", "told"),
    *("people", "keeping", "person-data", "web-links", "mfa_index", "usersessions_list"),
)


@pytest.fixture(scope="module")
def key(closed_gateway):
    """The session of Larkfield's safeguarding lead, who is its administrator as well, and whose desk is full."""
    found = closed_gateway.work_beside("sign_in_as_lead")
    closed_gateway.work_beside("fill_desk")
    return found


@pytest.fixture
def page(open_page, closed_gateway, key):
    opened = open_page("about:blank", base_url=closed_gateway.url)
    opened.context.add_cookies([{"name": "sessionid", "value": key, "url": closed_gateway.url}])
    return opened


@pytest.mark.parametrize("name", [*PAGES, "monthly-report"])
def test_page_has_no_barrier_that_axe_finds_and_fits_a_telephone(page, axe_source, name):
    month = f"{timezone.localdate():%Y-%m}"
    page.goto(reverse(name, args=["larkfield", month] if name == "monthly-report" else []))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(page, axe_source) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) == 0


def test_an_approved_answer_has_no_barrier_that_axe_finds(page, axe_source):
    page.goto(reverse("approved-answers"))
    page.get_by_role("link", name="May I park?").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page, axe_source) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("coverage", "1 covered, 1 partly, 1 silent"),
        ("approved-answers", "Its time is over"),
        ("deliveries", "channel_not_found"),
        ("audit", "Page 1 of 2"),
    ],
)
def test_what_is_on_the_desk_is_on_the_page(page, name, told):
    page.goto(reverse(name))
    expect(page.locator("main")).to_contain_text(told)
