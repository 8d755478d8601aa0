"""The chat on a school's own website: one script tag on a page of another site, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from bot.index.clause_store import ClauseStore
from tests.browser.invented_school import LARKFIELD
from tests.browser.test_accessibility import axe_source, violations
from tests.browser.test_chat import latest
from tests.browser.test_web_links import address_on, lead, poster, visit

__all__ = ["axe_source", "lead", "poster", "visit"]

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
PAGE = (
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>Staff room</title><main><h1>Staff room</h1>{body}</main></html>"
)
# As strict as a website's policy may be: it names Signpost, and allows no inline script or style.
POLICY = "default-src 'none'; script-src {signpost}; frame-src {signpost}"


class Website:
    """A website of a school. ``localhost`` is another site than the gateway's 127.0.0.1, as browsers see it.

    This browser keeps cookies and storage from a frame of another site; from one of the same site, as intranet. and
    signpost. of one school are, it does not.
    """

    def __init__(self, port: int) -> None:
        self.origin = f"http://localhost:{port}"
        self.same_site_origin = f"http://127.0.0.1:{port}"
        self.body = self.policy = ""

    def show_tag(self, signpost: str, **data: str) -> None:
        """Have every page hold the script tag."""
        held = "".join(f' data-{name}="{value}"' for name, value in ({"school": "larkfield"} | data).items())
        self.body = (
            f'<script src="{signpost}/embed.js"{held} async></script>'
            f'<noscript><a href="{signpost}/chat/larkfield/">Ask about our policies</a></noscript>'
        )
        self.policy = POLICY.format(signpost=signpost)


@pytest.fixture
def website() -> Iterator[Website]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            page = PAGE.format(body=shown.body)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", shown.policy)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        shown = Website(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield shown
        server.shutdown()


@pytest.fixture
def listed():
    """Lists a website in the school's file, as ``signpost ingest`` would store it, until the end of the test."""
    written: list[ClauseStore] = []

    def list_it(gateway, website):
        profile = LARKFIELD.profile.model_copy(update={"embed_on": (website.origin, website.same_site_origin)})
        gateway.index.write(LARKFIELD.model_copy(update={"profile": profile}))
        written.append(gateway.index)

    yield list_it
    for index in written:
        index.write(LARKFIELD)


@pytest.fixture
def staff_room(open_page, gateway, website, listed):
    """Opens a page of the website with the tag; the chat stays closed."""
    listed(gateway, website)
    website.show_tag(gateway.url)
    return lambda path="/", **options: open_page(f"{website.origin}{path}", **options)


@pytest.fixture
def near_staff_room(staff_room, website, open_page):
    """The same website under a name of the gateway's own site."""
    return lambda path="/", **options: open_page(f"{website.same_site_origin}{path}", **options)


def open_chat(page: Page):
    """Press the button; the chat in its frame."""
    page.get_by_role("button", name="Ask about our policies").click()
    return page.frame_locator("iframe")


def ask(frame, text: str) -> None:
    before = frame.locator(".exchange").count()
    frame.get_by_label("Your question").fill(text)
    frame.get_by_role("button", name="Ask", exact=True).click()
    expect(frame.locator(".exchange")).to_have_count(before + 1)


def test_a_question_is_answered_on_the_website_without_a_cookie(staff_room):
    page = staff_room()
    chat = open_chat(page)
    ask(chat, "can I use my phone in class?")
    expect(chat.locator("blockquote").first).to_contain_text("Personal phones stay in a locker")
    ask(chat, "phone?")
    assert page.context.cookies() == []


def test_nothing_is_loaded_before_somebody_opens_the_chat(staff_room):
    page = staff_room()
    expect(page.get_by_role("button", name="Ask about our policies")).to_be_visible()
    assert [frame.url for frame in page.frames[1:]] == ["about:blank"]


def test_on_a_website_of_the_same_site_the_conversation_is_there_on_the_next_page(near_staff_room, website):
    page = near_staff_room()
    ask(open_chat(page), "phone?")
    page.goto(f"{website.same_site_origin}/calendar")
    chat = open_chat(page)
    expect(chat.locator(".exchange")).to_have_count(1)
    ask(chat, "can I use my phone in class?")
    page.reload()
    expect(open_chat(page).locator(".exchange")).to_have_count(2)


def test_a_new_chat_stays_new_on_the_next_page(near_staff_room):
    page = near_staff_room()
    chat = open_chat(page)
    ask(chat, "phone?")
    chat.get_by_role("button", name="New chat").click()
    expect(chat.locator(".exchange")).to_have_count(0)
    page.reload()
    with page.expect_response("**/embed/larkfield/"):
        chat = open_chat(page)
    expect(chat.get_by_text("You could ask")).to_be_visible()


