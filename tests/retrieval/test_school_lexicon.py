"""Terms are cut the same way from questions and clauses: synonyms folded, endings stemmed, empty words dropped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.retrieval import school_lexicon
from bot.retrieval.school_lexicon import terms

GROUPS = yaml.safe_load(Path(school_lexicon.__file__).with_name("school_lexicon.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_every_word_of_a_group_becomes_its_first_word(group):
    assert {term for word in group for term in terms(word)} == {group[0]}


def test_no_word_stands_in_two_groups():
    assert [word for word, count in Counter(word for group in GROUPS for word in group).items() if count > 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("my mobile", "phones"),
        ("Headteacher's", "the head teachers"),
        ("head-teacher", "headteacher"),
        ("TAs", "teaching assistants"),
        ("photographing pupils", "pictures of children"),
        ("pre-school", "preschool"),
        ("don’t", ""),
        ("SMART-WATCH", "smartwatches"),
    ],
)
def test_different_spellings_share_a_term(one, other):
    assert set(terms(other)) <= set(terms(one)) or set(terms(one)) <= set(terms(other))


def test_words_that_tell_nothing_apart_are_dropped():
    assert terms("what can I do if they are in the way of it") == ["way"]


def test_terms_keep_their_order_and_repeats():
    assert terms("locker phone locker") == ["locker", "phone", "locker"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "’", "—"])
def test_text_without_a_word_has_no_terms(text):
    assert terms(text) == []
