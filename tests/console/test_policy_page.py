"""A policy document laid out for its page."""

from bot.console.policy_page import compose_page
from bot.datatypes.policy import Audience, BlockKind, ClauseKind
from tests.browser.invented_school import DocumentBuilder


def composed(build):
    builder = DocumentBuilder("phones", "Phones Policy")
    build(builder)
    return compose_page(builder.build("larkfield", "", None))


def outline(items):
    """Items as (text, children) pairs."""
    return [(item.text, outline(item.children)) for item in items]


def test_page_nests_list_items_by_their_level():
    def build(page):
        page.heading("1", "Rules")
        page.block(BlockKind.LEAD_IN, "Staff must:", level=1, label="1.1")
        page.clause("a", "lock it", ClauseKind.BULLET, 2)
        page.clause("b", "silence it", ClauseKind.BULLET, 2)
        page.clause("c", "Ask first.", ClauseKind.NUMBERED, 1, "1.2")

    parts = composed(build).parts
    assert outline(parts[1].items) == [("Staff must:", [("lock it", []), ("silence it", [])]), ("Ask first.", [])]


def test_page_nests_items_that_skip_a_level():
    def build(page):
        page.heading("1", "Rules")
        page.clause("a", "outer", ClauseKind.BULLET, 1)
        page.clause("b", "inner", ClauseKind.BULLET, 3)
        page.clause("c", "between", ClauseKind.BULLET, 2)

    assert outline(composed(build).parts[1].items) == [("outer", [("inner", []), ("between", [])])]


def test_page_ends_a_list_at_a_paragraph():
    def build(page):
        page.heading("1", "Rules")
        page.clause("a", "one", ClauseKind.BULLET, 1)
        page.clause("b", "A paragraph.", ClauseKind.PARAGRAPH)
        page.clause("c", "two", ClauseKind.BULLET, 1)

    assert [part.kind for part in composed(build).parts] == ["heading", "list", "paragraph", "list"]


def test_page_gathers_the_rows_below_their_header():
    def build(page):
        page.heading("", "Where")
        page.block(BlockKind.TABLE_HEADER, "Place\tPhones")
        page.clause("a", "Hall\tNo", ClauseKind.TABLE_ROW)
        page.clause("b", "Office\tYes", ClauseKind.TABLE_ROW)

    table = composed(build).parts[1]
    assert table.header == ["Place", "Phones"]
    assert [row.cells for row in table.items] == [["Hall", "No"], ["Office", "Yes"]]


def test_page_shows_a_table_without_a_header():
    def build(page):
        page.heading("", "Where")
        page.clause("a", "Hall\tNo", ClauseKind.TABLE_ROW)

    assert composed(build).parts[1].header == []


def test_page_puts_the_number_before_a_heading_once():
    def build(page):
        page.heading("2.1", "Phones")

    assert composed(build).parts[0].text == "2.1 Phones"


def test_page_does_not_repeat_the_title():
    def build(page):
        page.heading("", "Phones Policy")
        page.clause("a", "A rule.", ClauseKind.PARAGRAPH)

    assert [part.kind for part in composed(build).parts] == ["paragraph"]


def test_page_numbers_headings_from_the_second_level():
    def build(page):
        page.heading("1", "Phones", 2)
        page.heading("1.1", "Staff", 3)
        page.heading("", "Deep", 9)

    assert [part.level for part in composed(build).parts] == [2, 3, 6]


def test_page_says_whom_a_section_is_for():
    def build(page):
        page.heading("1", "Rules for you", 1, Audience.PUPILS)

    assert composed(build).parts[0].audience == "For pupils"


def test_page_sets_noise_apart():
    def build(page):
        page.heading("1", "Phones")
        page.clause("a", "one", ClauseKind.BULLET, 1)
        page.block(BlockKind.NOISE, "Page 2")
        page.clause("b", "two", ClauseKind.BULLET, 1)

    page = composed(build)
    assert page.left_out == ["Page 2"]
    assert outline(page.parts[1].items) == [("one", []), ("two", [])]


def test_page_keeps_every_clause_once():
    def build(page):
        page.heading("1", "Phones")
        for place, kind in enumerate(ClauseKind):
            page.clause(f"c{place}", f"Words {place}", kind, place % 3)

    def ids(items):
        return [i for item in items for i in [item.clause_id, *ids(item.children)]]

    found = [i for part in composed(build).parts for i in ids(part.items)]
    assert found == [f"c{place}" for place in range(len(ClauseKind))]


def test_page_lists_its_sections_in_the_contents():
    def build(page):
        page.heading("1", "Phones")
        page.heading("1.1", "Staff", 2)

    assert [(part.text, part.anchor) for part in composed(build).contents] == [
        ("1 Phones", "section-0"),
        ("1.1 Staff", "section-1"),
    ]
