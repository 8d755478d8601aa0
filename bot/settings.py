"""Every setting, in one table; nothing else in Signpost reads the environment.

``docs/operate.md`` lists the same table, and a test compares the two.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One row of the table: an environment variable, its default as text, its unit and what it is for."""

    variable: str
    default: str
    unit: str
    help: str


SETTINGS = (
    Setting("SIGNPOST_CORPUS", "corpus", "folder", "The policies: one folder per school."),
    Setting("SIGNPOST_HOME", "var", "folder", "Where the index, models, database and logs are kept."),
    Setting("SIGNPOST_HOST", "127.0.0.1", "address", "The address the gateway listens on."),
    Setting("SIGNPOST_PORT", "8000", "port", "The port the gateway listens on."),
    Setting("SIGNPOST_PUBLIC_URL", "", "URL", "How people reach the gateway; made from host and port if empty."),
    Setting("SIGNPOST_API_TOKEN", "", "secret", "The token of the HTTP API; made and printed at start if empty."),
    Setting("SIGNPOST_SECRET_KEY", "", "secret", "Signs sessions; made once and kept in the home folder if empty."),
    Setting("SIGNPOST_DATABASE_URL", "", "URL", "The database; SQLite in the home folder if empty."),
    Setting("SIGNPOST_DIALOGUE_PORT", "5005", "port", "The loopback port of the dialogue process."),
    Setting("SIGNPOST_DIALOGUE_SECRET", "", "secret", "What the gateway shows to the dialogue; made at start."),
    Setting("SIGNPOST_DIALOGUE_TIMEOUT", "8", "seconds", "How long the gateway waits before its safe text."),
    Setting("SIGNPOST_ACTIONS_PORT", "5055", "port", "The loopback port of the action server."),
    Setting("SIGNPOST_ACTIONS_SECRET", "", "secret", "What the dialogue shows to the action server; made at start."),
    Setting("SIGNPOST_ENCODER", "", "model", "A sentence-transformers name or folder; the packaged model if empty."),
)


@dataclass(frozen=True)
class Settings:
    """The settings in force. Folders are absolute; the URL has no trailing slash."""

    corpus: Path
    home: Path
    host: str
    port: int
    public_url: str
    api_token: str
    secret_key: str
    database_url: str
    dialogue_port: int
    dialogue_secret: str
    dialogue_timeout: float
    actions_port: int
    actions_secret: str
    encoder: str

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.home / "index"

    @property
    def spool(self) -> Path:
        """The folder of messages that the database would not take yet."""
        return self.home / "spool"

    @property
    def onnx_encoder(self) -> Path:
        """The folder of the exported sentence encoder, shared with the dialogue."""
        return self.home / "encoder"

    @property
    def dialogue_url(self) -> str:
        """The dialogue's one private channel."""
        return f"http://127.0.0.1:{self.dialogue_port}/webhooks/gateway/messages"


def _seconds(values: Mapping[str, str], variable: str) -> float:
    try:
        seconds = float(values[variable])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise SettingsError(f"{variable} must be a number of seconds above 0, not {values[variable]!r}.")
    return seconds


def _port(values: Mapping[str, str], variable: str) -> int:
    text = values[variable].strip()
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(f"{variable} must be a number, not {values[variable]!r}.")
    if int(text) > 65535:
        raise SettingsError(f"{variable} must be a port, 0 to 65535, not {values[variable]!r}.")
    return int(text)


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    return (path if path.is_absolute() else Path.cwd() / path).resolve()


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environ`` (the process's environment if None).

    :raises SettingsError: a value that cannot be used; names the variable.
    """
    given = os.environ if environ is None else environ
    values = {s.variable: given.get(s.variable) or s.default for s in SETTINGS}
    home = _folder(values["SIGNPOST_HOME"])
    port = _port(values, "SIGNPOST_PORT")
    host = values["SIGNPOST_HOST"]
    return Settings(
        corpus=_folder(values["SIGNPOST_CORPUS"]),
        home=home,
        host=host,
        port=port,
        public_url=(values["SIGNPOST_PUBLIC_URL"] or f"http://{host}:{port}").rstrip("/"),
        api_token=values["SIGNPOST_API_TOKEN"],
        secret_key=values["SIGNPOST_SECRET_KEY"],
        database_url=values["SIGNPOST_DATABASE_URL"] or f"sqlite:///{home / 'signpost.sqlite3'}",
        dialogue_port=_port(values, "SIGNPOST_DIALOGUE_PORT"),
        dialogue_secret=values["SIGNPOST_DIALOGUE_SECRET"],
        dialogue_timeout=_seconds(values, "SIGNPOST_DIALOGUE_TIMEOUT"),
        actions_port=_port(values, "SIGNPOST_ACTIONS_PORT"),
        actions_secret=values["SIGNPOST_ACTIONS_SECRET"],
        encoder=values["SIGNPOST_ENCODER"],
    )