def test_where_the_browser_keeps_storage_from_the_frame_the_next_page_begins_anew(staff_room, website):
    page = staff_room()
    ask(open_chat(page), "phone?")
    page.goto(f"{website.origin}/calendar")
    chat = open_chat(page)
    expect(chat.get_by_text("You could ask")).to_be_visible()
    ask(chat, "can I use my phone in class?")


def test_the_policy_opens_in_a_tab_of_its_own(staff_room):
    page = staff_room()
    chat = open_chat(page)
    ask(chat, "phone?")
    with page.context.expect_page() as opened:
        chat.get_by_role("link", name="Phones and Devices Policy, section 4.2").first.click()
    expect(opened.value.locator("#c-locker")).to_have_attribute("aria-current", "true")
    expect(chat.locator(".exchange")).to_have_count(1)


def test_the_keyboard_alone_opens_asks_and_closes(staff_room):
    page = staff_room()
    button = page.get_by_role("button", name="Ask about our policies")
    button.focus()
    page.keyboard.press("Enter")
    chat = page.frame_locator("iframe")
    expect(chat.get_by_label("Your question")).to_be_visible()
    chat.get_by_label("Your question").focus()
    page.keyboard.type("phone?")
    page.keyboard.press("Enter")
    expect(chat.locator(".exchange")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_website_that_is_not_listed_shows_no_chat(open_page, gateway, website, listed):
    listed(gateway, Website(1))
    website.show_tag(gateway.url)
    page = open_page(website.origin)
    with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
        open_chat(page)
    expect(page.frame_locator("iframe").locator("#composer")).to_have_count(0)
    expect(page.get_by_role("link", name="Open in a new tab")).to_be_visible()


def test_without_script_the_website_links_to_the_chat(staff_room):
    page = staff_room(java_script_enabled=False)
    page.get_by_role("link", name="Ask about our policies").click()
    expect(page.get_by_label("Your question")).to_be_visible()


def test_the_frame_works_without_script(staff_room, website, gateway):
    website.body = f'<iframe title="Ask" width="600" height="600" src="{gateway.url}/embed/larkfield/"></iframe>'
    page = staff_room(java_script_enabled=False)
    chat = page.frame_locator("iframe")
    ask(chat, "phone?")
    ask(chat, "can I use my phone in class?")
    assert page.context.cookies() == []


def test_on_a_telephone_the_chat_fills_the_screen(staff_room):
    page = staff_room(**PHONE)
    chat = open_chat(page)
    ask(chat, "can I use my phone in class?")
    panel = page.locator(".panel").bounding_box()
    assert (panel["width"], panel["height"]) == (360, 740)
    assert latest(chat).evaluate("one => one.ownerDocument.documentElement.scrollWidth") <= 360


def test_button_and_frame_have_no_barrier_that_axe_finds(staff_room, axe_source, website, gateway):
    website.policy = ""  # axe comes in as inline script
    page = staff_room()
    website.policy = ""
    page.reload()
    assert violations(page, axe_source) == []
    ask(open_chat(page), "phone?")
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("question", ["", "phone?", "a child is missing"])
def test_the_framed_page_has_no_barrier_that_axe_finds(staff_room, open_page, axe_source, question):
    page = open_page("/embed/larkfield/")
    if question:
        ask(page, question)
    assert violations(page, axe_source) == []


def test_who_is_not_let_in_reads_how_and_gets_there_in_a_new_tab(visit, closed_gateway, website, listed, axe_source):
    listed(closed_gateway, website)
    website.show_tag(closed_gateway.url)
    page = visit(website.origin)
    chat = open_chat(page)
    expect(chat.get_by_role("heading", name="This chat is for people at")).to_be_visible()
    with page.context.expect_page() as opened:
        chat.get_by_role("link", name="sign in and ask in a new tab").click()
    expect(opened.value.get_by_role("heading", name="This chat is for people at")).to_be_visible()
    assert violations(visit("/embed/larkfield/"), axe_source) == []


def test_a_link_in_the_tag_lets_the_websites_readers_in_until_it_is_revoked(
    poster, visit, closed_gateway, website, listed
):
    listed(closed_gateway, website)
    website.show_tag(closed_gateway.url, link=address_on(poster))
    chat = open_chat(visit(website.origin))
    expect(chat.get_by_label("I am")).to_have_value("volunteer")
    ask(chat, "phone?")
    poster.goto("/console/links/")
    poster.get_by_role("button", name="Revoke Summer fair helpers").first.click()
    chat.get_by_label("Your question").fill("and a watch?")
    chat.get_by_role("button", name="Ask", exact=True).click()
    expect(chat.get_by_role("alert")).to_contain_text("Your way into this chat has ended")
