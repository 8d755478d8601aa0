"""The review queue in a browser: by keyboard, on a telephone, and without barriers that axe finds."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import overflow

__all__ = ["axe_source"]

PHONE_WIDTH = {"width": 360, "height": 740}


@pytest.fixture
def filed(open_page, gateway):
    """A page of the lead, who is signed in, and the number of an item that three others asked as well."""
    page = open_page("about:blank")
    key = gateway.work_beside("sign_in_as_lead")
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": gateway.url}])
    return page, gateway.work_beside("file_questions")


@pytest.mark.parametrize("where", ["list", "item"])
def test_the_desk_has_no_barrier_that_axe_finds_and_fits_a_telephone(filed, axe_source, where):
    page, item = filed
    page.goto("/console/" if where == "list" else f"/console/items/{item}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.set_viewport_size(PHONE_WIDTH)
    assert overflow(page) == 0
    assert violations(page, axe_source) == []


def test_a_question_is_found_ticked_and_opened_by_keyboard(filed):
    page, _ = filed
    page.goto("/console/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-row] input").first).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Item")


def test_the_keys_can_be_switched_off(filed):
    page, _ = filed
    page.goto("/console/")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("j")
    expect(page.locator("[data-row] a:focus")).to_have_count(0)


def test_typing_in_the_search_is_no_key(filed):
    page, _ = filed
    page.goto("/console/")
    page.get_by_label("Words of the question").press_sequentially("jx?")
    expect(page.get_by_label("Words of the question")).to_have_value("jx?")
    expect(page.locator("[data-row] input:checked")).to_have_count(0)
