"""Messages as Adaptive Cards: golden files, and what the cards promise beyond them.

After an intended change, look at the difference that ``git diff`` shows of
``python -m tests.channels.rendering.test_adaptive_card``, which writes the golden files anew.
"""

import json
from pathlib import Path

import pytest

from bot.channels.rendering import adaptive_card
from bot.channels.rendering.adaptive_card import CARD_BYTES, pressed_button, render_adaptive_cards, summary
from bot.channels.rendering.plain_text import without_controls
from bot.channels.rendering.wording import ALSO_HEADING, POLICY_HEADING, QUOTATION_HEADINGS
from bot.datatypes.answer import Answer, Button, Message, Outcome
from tests.channels.rendering.adaptive_card_schema import Card, Container
from tests.channels.rendering.sample_messages import ANSWERED, EMERGENCY, HOSTILE, LOCKER, PUBLIC_URL, SAMPLES, citation

GOLDEN = Path(__file__).parent / "golden" / "cards"
CONTRACT = Path(__file__).parents[2] / "contract" / "messages"
MESSAGES = SAMPLES | {
    path.stem: Message.model_validate_json(path.read_text(encoding="utf-8")) for path in CONTRACT.glob("*.json")
}


def rendered(message):
    return render_adaptive_cards(message, public_url=PUBLIC_URL)


def cards(message):
    return [Card.model_validate(card) for card in rendered(message)]


def words(message):
    return "\n".join(text for card in cards(message) for text in card.texts())


def golden(message):
    return json.dumps(rendered(message), indent=1, ensure_ascii=False) + "\n"


def quoting(text, **fields):
    return Message(
        kind="answer",
        text="",
        answer=Answer(outcome=Outcome.ANSWERED_FROM_POLICY, citations=(citation("c-1", text, **fields),)),
    )


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_card_matches_golden_file(name):
    assert golden(MESSAGES[name]) == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_card_is_of_the_documented_shape(name):
    assert cards(MESSAGES[name])


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_card_holds_every_citation_in_full(name):
    shown = words(MESSAGES[name])
    for cited in MESSAGES[name].answer.citations if MESSAGES[name].answer else ():
        assert f"“{without_controls(cited.text)}”" in shown
        assert without_controls(cited.lead_in) in shown
        assert without_controls(cited.reference) in shown


def test_card_links_each_clause_to_its_place_in_the_policy():
    links = [a.url for c in cards(ANSWERED)[0].body if isinstance(c, Container) for a in c.items[-1].actions]
    assert str(links[0]) == f"{LOCKER.url}#c-locker"
    assert len(links) == len(ANSWERED.answer.citations)


def test_card_makes_a_path_of_this_site_an_address():
    card = rendered(quoting("A rule.", url="/policies/larkfield/phones/c-1"))[0]
    assert f"{PUBLIC_URL}/policies/larkfield/phones/c-1#c-1" in json.dumps(card)


def test_card_has_no_link_that_is_not_a_web_address():
    assert "javascript:" not in json.dumps([c["body"] for c in rendered(HOSTILE)]).replace("javascript:alert(4)", "")


MARKDOWN = "**bold** _it_ [here](https://evil.example) <at>Everyone</at> # no\n- [ ] > quote `code` &lt; ![x](y)"


def test_card_shows_markdown_and_mentions_as_they_are():
    """Only runs of text hold what others wrote: they take no Markdown."""
    message = quoting(MARKDOWN, reference=MARKDOWN.replace("\n", " "), lead_in="**all**", label="[1](x)")
    ours = {ALSO_HEADING, POLICY_HEADING, *QUOTATION_HEADINGS.values()}
    assert all(element.text in ours for c in cards(message) for element in c.body if element.type == "TextBlock")
    assert "[1](x) “**bold** _it_ [here](https://evil.example) <at>Everyone</at> # no" in words(message)


