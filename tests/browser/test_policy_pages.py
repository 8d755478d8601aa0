"""The policy pages as people read them."""

import pytest
from playwright.sync_api import expect

from bot.datatypes.policy import School
from tests.browser.invented_school import HOSTILE_WORDS, LARKFIELD


def test_policy_list_says_versions_and_marks_what_is_overdue(open_page):
    page = open_page("/policies/larkfield/")
    phones = page.get_by_role("listitem").filter(has_text="Phones and Devices Policy")
    expect(phones).to_contain_text("Version 3.1")
    expect(phones).to_contain_text("Review overdue")
    expect(page.get_by_role("listitem").filter(has_text="Trips")).not_to_contain_text("overdue")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("clause_id", ["c-locker", "c-lost", "c-pupil", "r-staff"])
def test_asked_clause_is_highlighted_and_in_view(open_page, clause_id, javascript):
    page = open_page(f"/policies/larkfield/phones/{clause_id}#{clause_id}", java_script_enabled=javascript)
    clause = page.locator(f"#{clause_id}")
    expect(clause).to_be_in_viewport()
    assert clause.get_attribute("class").split()[0] == "asked"
    assert page.locator("[aria-current]").count() == 1


def test_asked_clause_is_brought_into_view_without_a_fragment(open_page):
    page = open_page("/policies/larkfield/phones/c-lost")
    expect(page.locator("#c-lost")).to_be_in_viewport()
    expect(page.locator("#c-lost")).to_be_focused()


def test_policy_shows_lists_in_lists_with_their_labels(open_page):
    page = open_page("/policies/larkfield/phones/")
    outer = page.locator("li", has=page.locator("#c-locker"))
    assert outer.inner_text().startswith("4.2.1 Staff must see that:")
    expect(outer.locator("ul > li")).to_have_count(2)


def test_policy_shows_tables_as_tables(open_page):
    page = open_page("/policies/larkfield/phones/")
    expect(page.get_by_role("columnheader")).to_have_text(["Place", "Phones", "When"])
    expect(page.locator("#r-staff").get_by_role("cell")).to_have_text(["Staff room", "Allowed", "At break"])


def test_policy_shows_hostile_words_literally(open_page):
    page = open_page("/policies/larkfield/phones/")
    expect(page.locator("#c-hostile")).to_contain_text(HOSTILE_WORDS)
    expect(page).to_have_title("Phones and Devices Policy – Larkfield Primary School – Signpost")


def test_contents_lead_to_their_sections(open_page):
    page = open_page("/policies/larkfield/phones/")
    page.get_by_text("Contents", exact=True).click()
    page.get_by_role("link", name="5 Where phones may be used").click()
    expect(page.get_by_role("heading", name="5 Where phones may be used")).to_be_in_viewport()


def test_noise_is_left_out_until_asked_for(open_page):
    page = open_page("/policies/larkfield/phones/")
    expect(page.get_by_text("Page 1 of 9")).to_be_hidden()
    page.get_by_text("Left out").click()
    expect(page.get_by_text("Page 1 of 9")).to_be_visible()


def test_policy_says_which_sections_are_for_pupils(open_page):
    page = open_page("/policies/larkfield/phones/")
    expect(page.get_by_role("heading", name="Pupils’ devices")).to_contain_text("For pupils")


def test_clause_that_is_gone_shows_the_policy_with_a_notice(open_page):
    page = open_page("/policies/larkfield/phones/c-was-here")
    expect(page.get_by_text("This clause no longer stands here.")).to_be_visible()
    expect(page.get_by_text("Personal phones stay in a locker")).to_be_visible()


@pytest.mark.parametrize("path", ["/policies/larkfield/nothing/", "/policies/larkfield/nothing/c-1"])
def test_unknown_policy_leads_back_to_the_others(open_page, path):
    page = open_page(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such policy here")
    page.get_by_role("link", name="All policies of Larkfield Primary School").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Policies of Larkfield Primary School")


def test_unknown_school_leads_back_to_the_choice(open_page):
    page = open_page("/policies/nowhere/")
    page.get_by_role("link", name="Choose your school").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which school are you asking about?")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/policies/larkfield/", 200),
        ("/policies/larkfield/phones/", 200),
        ("/policies/larkfield/phones/c-lost", 200),
        ("/policies/larkfield/phones/c-was-here", 404),
        ("/policies/larkfield/nothing/", 404),
        ("/policies/nowhere/", 404),
        ("/policies/..%2f..%2fetc/", 404),
        ("/chat/nowhere/", 404),
    ],
)
def test_addresses_answer_with_the_right_status(open_page, path, status):
    page = open_page("/")
    assert page.request.get(path).status == status


def test_policy_page_shows_a_new_index_at_once(open_page, gateway):
    page = open_page("/policies/larkfield/trips/")
    trips = next(d for d in LARKFIELD.documents if d.document_id == "trips")
    renamed = trips.model_copy(update={"title": "Trips Policy of This Year"})
    gateway.index.write(School(profile=LARKFIELD.profile, documents=(LARKFIELD.documents[0], renamed)))
    try:
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Trips Policy of This Year")
    finally:
        gateway.index.write(LARKFIELD)


def test_policy_page_stays_within_a_small_screen(open_page):
    page = open_page("/policies/larkfield/phones/r-staff#r-staff", viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
