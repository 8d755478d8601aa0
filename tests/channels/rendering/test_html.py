"""What the HTML of a message promises beyond the golden files."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.rendering.html import clause_link, contact_link, render_html, safe_link
from bot.channels.rendering.plain_text import DIRECTION_CONTROLS
from bot.channels.rendering.wording import MODALITY_LABELS, SAFEGUARDING_OUTCOMES
from bot.datatypes.answer import Answer, Button, Escalation, Message, Modality, Outcome, Verdict
from tests.channels.rendering.sample_messages import (
    ANSWERED,
    EMERGENCY,
    HOSTILE,
    LOCKER,
    MORE,
    PUBLIC_URL,
    SAMPLES,
    UNANSWERED,
)

CONTRACT_MESSAGES = Path(__file__).parents[2] / "contract" / "messages"

ALLOWED_TAGS = {
    "div", "p", "span", "bdi", "strong", "a", "h3", "h4", "ul", "ol", "li", "figure", "figcaption", "blockquote",
    "details", "summary", "button",
}  # fmt: skip


class Markup(HTMLParser):
    """Collects tags, attribute names and the text of one fragment."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.words += data


def as_shown(text):
    """A text without what turns its direction."""
    return "".join(character for character in text if character not in DIRECTION_CONTROLS)


CONTRACT = {path.stem: Message.model_validate_json(path.read_bytes()) for path in CONTRACT_MESSAGES.glob("*.json")}
PART = "<b onclick=x>bold</b> \u202eesrever\u202c {{ 7|add:7 }}"


@pytest.mark.parametrize("name", sorted(CONTRACT | SAMPLES))
def test_every_citation_of_every_golden_payload_is_shown(name):
    message = (CONTRACT | SAMPLES)[name]
    words = " ".join(Markup(render_html(message)).words.split())
    for cited in message.answer.citations if message.answer else ():
        for part in (cited.lead_in, *cited.text.split("\t"), cited.reference):
            assert " ".join(as_shown(part).split()) in words


@pytest.mark.parametrize("field", ["section", "reference", "lead_in"])
def test_html_shows_every_part_of_a_citation_literally(field):
    hostile = LOCKER.model_copy(update={field: PART})
    answer = Answer(outcome=Outcome.PARTLY_RELATED_CLAUSES, citations=(hostile,))
    shown = Markup(render_html(Message(kind="answer", text="", answer=answer)))
    assert shown.tags <= ALLOWED_TAGS
    assert not any(name.startswith("on") for name in shown.attributes)
    assert as_shown(PART) in shown.words


def test_html_shows_hostile_text_literally():
    shown = Markup(render_html(HOSTILE))
    assert shown.tags <= ALLOWED_TAGS
    assert not any(name.startswith("on") for name in shown.attributes)
    assert as_shown(HOSTILE.answer.citations[0].text) in shown.words
    assert shown.links == []
    assert not DIRECTION_CONTROLS & set(render_html(HOSTILE))


@settings(max_examples=50, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_html_quotes_any_clause_word_for_word(text):
    answer = Answer(outcome=Outcome.PARTLY_RELATED_CLAUSES, citations=(LOCKER.model_copy(update={"text": text}),))
    shown = Markup(render_html(Message(kind="answer", text="", answer=answer)))
    assert " ".join(as_shown(text).split()) in " ".join(shown.words.split())


@pytest.mark.parametrize("outcome", sorted(SAFEGUARDING_OUTCOMES))
def test_html_announces_every_safeguarding_outcome(outcome):
    message = Message(kind="answer", text="Tell Ms Odile Farthing now.", answer=Answer(outcome=outcome))
    markup = render_html(message)
    assert markup.index('role="alert"') < markup.index("Tell Ms Odile Farthing now.")


def test_html_puts_999_before_anything_else_in_an_emergency():
    assert Markup(render_html(EMERGENCY)).words.split()[:2] == ["Call", "999"]


def test_html_quotes_only_after_the_safeguarding_text():
    markup = render_html(EMERGENCY)
    assert markup.index("Mr Tolliver Ashgrove") < markup.index(LOCKER.text)


def test_html_leaves_out_the_buttons_of_an_older_answer():
    shown = render_html(ANSWERED, is_latest=False)
    assert "More clauses" not in shown
    assert "Not helpful" in shown


def test_html_leaves_out_every_button_for_somebody_else():
    assert "<button" not in render_html(ANSWERED, with_buttons=False)


def test_html_turns_lines_with_dashes_into_a_list():
    assert '<li dir="auto">your line manager</li>' in render_html(UNANSWERED)


def test_every_modality_has_its_words():
    assert set(MODALITY_LABELS) == set(Modality)


def test_html_says_a_short_clause_once():
    whole = Verdict(modality=Modality.PROHIBITED, text=f"Not allowed: “{LOCKER.text}”")
    answer = Answer(outcome=Outcome.ANSWERED_FROM_POLICY, verdict=whole, citations=(LOCKER,))
    shown = Markup(render_html(Message(kind="answer", text="", answer=answer)))
    assert shown.words.count(LOCKER.text) == 1
    assert "Not allowed" in shown.words


def test_html_names_a_person_once():
    lead = Escalation(route="head", name="Mr Tolliver Ashgrove", reason="")
    answer = Answer(outcome=Outcome.SAFEGUARDING_ALLEGATION, escalation=lead)
    message = Message(kind="answer", text="Go to the head: Mr Tolliver Ashgrove, 01632 960 002.", answer=answer)
    assert Markup(render_html(message)).words.count("Tolliver") == 1


def test_html_makes_numbers_in_a_safeguarding_text_ready_to_call():
    assert Markup(render_html(EMERGENCY)).links[:2] == ["tel:999", "tel:01632960001"]


def test_html_leaves_dates_and_clause_numbers_alone():
    assert Markup(render_html(Message(kind="text", text="See 5.2.3, 12 of 2024-25 or 1999."))).links == []


def test_html_shows_a_rating_as_pressed():
    rated = ANSWERED.model_copy(update={"buttons": (Button(title="Helpful", id="x:helpful"), MORE)})
    assert 'value="x:helpful" aria-pressed="true">Helpful' in render_html(rated, helpful=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://signpost.example.org/policies/a", "https://signpost.example.org/policies/a"),
        ("/policies/a", "/policies/a"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example/x", ""),
        ("/\\evil.example", ""),
        ("https:evil", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_safe_link_follows_only_web_addresses(url, expected):
    assert safe_link(url) == expected


def test_clause_link_scrolls_to_the_clause():
    assert clause_link(LOCKER, PUBLIC_URL) == "/policies/larkfield/phones/c-locker#c-locker"


def test_clause_link_keeps_a_fragment_that_is_there():
    cited = LOCKER.model_copy(update={"url": f"{LOCKER.url}#elsewhere"})
    assert clause_link(cited) == f"{LOCKER.url}#elsewhere"


def test_clause_link_stays_absolute_on_another_server():
    assert clause_link(LOCKER, "https://other.example.org") == f"{LOCKER.url}#c-locker"


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("01632 960 001", "tel:01632960001"),
        ("+44 (0)1632 960001", "tel:+441632960001"),
        ("office@larkfield.example.org", "mailto:office@larkfield.example.org"),
        ("via the clerk", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_contact_link_makes_numbers_and_addresses_usable(contact, expected):
    assert contact_link(contact) == expected
