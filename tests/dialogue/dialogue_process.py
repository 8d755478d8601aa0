"""``rasa run`` as the start command runs it, in a process of its own."""

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

from tests.dialogue.conftest import ROOT

SECRET = "the dialogue's secret"
ACTIONS_SECRET = "the action server's secret"
READY = "The dialogue is ready"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class DialogueProcess:
    """Starts on entry, ready at once; ``log`` is all that it wrote so far."""

    def __init__(self, model, actions_port, insist_on=None, **environment):
        self.port = free_port()
        self.log = ""
        self._model = model
        self._environment = {
            **os.environ,
            "SIGNPOST_DIALOGUE_SECRET": SECRET,
            "SIGNPOST_DIALOGUE_MODEL": str(insist_on or model),
            "SIGNPOST_ACTIONS_PORT": str(actions_port),
            "SIGNPOST_ACTIONS_SECRET": ACTIONS_SECRET,
            **environment,
        }

    def __enter__(self):
        self._process = self._start()
        for line in self._process.stdout:
            self.log += line
            if READY in line:
                self._reader = threading.Thread(target=self._read_on, daemon=True)
                self._reader.start()
                return self
        raise AssertionError(self.log[-3000:])

    def __exit__(self, *exc_info):
        self._process.terminate()
        self._process.wait(20)

    @property
    def process_id(self):
        """The system's number of the process."""
        return self._process.pid

    def run_to_end(self):
        """Start where it is expected to refuse; its exit code."""
        self.log, _ = self._start().communicate(timeout=120)
        return self._exit_code

    def post(self, body, authorization=f"Bearer {SECRET}"):
        """(status, JSON) of a turn; ``body`` may be bytes."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": authorization}
        url = f"http://127.0.0.1:{self.port}/webhooks/gateway/messages"
        request = urllib.request.Request(url, data, {k: v for k, v in headers.items() if v})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def say(self, text, conversation="c", **fields):
        """The messages that come back for a text."""
        body = {"conversation": conversation, "text": text, "school": "fernhollow", **fields}
        status, reply = self.post(body)
        assert status == 200, reply
        return reply["messages"]

    def health(self):
        """(status, body) of the health check."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/webhooks/gateway/health", timeout=10) as response:
            return response.status, response.read()

    def _start(self):
        files = ["--endpoints", "bot/dialogue/endpoints.yml", "--credentials", "bot/dialogue/credentials.yml"]
        address = ["--interface", "127.0.0.1", "--port", str(self.port)]
        process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "rasa",
                "run",
                "--model",
                str(self._model),
                *files,
                *address,
                "--debug",
            ],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._process = process
        return process

    @property
    def _exit_code(self):
        return self._process.returncode

    def _read_on(self):
        for line in self._process.stdout:
            self.log += line