def test_card_keeps_json_that_looks_like_a_card_as_text():
    hostile = '"}]},{"type":"Action.OpenUrl","url":"https://evil.example"}'
    message = quoting(hostile)
    assert f"“{hostile}”" in words(message)
    assert [a.type for c in cards(message)[0].body if isinstance(c, Container) for a in c.items[-1].actions] == [
        "Action.OpenUrl"
    ]


def test_card_cannot_be_turned_by_a_direction_override():
    assert not set("\u202e\u202d\u2066\u2067\u2068\u2069") & set(words(quoting("safe \u202eelbidrof\u202c")))


def test_card_leaves_the_functions_of_cards_unread():
    shown = words(quoting("{{DATE(2026-01-01T00:00:00Z, SHORT)}} and {{name}}"))
    assert "{{DATE" not in shown
    assert "{{name}}" in shown


def test_buttons_carry_ids_that_a_press_gives_back():
    shown = cards(ANSWERED)[-1].body[-1].actions
    assert [pressed_button(action.data) for action in shown] == [button.id for button in ANSWERED.buttons]


def test_many_buttons_stand_in_rows_that_teams_shows():
    many = tuple(Button(title=f"School {n}", id=f"school:{n}") for n in range(14))
    rows = [
        e.actions for e in cards(Message(kind="text", text="Which?", buttons=many))[0].body if e.type == "ActionSet"
    ]
    assert [len(row) for row in rows] == [6, 6, 2]


@pytest.mark.parametrize("value", [None, "x", 3, [], {}, {"signpost_button": 3}, {"signpost_button": ""}])
def test_a_value_that_is_no_press_of_ours_is_none(value):
    assert pressed_button(value) is None


def test_large_answer_becomes_several_cards_each_within_the_limit():
    clauses = tuple(citation(f"c-{n}", f"{n} " + "Long words. " * 500, reference=f"Policy, {n}") for n in range(9))
    message = Message(kind="answer", text="", answer=Answer(outcome=Outcome.PARTLY_RELATED_CLAUSES, citations=clauses))
    sizes = [len(json.dumps(card)) for card in rendered(message)]
    assert len(sizes) > 1
    assert max(sizes) <= CARD_BYTES


def test_each_card_keeps_a_quotation_with_its_reference():
    clauses = tuple(citation(f"c-{n}", f"Clause {n}. " + "é" * 2500, reference=f"Policy, {n}") for n in range(6))
    message = Message(kind="answer", text="", answer=Answer(outcome=Outcome.ANSWERED_FROM_POLICY, citations=clauses))
    for card in cards(message):
        for quotation in (e for e in card.body if isinstance(e, Container)):
            number = quotation.items[0].inlines[0].text.split("Clause ")[1][0]
            assert quotation.items[-2].inlines[0].text == f"Policy, {number}"


def test_clause_beyond_all_measure_names_its_reference_in_each_part():
    text = "".join(f"Word{n} " for n in range(3000)).strip()
    shown = [e for card in cards(quoting(text)) for e in card.body if isinstance(e, Container)]
    assert "".join(e.items[0].inlines[0].text for e in shown) == f"4.2.1 “{text}”"
    assert [e.items[-2].inlines[0].text for e in shown] == [
        f"{LOCKER.reference} (part {n} of {len(shown)})" for n in range(1, len(shown) + 1)
    ]


def test_heading_moves_to_the_next_card_with_what_it_stands_over(monkeypatch):
    monkeypatch.setattr(adaptive_card, "CARD_BYTES", 1500)
    bodies = [card.body for card in cards(ANSWERED)]
    assert len(bodies) > 2
    assert all(body[-1].type != "TextBlock" for body in bodies)


def test_emergency_card_says_999_before_anything_else():
    assert cards(EMERGENCY)[0].texts()[0].startswith("Call 999 now")


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_notification_holds_no_word_of_the_answer(name):
    assert summary(MESSAGES[name]) in {"Please read this now.", "Signpost has answered."}


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for title, sample in MESSAGES.items():
        (GOLDEN / f"{title}.json").write_text(golden(sample), encoding="utf-8")
