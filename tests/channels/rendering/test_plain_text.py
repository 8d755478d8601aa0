"""What the plain text of a message promises beyond the golden files."""

from bot.channels.rendering.plain_text import render_plain_text, without_controls
from bot.datatypes.answer import Message


def test_plain_text_cannot_move_the_cursor_of_a_terminal():
    assert "\x1b" not in render_plain_text(Message(kind="text", text="before \x1b[2J after"))


def test_plain_text_cannot_turn_the_direction_of_a_terminal():
    assert without_controls("a\u202eb\u2066c") == "abc"


def test_plain_text_keeps_the_joiners_that_scripts_need():
    assert without_controls("می\u200cخواهم") == "می\u200cخواهم"


def test_plain_text_sets_the_cells_of_a_row_apart():
    assert without_controls("Hall\tAllowed") == "Hall | Allowed"
