"""The whole service, started as a person starts it: three processes, the sample corpus, a home folder of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.launcher.preflight import free_port
from bot.settings import load_settings
from tests.launcher.process_tree import descendants, wait_for_end

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
SCHOOL = "saltmarrow"


class Service:
    """A started launcher. Lines of its output are read as they come."""

    def __init__(self, home: Path, port: int, corpus: Path = CORPUS) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.home = home
        self.token = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.launcher"],
            cwd=ROOT,
            env=environment(home, port, corpus),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, words: str) -> str:
        """Read on to the line that holds ``words``."""
        read = []
        for line in self.process.stdout:
            read.append(line)
            if words in line:
                return line.strip()
        raise AssertionError(f"{words!r} was never said: {read}")

    def ask(self, text: str, conversation: str = "e2e") -> dict:
        """What the API answers."""
        body = json.dumps({"school": SCHOOL, "conversation": conversation, "text": text, "role": "staff"})
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/v1/messages", body.encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)


def environment(home: Path, port: int, corpus: Path = CORPUS) -> dict[str, str]:
    own = {"SIGNPOST_HOME": str(home), "SIGNPOST_PORT": str(port), "SIGNPOST_CORPUS": str(corpus)}
    return {name: value for name, value in os.environ.items() if not name.startswith("SIGNPOST_")} | own


def prepared_home(folder: Path) -> Path:
    """A home folder with what this checkout has already exported and trained; stamps tell whether it still fits."""
    shared = load_settings({}).home
    for name in ("encoder", "models", "stamps"):
        if (shared / name).exists():
            shutil.copytree(shared / name, folder / name, copy_function=_link)
    return folder


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    running = Service(prepared_home(tmp_path_factory.mktemp("home")), free_port())
    running.wait_for("Signpost is ready")
    running.token = running.wait_for("API token").removeprefix("API token: ")
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(60)


def refused(home: Path, port: int, corpus: Path = CORPUS) -> str:
    """What a launcher that cannot start says: one line, no traceback."""
    command = [sys.executable, "-m", "bot.launcher"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home, port, corpus), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def answer_to(service: Service, text: str) -> dict:
    messages = service.ask(text)["messages"]
    return next(message["answer"] for message in messages if message["answer"])


QUESTION = "Can I take photos of pupils on my own phone?"


def test_question_is_answered_with_a_clause_word_for_word(service):
    answer = answer_to(service, QUESTION)
    assert answer["outcome"] == "answered_from_policy"
    policies = " ".join(
        words(file.read_text()) for file in (CORPUS / SCHOOL).iterdir() if file.suffix in {".txt", ".md"}
    )
    assert words(answer["citations"][0]["text"]) in policies


def test_citation_opens_at_its_clause(service):
    citation = answer_to(service, QUESTION)["citations"][0]
    address, _, fragment = citation["url"].partition("#")
    with urllib.request.urlopen(address if "://" in address else service.address + address, timeout=30) as page:
        html = page.read().decode()
    assert fragment
    assert f'id="{fragment}"' in html


def test_follow_up_is_answered_with_the_question_before(service):
    service.ask("can I use my phone in lessons", conversation="follow-up")
    [message] = service.ask("and visitors?", conversation="follow-up")["messages"]

    assert message["text"].startswith("Taken with your question before: “can I use my phone in lessons”.")
    assert any("visitor" in citation["text"].lower() for citation in message["answer"]["citations"])


def test_two_questions_in_one_message_get_two_answers(service):
    text = "can i wear my smart watch and who can look at the cctv?"
    first, second = service.ask(text, conversation="two questions")["messages"]

    assert "watch" in first["answer"]["citations"][0]["text"].lower()
    assert any("cameras" in citation["text"] for citation in second["answer"]["citations"])


def test_why_is_answered_of_the_rule_before(service):
    service.ask("can I use my phone in lessons", conversation="why")
    [message] = service.ask("why?", conversation="why")["messages"]

    assert message["answer"]["notices"][0]["code"] == "reason"
    assert message["answer"]["citations"]


def test_second_run_says_where_the_first_one_answers(service):
    assert f"already running at {service.address}" in refused(service.home, free_port())


def test_secrets_are_in_no_process_list_and_no_file_for_others(service):
    for process in descendants(service.process.pid):
        assert service.token not in Path(f"/proc/{process}/cmdline").read_text()
    for file in service.home.rglob("*"):
        if file.is_file() and file.stat().st_mode & 0o077 and file.stat().st_size < 10_000_000:
            assert service.token.encode() not in file.read_bytes(), file


def test_dialogue_holds_no_api_token(service):
    dialogue = [p for p in descendants(service.process.pid) if "rasa" in Path(f"/proc/{p}/cmdline").read_text()]
    assert dialogue
    for process in dialogue:
        assert service.token not in Path(f"/proc/{process}/environ").read_text()


def test_killed_process_is_started_again_and_answers(service):
    actions = [p for p in descendants(service.process.pid) if "\0actions\0" in Path(f"/proc/{p}/cmdline").read_text()]
    os.kill(actions[0], signal.SIGKILL)
    service.wait_for("The actions process ended and is started again")
    wait_until_ready(service)
    assert answer_to(service, QUESTION)["outcome"] == "answered_from_policy"


def wait_until_ready(service: Service) -> None:
    """Ask /healthz again and again; each ask takes as long as the gateway waits for its parts."""
    for _ in range(100_000):
        try:
            urllib.request.urlopen(f"{service.address}/healthz", timeout=30).close()
        except urllib.error.HTTPError:
            continue
        return
    raise AssertionError("never ready again")


def test_taken_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        assert f"Port {port} of 127.0.0.1 is already in use" in refused(tmp_path, port)


def test_missing_corpus_is_named(tmp_path):
    assert "nowhere is not there" in refused(tmp_path, free_port(), tmp_path / "nowhere")


def test_policy_file_that_is_not_text_is_named(tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    (corpus / SCHOOL / "scanned.txt").write_bytes(bytes(range(256)) * 40)
    assert "scanned.txt" in refused(prepared_home(tmp_path / "home"), free_port(), corpus)


def stop(service: Service, number: signal.Signals) -> list[int]:
    """Send one signal to the launcher alone; the processes that outlive it."""
    everything = [service.process.pid, *descendants(service.process.pid)]
    service.process.send_signal(number)
    return wait_for_end(everything)


def test_signal_leaves_no_process_behind(tmp_path):
    service = Service(prepared_home(tmp_path), free_port())
    service.wait_for("Signpost is ready")
    assert stop(service, signal.SIGTERM) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_while_still_starting_leaves_no_process_behind(tmp_path, number):
    service = Service(prepared_home(tmp_path), free_port())
    service.wait_for("[")
    assert stop(service, number) == []
