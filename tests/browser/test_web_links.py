"""Induction links as people use them: made and printed by the lead, opened on a volunteer's telephone."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import ask, latest, overflow

__all__ = ["axe_source"]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def visit(open_page, closed_gateway):
    """Opens a page of the gateway whose chat is closed."""
    return lambda path, **options: open_page(path, base_url=closed_gateway.url, **options)


@pytest.fixture
def lead(visit, closed_gateway):
    """A page of the safeguarding lead, who is signed in."""
    page = visit("about:blank")
    key = closed_gateway.work_beside("sign_in_as_lead")
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": closed_gateway.url}])
    page.goto("/console/links/")
    return page


@pytest.fixture
def poster(lead):
    """The lead's page with the poster of a new link for volunteers."""
    lead.get_by_label("Who is it for?").fill("Summer fair helpers")
    lead.get_by_label("They are").select_option("volunteer")
    lead.get_by_role("button", name="Make the link and its poster").click()
    expect(lead.locator(".poster__code")).to_be_visible()
    return lead


def address_on(poster):
    return poster.locator(".poster__address bdi").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_volunteer_opens_the_link_on_a_telephone_and_asks(poster, visit, script):
    page = visit(address_on(poster), java_script_enabled=script, **PHONE)
    expect(page.get_by_label("I am")).to_have_value("volunteer")
    ask(page, "can I use my phone in class?")
    expect(latest(page).locator("blockquote").first).to_contain_text("Personal phones stay in a locker")
    page.goto("/chat/larkfield/")
    expect(page.locator(".exchange")).to_have_count(1)


def test_link_is_made_with_the_keyboard_alone(lead):
    lead.get_by_label("Who is it for?").focus()
    lead.keyboard.type("Coaches")
    for _ in range(3):
        lead.keyboard.press("Tab")
    expect(lead.get_by_role("button", name="Make the link and its poster")).to_be_focused()
    lead.keyboard.press("Enter")
    expect(lead.locator(".poster__code")).to_be_visible()


def test_revoked_link_shuts_the_open_page_out_with_words(poster, visit):
    page = visit(address_on(poster), **PHONE)
    poster.goto("/console/links/")
    poster.get_by_role("button", name="Revoke Summer fair helpers").first.click()
    expect(poster.get_by_role("status")).to_contain_text("lets nobody in any more")
    page.get_by_label("Your question").fill("phone?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("scan the poster again")
    expect(page.get_by_label("Your question")).to_have_value("phone?")


def test_poster_prints_on_one_sheet_of_a4_without_the_console(poster, tmp_path):
    pdf = poster.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1 or pdf.count(b"/Type /Page ") == 1
    poster.emulate_media(media="print")
    expect(poster.get_by_role("navigation", name="Console")).to_be_hidden()
    expect(poster.locator(".poster__code")).to_be_visible()


def test_poster_keeps_to_the_content_security_policy(poster):
    complaints = []
    poster.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    poster.reload()
    assert complaints == []


def test_poster_and_list_have_no_barrier_that_axe_finds(poster, axe_source):
    assert violations(poster, axe_source) == []
    poster.goto("/console/links/")
    assert violations(poster, axe_source) == []


@pytest.mark.parametrize("path", ["/chat/larkfield/", "/i/made-up"])
def test_closed_doors_have_no_barrier_that_axe_finds_and_fit_a_telephone(visit, axe_source, path):
    page = visit(path, **PHONE)
    expect(page.locator(".danger")).to_be_visible()
    assert overflow(page) == 0
    assert violations(page, axe_source) == []


@pytest.mark.parametrize(
    "path", ["/", "/chat/larkfield/", "/policies/larkfield/", "/policies/larkfield/phones/c-locker#c-locker"]
)
def test_pages_fit_a_telephone(open_page, path):
    assert overflow(open_page(path, **PHONE)) == 0


@pytest.mark.parametrize("question", ["phone?", "a child is missing", "a pupil told me her dad hits her", "x" * 300])
def test_answers_fit_a_telephone(open_page, question):
    page = open_page("/chat/larkfield/", **PHONE)
    ask(page, question)
    assert overflow(page) == 0


def test_refused_message_fits_a_telephone_and_has_no_barrier_that_axe_finds(open_page, axe_source):
    page = open_page("/chat/larkfield/", **PHONE)
    page.get_by_label("Your question").fill("\u200b")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert overflow(page) == 0
    assert violations(page, axe_source) == []
