"""The pages about keeping, in a browser: without barriers, on a telephone, from the form to the hold."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import overflow

__all__ = ["axe_source"]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def lead(open_page, closed_gateway):
    """Opens a page of the console for the safeguarding lead."""

    def look(path, **options):
        page = open_page("about:blank", base_url=closed_gateway.url, **options)
        key = closed_gateway.work_beside("sign_in_as_lead")
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": closed_gateway.url}])
        page.goto(path)
        return page

    return look


@pytest.mark.parametrize("script", [True, False])
def test_a_hold_is_placed_and_released(lead, script):
    page = lead("/console/keeping/", java_script_enabled=script, **PHONE)
    page.get_by_label("Keep:", exact=True).select_option("person")
    page.get_by_label("Person known by").select_option("slack")
    page.get_by_label("Their id").fill("U1")
    page.get_by_label("Why, without names").fill(f"Enquiry {script}")
    page.get_by_role("button", name="Keep it").click()
    mine = page.locator("li", has_text=f"Enquiry {script}")
    mine.get_by_role("button", name="Release").click()
    expect(mine).to_contain_text("released")


@pytest.mark.parametrize("path", ["/console/keeping/", "/console/keeping/person/"])
def test_the_pages_fit_a_telephone_and_have_no_barrier_that_axe_finds(lead, axe_source, path):
    page = lead(path, **PHONE)
    assert overflow(page) == 0
    assert violations(page, axe_source) == []
