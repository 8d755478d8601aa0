"""WCAG 2.2 AA as far as a program can tell: axe-core on every page, light and dark, large and small.

axe-core comes with the package axe-playwright-python; without it these tests are skipped.
"""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Width and height in pixels, and the colour scheme that the reader prefers.
SCREENS = ((1280, 900, "light"), (320, 640, "light"), (1280, 900, "dark"))


@pytest.fixture(scope="session")
def axe_source() -> str:
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core is not there: install axe-playwright-python to run these tests.")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, source: str) -> list[str]:
    """What axe finds on any screen: the screen, the rule and the first place, for each."""
    page.evaluate(source)
    found = []
    for width, height, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        results = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        found += [f"{width} {scheme} {one['id']}: {one['nodes'][0]['html'][:200]}" for one in results["violations"]]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/chat/larkfield/",
        "/chat/nowhere/",
        "/policies/larkfield/",
        "/policies/larkfield/phones/c-locker#c-locker",
        "/policies/larkfield/phones/c-was-here",
        "/policies/larkfield/nothing/",
        "/console/login/",
        "/console/invitation/?key=used",
    ],
)
def test_page_has_no_barrier_that_axe_finds(open_page, axe_source, path):
    assert violations(open_page(path), axe_source) == []


@pytest.mark.parametrize("path", ["/console/approved/", "/console/approved/new", "/console/approved/import"])
def test_page_of_the_desk_has_no_barrier_that_axe_finds(gateway, open_page, axe_source, path):
    page = open_page("/console/login/")
    key = gateway.work_beside("sign_in_as_lead")
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": gateway.url}])
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("approved|Approved|Import"))
    if path.endswith("/new"):
        page.get_by_label("The question").fill("Where do phones go?")
        page.get_by_label("The answer").fill("In the lockers.")
        page.get_by_label("Find clauses").fill("locker")
        page.get_by_role("button", name="Find clauses").click()
        page.locator("input[name=clauses]").first.check()
        page.get_by_role("button", name="Preview").click()
        expect(page.locator(".approved")).to_have_count(1)
    assert violations(page, axe_source) == []


@pytest.mark.parametrize("question", ["phone?", "drones?", "a child is missing", "a pupil told me her dad hits her"])
def test_answer_has_no_barrier_that_axe_finds(open_page, axe_source, question):
    page = open_page("/chat/larkfield/")
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)
    assert violations(page, axe_source) == []


def test_text_can_be_doubled_without_losing_anything(open_page):
    page = open_page("/chat/larkfield/", viewport={"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
