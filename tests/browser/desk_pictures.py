"""Takes the pictures of docs/dsl-guide.md anew, of a demo that runs. Not collected by itself; a program:

SIGNPOST_HOME=demo DJANGO_SETTINGS_MODULE=bot.console.settings .venv/bin/python -m tests.browser.desk_pictures http://127.0.0.1:8000
"""

from __future__ import annotations

import io
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, BROWSERS

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LEAD, ADMINISTRATOR = "demo-safeguarding-lead-saltmarrow", "demo-administrator-trust"
WIDTH, HIGHEST = 1000, 1100  # pixels
COLOURS = 96

TODAY = date.today()
LAST_MONTH = TODAY.replace(day=1) - timedelta(days=1)

# Each page by the name of its picture.
PAGES = {
    "queue": "/console/",
    "approved": "/console/approved/",
    "told": "/console/told/",
    "deliveries": "/console/deliveries/",
    "figures": "/console/figures/",
    "coverage": "/console/coverage/",
    "policy-review": "/console/policy-review/",
    "report": f"/console/reports/saltmarrow/{LAST_MONTH:%Y-%m}/",
    "audit": f"/console/audit/?until={TODAY - timedelta(days=1)}",
    "keeping": "/console/keeping/",
    "person": "/console/keeping/person/",
    "links": "/console/links/",
    "account": "/console/account/",
}


def session_of(username: str) -> str:
    """The key of a session in which somebody is signed in, with a second factor."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from tests.questions.people import SECRET

    user = User.objects.get(username=username)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, SECRET)
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def take(page: Page, name: str) -> None:
    """Store what the page shows, no higher than a sheet, in few colours."""
    height = min(HIGHEST, page.evaluate("document.documentElement.scrollHeight"))
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, full_page=True)
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"desk-{name}.png", optimize=True)


def take_all(context: BrowserContext) -> None:
    """Every page of the lead's desk but one."""
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(path)
        take(page, name)
    page.goto("/console/?sort=askers&kind=unanswered")
    page.locator(".queue__question a").first.click()
    take(page, "item")
    page.goto("/console/approved/?status=approved")
    page.locator("main h3 a").first.click()
    take(page, "approved-answer")


def main(url: str) -> None:
    """Take all pictures of the demo that is served at ``url``."""
    executable = next(path for name in BROWSERS if (path := shutil.which(name)))
    # Before there is a browser: Playwright keeps an event loop running, which Django's own work must not meet.
    lead, administrator = session_of(LEAD), session_of(ADMINISTRATOR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        context = browser.new_context(base_url=url, viewport={"width": WIDTH, "height": 800})
        context.add_cookies([{"name": "sessionid", "value": lead, "url": url}])
        take_all(context)
        context.add_cookies([{"name": "sessionid", "value": administrator, "url": url}])
        page = context.new_page()
        page.goto("/console/people/")
        take(page, "people")
        browser.close()


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1].rstrip("/"))
