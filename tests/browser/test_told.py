"""The page How I am told on a telephone, in the dark, and for who cannot see it."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import overflow

__all__ = ["axe_source"]


@pytest.fixture
def page(open_page, closed_gateway):
    """The page of the safeguarding lead, who is signed in."""
    opened = open_page("about:blank", base_url=closed_gateway.url, java_script_enabled=True)
    key = closed_gateway.work_beside("sign_in_as_lead")
    opened.context.add_cookies([{"name": "sessionid", "value": key, "url": closed_gateway.url}])
    opened.goto("/console/told/")
    return opened


def test_page_has_no_barrier_that_axe_finds(page, axe_source):
    assert violations(page, axe_source) == []


def test_nothing_is_wider_than_a_telephone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) == 0


def test_what_is_chosen_is_there_again(page):
    page.get_by_label("When").select_option("Once a week, together")
    page.get_by_label("Day, if once a week").select_option("Friday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.get_by_label("Day, if once a week")).to_have_value("4")
