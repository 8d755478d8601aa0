"""The real gateway on a free port, a dialogue of ours behind it, and a browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.index.clause_store import ClauseStore
from tests.browser.fake_dialogue import SECRET, run_fake_dialogue
from tests.browser.invented_school import LARKFIELD, OTTERBANK

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 60  # seconds for the gateway to answer its first request

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests talk to a server of their own on loopback."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _environment(home: Path, port: int, dialogue_port: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "bot.console.settings"),
        "SIGNPOST_HOME": str(home),
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_DIALOGUE_PORT": str(dialogue_port),
        "SIGNPOST_DIALOGUE_SECRET": SECRET,
        "SIGNPOST_PUBLIC_URL": "",
        "SIGNPOST_DATABASE_URL": "",
    }


def _wait_until_served(process: subprocess.Popen, url: str, log: Path) -> None:
    for _ in range(START_LIMIT * 10):
        with suppress(URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{url}/static/console/chat.js", timeout=5)
            return
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"The gateway did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


class Gateway:
    """A gateway under test: its address, the index that it reads, and a second process beside it."""

    def __init__(self, url: str, index: ClauseStore, environment: dict[str, str]) -> None:
        self.url = url
        self.index = index
        self._environment = environment

    def work_beside(self, module: str, *arguments: str) -> str:
        """Run a module of the tests on the gateway's database, and give what it prints."""
        command = [sys.executable, "-m", f"tests.browser.{module}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()


@pytest.fixture(scope="session")
def executable() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"No browser on the PATH: install one of {', '.join(BROWSERS)} to run these tests.")
    return found


@pytest.fixture(scope="session")
def gateway(executable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with _served_gateway(tmp_path_factory.mktemp("home"), "open") as served:
        yield served


@pytest.fixture(scope="session")
def closed_gateway(executable: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A gateway whose chat only links and accounts open."""
    with _served_gateway(tmp_path_factory.mktemp("closed"), "links") as served:
        yield served


@contextmanager
def _served_gateway(home: Path, web_access: str) -> Iterator[Gateway]:
    port, dialogue_port = _free_port(), _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = _environment(home, port, dialogue_port) | {"SIGNPOST_WEB_ACCESS": web_access}
    index = ClauseStore(home / "index")
    index.write(LARKFIELD)
    index.write(OTTERBANK)
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "uvicorn", "bot.console.asgi:application", "--port", str(port), "--lifespan=off"]
    log = home / "gateway.log"
    with run_fake_dialogue(dialogue_port, url), log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait_until_served(process, url, log)
            yield Gateway(url, index, environment)
        finally:
            process.terminate()
            process.wait(timeout=20)


# Not for the session: Playwright keeps an event loop running in this thread, which Django's own tests must not meet.
@pytest.fixture(scope="package")
def chromium(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, gateway: Gateway) -> Iterator[OpenPage]:
    """Opens an address in a browser of its own, as new as on the first day."""
    contexts = []

    def open_in_new_context(path: str, **options) -> Page:
        context = chromium.new_context(**({"base_url": gateway.url} | options))
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_in_new_context
    for context in contexts:
        context.close()
