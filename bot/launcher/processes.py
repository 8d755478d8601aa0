"""The three processes of Signpost, and the supervisor's configuration made from them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.launcher.installation import APP_PYTHON, DIALOGUE_PYTHON, DIALOGUE_VARIABLES, Installation
from bot.launcher.steps import TIED
from bot.settings import ROOT

GROUP = "signpost"  # supervisord ends the processes of one group at the same time, but groups one after the other


@dataclass(frozen=True)
class Process:
    """A process that runs for as long as Signpost does, and the preparation steps it has to wait for.

    :param only: the environment variables it gets; all where empty.
    """

    name: str
    command: Sequence[str]
    needs: frozenset[str]
    only: tuple[str, ...] = ()


def processes(installation: Installation) -> list[Process]:
    """The processes; the slowest to start comes first."""
    settings = installation.settings
    return [
        Process("dialogue", dialogue_command(installation), frozenset({"dialogue"}), DIALOGUE_VARIABLES),
        Process("actions", [str(APP_PYTHON), "-m", "actions"], frozenset({"policies"})),
        Process("gateway", gateway_command(settings.host, settings.port), frozenset({"database"})),
    ]


def dialogue_command(installation: Installation) -> list[str]:
    """Rasa with its one private channel, on loopback."""
    command = [str(DIALOGUE_PYTHON), "-m", "rasa", "run", "--model", str(installation.dialogue_model)]
    command += ["--interface", "127.0.0.1", "--port", str(installation.settings.dialogue_port)]
    command += ["--credentials", "bot/dialogue/credentials.yml", "--endpoints", "bot/dialogue/endpoints.yml"]
    return command


def gateway_command(host: str, port: int) -> list[str]:
    """The public face under uvicorn; no access log, for addresses name schools and conversations."""
    command = [str(APP_PYTHON), "-m", "uvicorn", "bot.console.asgi:application", "--host", host, "--port", str(port)]
    # A chat page that stays open must not hold up the end: five seconds, then its connection is closed.
    return [*command, "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "5"]


def supervisor_configuration(programs: Sequence[Process], logs: Path, run: Path, socket: Path) -> str:
    """The text of supervisord's configuration. It holds no secret: those travel in the environment."""
    head = f"""
[supervisord]
nodaemon=true
silent=true
umask=077
logfile={_plain(logs / "supervisor.log")}
logfile_maxbytes=5MB
logfile_backups=2
pidfile={_plain(run / "supervisor.pid")}

[unix_http_server]
file={_plain(socket)}
chmod=0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[group:{GROUP}]
programs={",".join(process.name for process in programs)}
"""
    return head + "".join(_program(process, logs) for process in programs)


def _program(process: Process, logs: Path) -> str:
    only = ["--only", ",".join(process.only)] if process.only else []
    command = [str(APP_PYTHON), "-I", str(TIED), "SIGKILL", *only, *process.command]
    return f"""
[program:{process.name}]
command={_plain(shlex.join(command))}
directory={_plain(ROOT)}
autostart=false
autorestart=true
startsecs=1
startretries=1000000
stopsignal=TERM
stopwaitsecs=8
stopasgroup=true
killasgroup=true
redirect_stderr=true
stdout_logfile={_plain(logs / f"{process.name}.log")}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=4
"""


def _plain(value: object) -> str:
    """``value`` with the percent signs doubled, which supervisor would otherwise expand."""
    return str(value).replace("%", "%%")
