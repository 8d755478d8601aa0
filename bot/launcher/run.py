"""Start Signpost on this machine and watch over it: the one command."""

from __future__ import annotations

import json
import signal
import time
import urllib.error
import urllib.request
from types import FrameType

from bot.launcher.installation import Installation, complete_installation
from bot.launcher.launch_error import LaunchError
from bot.launcher.preflight import check_corpus, check_port
from bot.launcher.prepare import preparation
from bot.launcher.processes import Process, processes
from bot.launcher.run_lock import lock_home
from bot.launcher.steps import Progress, run_steps
from bot.launcher.supervision import ProcessState, Supervision, end_group
from bot.settings import Settings

FALLS_BEFORE_READY = 3  # a process that has fallen so often before the first answer will not come up
READY_WITHIN = 300.0  # seconds
BEING_STOPPED = ("STOPPING", "STOPPED")  # what supervisord calls a process that it was told to end
PAUSE = 0.5  # seconds between two looks at the processes


def run(settings: Settings, started: float) -> None:
    """Prepare and start everything, say where it answers, and stay until SIGINT or SIGTERM; then stop everything.

    :param started: when the person gave the command, in seconds since the epoch.
    :raises SignpostError: it cannot be started; everything is stopped again.
    """
    lock = lock_home(settings.home, settings.public_url)
    check_corpus(settings)
    check_port(settings.host, settings.port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_once)
    progress = Progress()
    installation = complete_installation(settings)
    programs = processes(installation)
    supervision = Supervision(installation, programs)
    try:
        supervision.start()
        run_steps(preparation(installation), progress, on_done=_Starter(programs, supervision).step_done)
        Watch(installation, supervision, progress).until_ready(started)
        while True:
            Watch(installation, supervision, progress).while_supervised()
            progress.say(f"The process supervisor ended; everything is started again; see {installation.logs}")
            supervision.stop()
            supervision.start()
            for program in programs:
                supervision.start_process(program.name)
    except KeyboardInterrupt:
        progress.say("Stopping …")
    finally:
        supervision.stop()
        lock.close()


def _stop_once(number: int, frame: FrameType | None) -> None:
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)  # an impatient second signal must not leave processes behind
    raise KeyboardInterrupt


class _Starter:
    """Starts each process as soon as the last step it needs is done."""

    def __init__(self, programs: list[Process], supervision: Supervision) -> None:
        self._waiting = list(programs)
        self._supervision = supervision
        self._done: set[str] = set()

    def step_done(self, name: str) -> None:
        """Remember that a step is done, and start the processes that waited for it alone."""
        self._done.add(name)
        for program in [program for program in self._waiting if program.needs <= self._done]:
            self._waiting.remove(program)
            self._supervision.start_process(program.name)


class Watch:
    """Looks after the running processes: says when Signpost answers, and when a process had to be started again."""

    def __init__(self, installation: Installation, supervision: Supervision, progress: Progress) -> None:
        self._installation = installation
        self._supervision = supervision
        self._progress = progress
        self._seen: dict[str, int] = {}
        self._falls: dict[str, int] = {}

    def until_ready(self, started: float) -> None:
        """Wait until the gateway says that a question can be answered, then say where.

        :raises LaunchError: a process falls again and again, or nothing answers in time.
        """
        begun = time.monotonic()
        while (reason := self._not_ready()) is not None:
            if not self._supervision.is_alive():
                raise LaunchError(f"The process supervisor ended; see {self._log('supervisor')}")
            self._look()
            for name, falls in self._falls.items():
                if falls >= FALLS_BEFORE_READY:
                    raise LaunchError(f"The {name} process does not stay up; see {self._log(name)}")
            if time.monotonic() - begun > READY_WITHIN:
                raise LaunchError(f"Signpost is not ready ({reason}); see {self._installation.logs}")
            self._progress.sign_of_life({"[7/7] starting the processes": begun})
            time.sleep(PAUSE)
        settings = self._installation.settings
        self._progress.say(f"[7/7] Processes … {time.monotonic() - begun:.0f} s")
        self._progress.say(f"Signpost is ready: {settings.public_url} ({time.time() - started:.0f} s)")
        self._progress.say(f"API token: {settings.api_token}")
        self._progress.say("Stop it with Ctrl-C.")

    def while_supervised(self) -> None:
        """Say when a process had to be started again; supervisord does the starting. Returns when that is gone."""
        while self._supervision.is_alive():
            for name in self._look():
                self._progress.say(f"The {name} process ended and is started again; see {self._log(name)}")
            time.sleep(PAUSE)

    def _look(self) -> list[str]:
        return [state.name for state in self._supervision.states() if self._has_fallen(state)]

    def _has_fallen(self, state: ProcessState) -> bool:
        known = self._seen.get(state.name, 0)
        # Ctrl-C reaches the supervisor, too, which may end the processes before this one hears of it.
        if state.process_id == known or state.state in BEING_STOPPED:
            return False
        self._seen[state.name] = state.process_id
        if known == 0:
            return False
        self._falls[state.name] = self._falls.get(state.name, 0) + 1
        end_group(known)
        return True

    def _log(self, name: str) -> str:
        return str(self._installation.logs / f"{name}.log")

    def _not_ready(self) -> str | None:
        """Why no question can be answered yet; None once one can."""
        settings = self._installation.settings
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared
        try:
            with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=5):
                return None
        except urllib.error.HTTPError as error:
            return _reason(error.read())
        except OSError:
            return "the gateway does not answer yet"


def _reason(body: bytes) -> str:
    try:
        content = json.loads(body)
    except ValueError:
        return "the gateway gives no reason"
    return str(content.get("reason", content)) if isinstance(content, dict) else str(content)
