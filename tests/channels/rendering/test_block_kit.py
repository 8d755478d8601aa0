"""A message as Block Kit: every clause whole with its reference, nobody's words read as markup, within Slack's limits.

After an intended change, look at the difference that ``git diff`` shows of
``python -m tests.channels.rendering.test_block_kit``, which writes the golden files anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.rendering.block_kit import BLOCKS_IN_A_POST, render_block_kit
from bot.channels.rendering.plain_text import without_controls
from bot.datatypes.answer import Answer, Button, Escalation, Message, Notice, Outcome
from tests.channels.rendering.sample_messages import HOSTILE, LOCKER, PUBLIC_URL, SAMPLES, citation
from tests.peers.block_kit_limits import complaints

HERE = Path(__file__).parent
CONTRACT = HERE.parents[1] / "contract" / "messages"
GOLDEN = HERE / "golden"
MESSAGES = {path.stem: Message.model_validate_json(path.read_bytes()) for path in sorted(CONTRACT.glob("*.json"))}
ALL = SAMPLES | MESSAGES

HOSTILE_WORDS = [
    "<!channel> <!here> <!everyone> @channel",
    "<@U0ADA> <#C0STAFF>",
    "*bold* _italic_ ~strike~ `code` ```block``` > quote",
    "<https://evil.example|your school>",
    "https://evil.example",
    ":wave: &lt;!channel&gt; &amp;",
    "\u202egnol si siht\u202c \u2066x\u2069",
    '{"type": "section"}',
    "<script>alert(1)</script>",
]


def golden_path(name):
    return GOLDEN / f"{name}.block_kit.json"


def rendered(name):
    posts = render_block_kit(ALL[name], public_url=PUBLIC_URL)
    shown = [{"text": post.text, "blocks": post.blocks} for post in posts]
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def blocks_of(message):
    return [block for post in render_block_kit(message, public_url=PUBLIC_URL) for block in post.blocks]


def runs(element):
    """Every run of words of a block, in order."""
    if "elements" in element:
        return [run for part in element["elements"] for run in runs(part)]
    return [element]


def quoted(blocks):
    """The words of each quotation of the blocks, with the words of the rest of its block."""
    return [
        ("".join(run["text"] for run in runs(element)), "".join(run["text"] for run in runs(block)))
        for block in blocks
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]


def hostile_everywhere(words):
    """A message that holds ``words`` wherever a person or a policy may have written them."""
    clause = citation("c-1", words, lead_in=words, reference=words, document=words, section=words, label=words)
    return Message(
        kind="answer",
        text=words,
        buttons=(Button(title=words[:70], id="x"),),
        answer=Answer(
            outcome=Outcome.PARTLY_RELATED_CLAUSES,
            citations=(clause,),
            escalation=Escalation(route="head", name=words, contact=words, reason=words),
            notices=(Notice(code="asked", text=words), Notice(code="x", text=words)),
        ),
    )


@pytest.mark.parametrize("name", sorted(ALL))
def test_rendering_matches_golden_file(name):
    assert rendered(name) == golden_path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(ALL))
def test_slack_takes_every_message(name):
    for post in render_block_kit(ALL[name], public_url=PUBLIC_URL):
        assert complaints(post.blocks) == []


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_citation_is_shown_whole_with_its_reference(name):
    shown = quoted(blocks_of(ALL[name]))
    for cited in ALL[name].answer.citations if ALL[name].answer else ():
        assert any(without_controls(cited.text) in quotation and cited.reference in block for quotation, block in shown)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_screen_reader_is_read_every_word(name):
    read = "\n".join(post.text for post in render_block_kit(ALL[name], public_url=PUBLIC_URL))
    for block in blocks_of(ALL[name]):
        for run in runs(block) if block["type"] == "rich_text" else ():
            assert run["text"].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip() in read


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_hostile_words_are_shown_literally(words):
    [post] = render_block_kit(hostile_everywhere(words), public_url=PUBLIC_URL)
    assert complaints(post.blocks) == []
    kinds = {run["type"] for block in post.blocks if block["type"] == "rich_text" for run in runs(block)}
    assert kinds <= {"text", "link"}
    links = {run["url"] for block in post.blocks if block["type"] == "rich_text" for run in runs(block) if "url" in run}
    assert links == {f"{PUBLIC_URL}/policies/larkfield/phones/c-1#c-1"}
    assert json.dumps(post.blocks, ensure_ascii=False).count(json.dumps(without_controls(words))[1:-1]) >= 8


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_hostile_words_are_no_markup_in_what_is_read_out(words):
    [post] = render_block_kit(hostile_everywhere(words), public_url=PUBLIC_URL)
    assert "<" not in post.text
    assert ">" not in post.text


def test_no_word_can_turn_the_direction_of_others():
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068") & set(str(blocks_of(HOSTILE)))


def test_no_link_leads_where_a_browser_must_not_go():
    assert "javascript" not in json.dumps([run for b in blocks_of(HOSTILE) for run in runs(b) if "url" in run])


def test_a_relative_address_is_made_whole():
    blocks = blocks_of(MESSAGES["answered_from_policy"])
    links = [run["url"] for block in blocks if block["type"] == "rich_text" for run in runs(block) if "url" in run]
    assert links[0] == f"{PUBLIC_URL}/schools/fernhollow/policies/mobile-devices#c-5f2a"


def test_a_clause_beyond_all_measure_names_its_reference_in_every_part():
    text = " ".join(f"word{number}" for number in range(3000))
    cited = LOCKER.model_copy(update={"text": text, "lead_in": "", "label": ""})
    message = Message(kind="answer", text="", answer=Answer(outcome=Outcome.ANSWERED_FROM_POLICY, citations=(cited,)))
    posts = render_block_kit(message, public_url=PUBLIC_URL)
    shown = quoted([block for post in posts for block in post.blocks])
    assert len(posts) > 1
    assert len(shown) > 3
    assert "".join(quotation for quotation, _ in shown) == f"“{text}”"
    assert all(LOCKER.reference in block for _, block in shown)
    assert all(complaints(post.blocks) == [] for post in posts)


def test_a_message_of_many_blocks_is_several_posts_in_order():
    lines = [f"Line {number}." for number in range(130)]
    posts = render_block_kit(Message(kind="text", text="\n".join(lines)), public_url=PUBLIC_URL)
    assert [len(post.blocks) for post in posts] == [BLOCKS_IN_A_POST, BLOCKS_IN_A_POST, 30]
    assert "\n".join(post.text for post in posts).splitlines() == lines


def test_many_buttons_with_long_titles_fit():
    buttons = tuple(Button(title=f"School number {number} " + "x" * 90, id=f"school:{number}") for number in range(60))
    posts = render_block_kit(Message(kind="text", text="Which?", buttons=buttons), public_url=PUBLIC_URL)
    values = [button["value"] for post in posts for block in post.blocks[-9:] if block["type"] == "actions"
              for button in block["elements"]]  # fmt: skip
    assert values == [f"school:{number}" for number in range(60)]
    assert all(complaints(post.blocks) == [] for post in posts)


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_clause_is_quoted_word_for_word(text):
    message = hostile_everywhere("x")
    cited = message.answer.citations[0].model_copy(update={"text": text})
    posts = render_block_kit(
        message.model_copy(update={"answer": message.answer.model_copy(update={"citations": (cited,)})}), public_url=""
    )
    assert without_controls(text) in "".join(q for post in posts for q, _ in quoted(post.blocks))
    assert all(complaints(post.blocks) == [] for post in posts)


if __name__ == "__main__":
    for sample in ALL:
        golden_path(sample).write_text(rendered(sample), encoding="utf-8")
