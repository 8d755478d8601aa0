"""Slips are mended; what people mean to write stays."""

from __future__ import annotations

import pytest

from bot.retrieval.spelling import mend_spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can i take a vidoe of the kids", "can i take a video of the kids"),
        ("do i need a new pasword", "do i need a new password"),
        ("do parnets park", "do parents park"),
        ("is a PHOTOGRPAH ok", "is a PHOTOGRPAH ok"),
        ("IS A PHOTOGRPAH OK", "IS A photograph OK"),
        ("Phtos on the website?", "photos on the website?"),
        ("a pjpil's phone", "a pupil's phone"),
        ("wheen may i ring home", "when may i ring home"),
        ("hte register is on my hone", "the register is on my phone"),
        ("is it ok fo me to sue my mobile", "is it ok of me to use my mobile"),
        ("can i photocpoy a book", "can i photocopy a book"),
    ],
)
def test_slip_is_mended_where_a_word_of_our_topics_is_near(typed, meant):
    assert mend_spelling(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "can Tilly's mum ring Theo",
        "theyre asking, arent they",
        "the LADOs and the AUPs",
        "should i unfriend a parent",
        "the children's phones",
        "insta, snap or whatsapp?",
        "the babies are napping",
        "a hirer's balaclava",
        "pinterest, canva and vinted",
        "nana says owt about the lass",
        "an OT and a cp plan",
        "ive no idea whos in, isnt it",
        "",
    ],
)
def test_what_somebody_may_mean_stays(text):
    assert mend_spelling(text) == text


def test_mended_text_is_mended_already():
    once = mend_spelling("can i take a vidoe of teh childern")

    assert mend_spelling(once) == once
