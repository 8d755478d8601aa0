"""docs/safeguarding.md and docs/dsl-guide.md say what the code does."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.answering.safeguarding_screen import screen_by_words
from bot.questions.access import VISIBLE_KINDS, Kind, Role
from bot.questions.models import ReviewItem
from tests.docs.pages import ROOT, page, rows

TEXTS = yaml.safe_load((ROOT / "bot" / "answering" / "safeguarding_texts.yml").read_text(encoding="utf-8"))
PAGE = page("docs/safeguarding.md")


def shown(outcome):
    """The quoted lines under the heading that names an outcome."""
    section = re.search(rf"^### .*`{outcome}`\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL).group(1)
    quoted = [line.removeprefix("> ") for line in section.splitlines() if line.startswith("> ")]
    return quoted


@pytest.mark.parametrize("outcome", [name for name in TEXTS if name != "otherwise"])
def test_page_shows_each_text_word_for_word(outcome):
    assert shown(outcome) == TEXTS[outcome]["lines"]


def test_page_shows_what_stands_in_for_an_unknown_contact():
    listed = {row[0].strip("`{}"): row[2] for row in rows(PAGE, "| in the text | filled with | if that is not known |")}
    assert listed == TEXTS["otherwise"]


@pytest.mark.parametrize(("message", "outcome"), rows(PAGE, "| message | first look |"))
def test_page_says_what_the_first_look_says(message, outcome):
    found = screen_by_words(message).outcome
    assert (f"`{found.value}`" if found else "none") == outcome


def test_page_gives_the_threshold_of_the_second_look():
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    thresholds = [part["threshold"] for part in pipeline if part["name"].endswith("SafeguardingClassifier")]
    assert thresholds == [0.2]
    assert "from a fifth on" in PAGE


def test_guide_says_who_sees_which_item():
    header = f"| why an item waits | {' | '.join(role.value for role in Role)} |"
    listed = rows(page("docs/dsl-guide.md"), header)
    table = [
        [f"{kind.label} (`{kind.value}`)", *("yes" if kind in VISIBLE_KINDS[role] else "–" for role in Role)]
        for kind in Kind
    ]
    assert listed == table


def test_guide_lists_what_a_question_can_have_needed():
    listed = [row[0] for row in rows(page("docs/dsl-guide.md"), "| choice | use it for |")]
    assert listed == [category.label for category in ReviewItem.Category]
