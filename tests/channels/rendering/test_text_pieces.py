"""Long texts cut into pieces."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rendering.text_pieces import split_into_pieces


@given(text=st.text(min_size=1), limit=st.integers(min_value=1, max_value=20))
def test_pieces_give_the_text_back_and_none_is_too_long(text, limit):
    pieces = split_into_pieces(text, limit)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= limit for piece in pieces)


def test_pieces_end_between_words():
    assert split_into_pieces("one two three", 9) == ["one two ", "three"]
