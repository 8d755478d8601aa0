"""One conversation in the Microsoft 365 Agents Playground, a real Teams client for bots on this machine.

It is skipped where the playground is not installed:
``npm install --prefix var/playground @microsoft/m365agentsplayground``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from urllib.error import URLError

import pytest
from playwright.sync_api import Page, expect

from bot.datatypes.policy import ChannelPlaces, School
from bot.index.clause_store import ClauseStore
from tests.browser.conftest import ROOT, START_LIMIT, _environment, _free_port, _wait_until_served
from tests.browser.fake_dialogue import run_fake_dialogue
from tests.browser.invented_school import LARKFIELD

TENANT = "00000000-0000-0000-0000-0000000000001"  # the playground's own
PATIENCE = 60_000  # milliseconds
CLAUSE = "Personal phones stay in a locker while pupils are in the room."


@pytest.fixture(scope="module")
def program() -> str:
    installed = ROOT / "var" / "playground" / "node_modules" / ".bin" / "agentsplayground"
    found = shutil.which("agentsplayground") or (str(installed) if installed.is_file() else None)
    if found is None or shutil.which("node") is None:
        pytest.skip("npm's @microsoft/m365agentsplayground is not installed: see the head of this file.")
    return found


def in_the_playgrounds_tenant(school: School) -> School:
    places = {"teams": ChannelPlaces(workspaces=(TENANT,))}
    return school.model_copy(update={"profile": school.profile.model_copy(update={"places": places})})


def wait_for(process: subprocess.Popen, url: str) -> None:
    for _ in range(START_LIMIT * 10):
        with suppress(URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5)
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
            break
    raise RuntimeError("The playground did not start.")


@pytest.fixture(scope="module")
def playground(program: str, executable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The playground's address, with a gateway on trial behind it."""
    home = tmp_path_factory.mktemp("home")
    port, dialogue_port, playground_port = _free_port(), _free_port(), _free_port()
    url, client = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{playground_port}"
    environment = _environment(home, port, dialogue_port) | {"SIGNPOST_TEAMS_LOCAL_CONNECTOR": client}
    ClauseStore(home / "index").write(in_the_playgrounds_tenant(LARKFIELD))
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    gateway = [sys.executable, "-m", "uvicorn", "bot.console.asgi:application", "--port", str(port)]
    play = [program, "start", "--dt", "-c", "msteams", "-p", str(playground_port)]
    play += ["-e", f"{url}/api/teams/messages", "--su", f"{client}/_connector"]
    log = home / "gateway.log"
    with run_fake_dialogue(dialogue_port, url), log.open("wb") as output:
        started = [subprocess.Popen(gateway, cwd=ROOT, env=environment, stdout=output, stderr=output)]
        try:
            _wait_until_served(started[0], url, log)
            quiet = os.environ | {"BROWSER": "none"}
            started.append(subprocess.Popen(play, cwd=home, env=quiet, stdout=subprocess.DEVNULL, stderr=output))
            wait_for(started[1], client)
            yield client
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(timeout=20)


@pytest.fixture
def chat(chromium, playground: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(playground)
    yield page
    context.close()


def test_a_conversation_with_a_cited_card_and_a_button(chat: Page):
    expect(chat.get_by_text("answers questions about the policies of Larkfield")).to_be_visible(timeout=PATIENCE)

    chat.get_by_role("textbox").first.click()
    chat.keyboard.type("Where do phones go?")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text(CLAUSE)).to_be_visible(timeout=PATIENCE)
    expect(chat.get_by_text("Open in the policy").first).to_be_visible()

    chat.get_by_role("button", name="Helpful", exact=True).click()
    expect(chat.get_by_text("Thank you, that has been noted.")).to_be_visible(timeout=PATIENCE)
