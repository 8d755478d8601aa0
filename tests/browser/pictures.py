"""Takes the pictures of README.md and docs/web.md anew, of the invented school of these tests. Not collected by itself:

.venv/bin/python -m pytest tests/browser/pictures.py
"""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_chat import ask
from tests.browser.test_embed import ask as ask_in_frame
from tests.browser.test_embed import listed, open_chat, staff_room, website
from tests.browser.test_web_links import PHONE, lead, poster, visit

__all__ = ["lead", "listed", "poster", "staff_room", "visit", "website"]

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def test_picture_of_the_chat(open_page):
    page = open_page("/chat/larkfield/", viewport={"width": 1000, "height": 900}, reduced_motion="reduce")
    ask(page, "Can I use my phone in class?")
    expect(page.locator(".verdict")).to_be_visible()
    page.screenshot(path=IMAGES / "chat.png")


def test_picture_of_the_chat_on_a_website(staff_room):
    page = staff_room(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    chat = open_chat(page)
    ask_in_frame(chat, "Can I use my phone in class?")
    expect(chat.locator(".verdict")).to_be_visible()
    page.screenshot(path=IMAGES / "embed.png")


def test_picture_of_the_chat_on_a_telephone(open_page, gateway):
    page = open_page("/chat/larkfield/", **PHONE, device_scale_factor=2, reduced_motion="reduce")
    ask(page, "Can I use my phone in class?")
    expect(page.locator(".verdict")).to_be_visible()
    page.screenshot(path=IMAGES / "chat-phone.png")


def test_picture_of_a_poster(poster):
    poster.set_viewport_size({"width": 800, "height": 1100})
    poster.locator(".poster").screenshot(path=IMAGES / "poster.png")
