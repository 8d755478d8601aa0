"""Rare words of a question count more than common ones, and those of no clause are told."""

from __future__ import annotations

import pytest

from bot.retrieval.word_rarity import WordRarity

RARITY = WordRarity.of([["phone", "locker"], ["phone", "silent"], ["phone"], ["photo"]])


def test_clause_with_the_rare_word_has_the_greater_share():
    shares, unknown = RARITY.shares(["phone", "locker"])

    assert shares[0] == pytest.approx(1)
    assert 0 < shares[1] == shares[2] < 0.5
    assert shares[3] == unknown == 0


def test_words_of_no_clause_are_told():
    shares, unknown = RARITY.shares(["drone"])

    assert shares.tolist() == [0, 0, 0, 0]
    assert unknown == pytest.approx(1)


def test_no_words_and_no_clauses_have_no_share():
    assert RARITY.shares([])[1] == 0
    assert len(WordRarity.of([]).shares(["phone"])[0]) == 0
