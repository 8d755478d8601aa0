"""What can be told to be wrong in the first second, before minutes of setting up."""

from __future__ import annotations

import errno
import socket

from bot.errors import CorpusError
from bot.launcher.launch_error import LaunchError
from bot.launcher.run_lock import lock_home
from bot.settings import Settings


def check_before_start(settings: Settings) -> None:
    """See that the corpus is there, no other Signpost runs in this home folder, and the gateway's port is free.

    :raises CorpusError: the corpus folder is missing or holds no school.
    :raises LaunchError: Signpost is already up, or the port cannot be had.
    """
    check_corpus(settings)
    lock_home(settings.home, settings.public_url).close()
    check_port(settings.host, settings.port)


def check_corpus(settings: Settings) -> None:
    """See that the corpus is a folder with at least one folder in it.

    :raises CorpusError: it is not.
    """
    corpus = settings.corpus
    if not corpus.is_dir():
        raise CorpusError(
            f"The corpus folder {corpus} is not there; name the folder that holds one folder per school with "
            "make run CORPUS=folder"
        )
    if not any(entry.is_dir() and not entry.name.startswith(".") for entry in corpus.iterdir()):
        raise CorpusError(f"The corpus folder {corpus} holds no school; give each school a folder of its own in it.")


def check_port(host: str, port: int) -> None:
    """See that ``port`` can be listened on at ``host``.

    :raises LaunchError: it is taken, not allowed, or the host is not of this machine.
    """
    if not 1 <= port <= 65535:
        raise LaunchError(f"{port} is not a port; choose one from 1024 to 65535 with make run PORT=number")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen(1)
    except OSError as error:
        raise LaunchError(_port_advice(host, port, error)) from None


def _port_advice(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {host} is already in use; choose another with make run PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs the administrator's rights; choose one above 1023 with make run PORT=8000"
    return f"Signpost cannot listen on {host}, port {port} ({error}); set SIGNPOST_HOST to an address of this machine."


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
