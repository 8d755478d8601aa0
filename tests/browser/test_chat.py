"""The web chat as people use it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.invented_school import AS_SHOWN, HOSTILE_WORDS

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def ask(page: Page, text: str) -> None:
    before = page.locator(".exchange").count()
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".exchange")).to_have_count(before + 1)


def latest(page: Page):
    return page.locator(".exchange").last


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_chat_answers_with_verdict_clause_and_reference(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "can I use my phone in class?")
    reply = latest(page)
    expect(reply.locator(".verdict")).to_contain_text("Not allowed")
    expect(reply.locator("blockquote").first).to_contain_text(
        "Staff must see that: Personal phones stay in a locker while pupils are in the room."
    )
    expect(reply.get_by_role("link", name="Phones and Devices Policy, section 4.2").first).to_be_visible()


def test_chat_shows_notice_escalation_and_further_clauses(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    reply = latest(page)
    expect(reply).to_contain_text("was due for review (March 2020)")
    expect(reply).to_contain_text("Ask: Ms Odile Farthing (Assistant head), 01632 960 001")
    expect(reply.get_by_text("A trip leader carries the school phone.")).to_be_visible()


def test_citation_opens_the_policy_at_the_clause(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    latest(page).get_by_role("link", name="Phones and Devices Policy, section 4.2").first.click()
    clause = page.locator("#c-locker")
    expect(clause).to_have_attribute("aria-current", "true")
    expect(clause).to_be_in_viewport()
    page.get_by_role("link", name="Back to the chat").click()
    expect(page.locator(".exchange")).to_have_count(1)


def test_chat_keeps_focus_in_the_question(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_chat_announces_answers_politely(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("log").locator(".exchange")).to_have_count(1)


def test_chat_works_with_the_keyboard_alone(open_page):
    page = open_page("/chat/larkfield/")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("phone?")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)
    more = page.get_by_role("button", name="More clauses")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if more.evaluate("element => element === document.activeElement"):
            break
    expect(more).to_be_focused()
    assert more.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(2)
    expect(latest(page).locator(".question")).to_contain_text("More clauses")


def test_chat_shift_enter_makes_a_new_line(open_page):
    page = open_page("/chat/larkfield/")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    expect(page.get_by_label("Your question")).to_have_value("one\ntwo")
    expect(page.locator(".exchange")).to_have_count(0)


def test_examples_can_be_asked_with_a_click(open_page):
    page = open_page("/chat/larkfield/")
    page.get_by_role("button", name="Can I use my own phone in the classroom?").click()
    expect(page.locator(".exchange .question")).to_contain_text("Can I use my own phone in the classroom?")
    expect(page.locator(".examples")).to_have_count(0)


def test_chat_files_a_question_for_the_safeguarding_lead(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    page.get_by_role("button", name="Ask the safeguarding lead").click()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(latest(page)).to_contain_text("has been filed for the safeguarding lead")


def test_feedback_is_shown_as_pressed_and_remembered(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator(".feedback")).to_contain_text("Thank you")
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".exchange")).to_have_count(1)


def test_emergency_says_999_first_and_loudest(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "a child is missing from the playground")
    alert = latest(page).get_by_role("alert")
    assert alert.inner_text().startswith("Call 999")
    expect(alert.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(alert).to_contain_text("Ms Odile Farthing")


def test_hostile_text_is_shown_literally(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, f"hostile {HOSTILE_WORDS}")
    expect(latest(page).locator("blockquote")).to_contain_text(AS_SHOWN)
    expect(latest(page).locator(".question")).to_contain_text(HOSTILE_WORDS)
    assert latest(page).locator("script, b, img").count() == 0
    expect(page).to_have_title(re.compile("Larkfield"))


def test_chat_stays_within_a_small_screen(open_page):
    page = open_page("/chat/larkfield/", **PHONE)
    assert overflow(page) == 0
    ask(page, "phone? " + "x" * 200)
    assert overflow(page) == 0
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_in_viewport()


def test_chat_shows_the_new_answer_from_its_start(open_page):
    page = open_page("/chat/larkfield/", **PHONE, reduced_motion="reduce")
    ask(page, "phone?")
    ask(page, "phone again?")
    expect(latest(page).locator(".question")).to_be_in_viewport()


def test_chat_remembers_the_conversation_until_a_new_one(open_page):
    page = open_page("/chat/larkfield/")
    page.get_by_label("I am").select_option("volunteer")
    ask(page, "phone?")
    page.goto("/chat/larkfield/")
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.get_by_label("I am")).to_have_value("volunteer")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".exchange")).to_have_count(0)


def test_conversations_of_two_browsers_stay_apart(open_page):
    ask(open_page("/chat/larkfield/"), "phone?")
    page = open_page("/chat/larkfield/")
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "and drones?")
    page.reload()
    expect(page.locator(".question")).to_have_text("You asked: and drones?")


def test_conversation_of_another_school_is_not_shown(open_page):
    page = open_page("/chat/larkfield/")
    ask(page, "phone?")
    page.goto("/chat/otterbank/")
    expect(page.locator(".exchange")).to_have_count(0)


def test_chat_without_javascript_asks_and_shows_the_history(open_page):
    page = open_page("/chat/larkfield/", java_script_enabled=False)
    ask(page, "can I use my phone in class?")
    expect(latest(page).locator(".verdict")).to_contain_text("Not allowed")
    expect(latest(page)).to_be_in_viewport()
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    ask(page, "and on a drone?")
    expect(page.locator(".exchange")).to_have_count(2)


def test_chat_without_javascript_keeps_what_cannot_be_sent(open_page):
    page = open_page("/chat/larkfield/", java_script_enabled=False)
    page.get_by_label("Your question").fill(" \u200b ")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Please type your question first.")
    expect(page.locator(".exchange")).to_have_count(0)


def test_chat_keeps_what_was_typed_while_the_server_is_away(open_page):
    page = open_page("/chat/larkfield/")
    page.route("**/messages", lambda route: route.abort())
    page.get_by_label("Your question").fill("phone?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_label("Your question")).to_have_value("phone?")
    page.unroute("**/messages")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_chat_says_so_when_the_server_fails(open_page):
    page = open_page("/chat/larkfield/")
    page.route("**/messages", lambda route: route.fulfill(status=500, body="<h1>secret traceback</h1>"))
    page.get_by_label("Your question").fill("phone?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on Signpost’s side")
    expect(page.locator("body")).not_to_contain_text("secret traceback")


def test_chat_passes_on_why_a_message_is_refused(open_page):
    page = open_page("/chat/larkfield/")
    page.get_by_label("Your question").fill("\u200b")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Please type your question first.")


def test_front_page_lets_people_choose_their_school(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Larkfield Primary School").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask Larkfield Primary School’s policies")
    expect(page.locator(".danger")).to_contain_text(
        "Ms Odile Farthing (01632 960 001), or a deputy: Mr Corin Blakelock"
    )


def test_chat_of_an_unknown_school_lists_the_schools(open_page):
    page = open_page("/chat/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such school here")
    expect(page.get_by_role("link", name="Otterbank Nursery")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/chat/larkfield/", "/policies/larkfield/phones/c-locker#c-locker"])
def test_pages_keep_to_their_content_security_policy(open_page, chromium, gateway, path):
    page = open_page("/chat/larkfield/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    foreign = []
    page.on("request", lambda request: None if request.url.startswith(gateway.url) else foreign.append(request.url))
    page.goto(path)
    if "/chat/" in path:
        ask(page, "phone?")
    assert complaints == []
    assert foreign == []
