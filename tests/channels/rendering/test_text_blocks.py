"""Plain text as paragraphs and lists."""

from bot.channels.rendering.text_blocks import TextBlock, split_text


def test_split_text_makes_a_paragraph_of_each_line():
    assert split_text("One.\n\nTwo.\nThree.") == [TextBlock(("One.",)), TextBlock(("Two.",)), TextBlock(("Three.",))]


def test_split_text_gathers_neighbouring_items():
    assert split_text("Do:\n- this\n• that") == [TextBlock(("Do:",)), TextBlock(("this", "that"), is_list=True)]


def test_split_text_keeps_the_order_of_numbered_items():
    assert split_text("1. first\n2) second") == [TextBlock(("first", "second"), is_list=True, ordered=True)]


def test_split_text_leaves_a_number_within_a_sentence_alone():
    assert split_text("999 is the number.") == [TextBlock(("999 is the number.",))]


def test_split_text_of_nothing_is_nothing():
    assert split_text(" \n\n ") == []
