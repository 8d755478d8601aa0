"""Every setting, in one table; nothing else in Signpost reads the environment.

``docs/operate.md`` lists the same table, and a test compares the two.
"""

from __future__ import annotations

import os
import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
_TENANT_LETTERS = frozenset(string.ascii_letters + string.digits + ".-")


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
    Setting("SIGNPOST_SLACK_BOT_TOKEN", "", "secret", "The Bot User OAuth Token (xoxb-…); without it, no Slack."),
    Setting("SIGNPOST_SLACK_TOKENS", "", "file", "Instead of one token: lines of 'workspace id: token', for several."),
    Setting("SIGNPOST_SLACK_SIGNING_SECRET", "", "secret", "The app's Signing Secret, for events over HTTPS."),
    Setting("SIGNPOST_SLACK_APP_TOKEN", "", "secret", "The app-level token (xapp-…), for events over Socket Mode."),
    Setting("SIGNPOST_SLACK_API_URL", "https://slack.com/api/", "URL", "Slack's Web API; another for GovSlack."),
    Setting("SIGNPOST_TEAMS_APP_ID", "", "id", "The bot's application (client) id; without it there is no Teams."),
    Setting("SIGNPOST_TEAMS_TENANT_ID", "", "id", "The tenant (directory) that the application is registered in."),
    Setting("SIGNPOST_TEAMS_SECRET", "", "secret", "The value of the application's client secret."),
    Setting("SIGNPOST_TEAMS_CERTIFICATE", "", "file", "Instead of the secret: a PFX file without a password."),
    Setting("SIGNPOST_TEAMS_LOCAL_CONNECTOR", "", "URL", "For trials on this machine only: the Agents Playground."),
    Setting("SIGNPOST_SESSION_IDLE", "30", "minutes", "How long the console stays signed in while nothing happens."),
    Setting("SIGNPOST_SESSION_LENGTH", "720", "minutes", "How long the console stays signed in at the most."),
    Setting("SIGNPOST_ENTRA_TENANT", "", "id or domain", "The tenant whose people may sign in with Microsoft."),
    Setting("SIGNPOST_ENTRA_CLIENT_ID", "", "id", "The application registered for that in Entra ID."),
    Setting("SIGNPOST_ENTRA_CLIENT_SECRET", "", "secret", "Its client secret."),
    Setting("SIGNPOST_GOOGLE_CLIENT_ID", "", "id", "The OAuth client for signing in with Google."),
    Setting("SIGNPOST_GOOGLE_CLIENT_SECRET", "", "secret", "Its client secret."),
    Setting("SIGNPOST_ENCODER", "", "model", "A sentence-transformers name or folder; the packaged model if empty."),
    Setting("SIGNPOST_EMAIL_HOST", "", "address", "The mail server (SMTP) for notices; no e-mail is sent if empty."),
    Setting("SIGNPOST_EMAIL_PORT", "587", "port", "The mail server's port."),
    Setting("SIGNPOST_EMAIL_SECURITY", "starttls", "word", "How the mail server is spoken to: starttls, tls or none."),
    Setting("SIGNPOST_EMAIL_USER", "", "text", "The name to sign in to the mail server with; no sign-in if empty."),
    Setting("SIGNPOST_EMAIL_PASSWORD", "", "secret", "The password for the mail server."),
    Setting("SIGNPOST_EMAIL_FROM", "", "address", "The sender of e-mail; needed where there is a mail server."),
    Setting("SIGNPOST_WEB_ACCESS", "", "word", "Who may use the web chat: open or links; by the address if empty."),
    Setting("SIGNPOST_ALERT_MINUTES", "10", "minutes", "How long an unopened concern waits before the next in line."),
    Setting("SIGNPOST_KEEP_QUESTIONS", "365", "days", "How long an ordinary question is kept once nothing waits."),
    Setting("SIGNPOST_KEEP_CONCERNS", "180", "days", "How long a concern about a child is kept once it is closed."),
    Setting("SIGNPOST_KEEP_ALLEGATIONS", "180", "days", "How long a concern about an adult is kept once it is closed."),
    Setting("SIGNPOST_KEEP_INBOX", "7", "days", "How long a handled event of Slack or Teams is kept."),
    Setting("SIGNPOST_KEEP_OUTBOX", "30", "days", "How long it is kept that a reply was sent."),
    Setting("SIGNPOST_KEEP_UNDELIVERED", "90", "days", "How long it is kept that a reply did not arrive."),
    Setting("SIGNPOST_KEEP_ADDRESSES", "180", "days", "How long it is kept where a conversation can be reached."),
    Setting("SIGNPOST_KEEP_ASIDE", "30", "days", "How long a message that could not be stored is kept on the disk."),
    Setting("SIGNPOST_KEEP_ENDED", "365", "days", "How long ended invitations, links, holds and notices are kept."),
)
_SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True)
class SlackSettings:
    """The app in Slack: ``bot_token`` or ``tokens`` to speak, ``signing_secret`` or ``app_token`` to be spoken to.

    ``app_token`` set means Socket Mode.
    """

    bot_token: str = ""
    tokens: Path | None = None
    signing_secret: str = ""
    app_token: str = ""
    api_url: str = "https://slack.com/api/"


@dataclass(frozen=True)
class TeamsSettings:
    """The bot in Microsoft Teams: registered (``app_id`` and one of ``secret`` and ``certificate``), or on trial.

    ``local_connector`` is the address of a connector on this machine that is spoken to without credentials.
    """

    app_id: str = ""
    tenant_id: str = ""
    secret: str = ""
    certificate: Path | None = None
    local_connector: str = ""


@dataclass(frozen=True)
class KeepSettings:
    """How many days each kind of data is kept; ``bot/retention/kept_kinds.py`` lists the kinds."""

    questions: int = 365
    concerns: int = 180
    allegations: int = 180
    inbox: int = 7
    outbox: int = 30
    undelivered: int = 90
    addresses: int = 180
    aside: int = 30
    ended: int = 365


@dataclass(frozen=True)
class Settings:
    """The settings in force. Folders are absolute; the URL has no trailing slash; a channel not set up is None."""

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
    session_idle: int
    session_length: int
    entra_tenant: str
    entra_client_id: str
    entra_client_secret: str
    google_client_id: str
    google_client_secret: str
    encoder: str
    email_host: str
    email_port: int
    email_security: str
    email_user: str
    email_password: str
    email_from: str
    alert_minutes: float
    web_access: str
    keep: KeepSettings = KeepSettings()
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None

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


def _time(values: Mapping[str, str], variable: str) -> float:
    """A length of time, in the setting's own unit."""
    try:
        time = float(values[variable])
    except ValueError:
        time = 0.0
    if not 0 < time < float("inf"):
        unit = next(setting.unit for setting in SETTINGS if setting.variable == variable)
        raise SettingsError(f"{variable} must be a number of {unit} above 0, not {values[variable]!r}.")
    return time


def _port(values: Mapping[str, str], variable: str) -> int:
    text = values[variable].strip()
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(f"{variable} must be a number, not {values[variable]!r}.")
    if int(text) > 65535:
        raise SettingsError(f"{variable} must be a port, 0 to 65535, not {values[variable]!r}.")
    return int(text)


def _security(values: Mapping[str, str]) -> str:
    security = values["SIGNPOST_EMAIL_SECURITY"]
    if security not in _SECURITY:
        raise SettingsError(f"SIGNPOST_EMAIL_SECURITY must be one of {', '.join(_SECURITY)}, not {security!r}.")
    return security


def _web_access(values: Mapping[str, str], host: str, public_url: str) -> str:
    """Open to everybody where nobody but this machine can reach it; by link or account where others can."""
    access = values["SIGNPOST_WEB_ACCESS"]
    if access not in ("", "open", "links"):
        raise SettingsError(f"SIGNPOST_WEB_ACCESS must be open or links, not {access!r}.")
    is_reached_from_here_alone = _is_loopback(host) and _is_loopback(urlsplit(public_url).hostname)
    return access or ("open" if is_reached_from_here_alone else "links")


def _sender(values: Mapping[str, str]) -> str:
    if values["SIGNPOST_EMAIL_HOST"] and not values["SIGNPOST_EMAIL_FROM"]:
        raise SettingsError("SIGNPOST_EMAIL_FROM is not set: name the address that alerts come from.")
    return values["SIGNPOST_EMAIL_FROM"]


def _whole(values: Mapping[str, str], variable: str, unit: str) -> int:
    text = values[variable].strip()
    if not (text.isascii() and text.isdigit() and int(text)):
        raise SettingsError(f"{variable} must be a whole number of {unit} above 0, not {values[variable]!r}.")
    return int(text)


def _keep(values: Mapping[str, str]) -> KeepSettings:
    kinds = {field.name: f"SIGNPOST_KEEP_{field.name.upper()}" for field in fields(KeepSettings)}
    return KeepSettings(**{kind: _whole(values, variable, "days") for kind, variable in kinds.items()})


def _together(values: Mapping[str, str], *variables: str) -> None:
    """Refuse a directory that is set up by half."""
    missing = [variable for variable in variables if not values[variable]]
    if missing and len(missing) < len(variables):
        raise SettingsError(f"{missing[0]} is missing: set {', '.join(variables)} together, or none of them.")


def _tenant(values: Mapping[str, str]) -> str:
    """One tenant: in those of everybody anybody can give themselves any address."""
    tenant = values["SIGNPOST_ENTRA_TENANT"].strip()
    if tenant.casefold() in {"common", "organizations", "consumers"} or not set(tenant) <= _TENANT_LETTERS:
        raise SettingsError("SIGNPOST_ENTRA_TENANT must be the id or the domain of your own tenant.")
    return tenant


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    return (path if path.is_absolute() else Path.cwd() / path).resolve()


def _slack(values: Mapping[str, str]) -> SlackSettings | None:
    token, tokens = values["SIGNPOST_SLACK_BOT_TOKEN"].strip(), values["SIGNPOST_SLACK_TOKENS"]
    secret, app_token = values["SIGNPOST_SLACK_SIGNING_SECRET"].strip(), values["SIGNPOST_SLACK_APP_TOKEN"].strip()
    if not (token or tokens or secret or app_token):
        return None
    if bool(token) == bool(tokens):
        raise SettingsError("Set one of SIGNPOST_SLACK_BOT_TOKEN and SIGNPOST_SLACK_TOKENS, and leave the other out.")
    if token and not token.startswith("xoxb-"):
        raise SettingsError("SIGNPOST_SLACK_BOT_TOKEN must begin with xoxb-: copy the Bot User OAuth Token.")
    if app_token and not app_token.startswith("xapp-"):
        raise SettingsError("SIGNPOST_SLACK_APP_TOKEN must begin with xapp-: make an app-level token.")
    if not (secret or app_token):
        raise SettingsError("Set SIGNPOST_SLACK_SIGNING_SECRET (HTTPS) or SIGNPOST_SLACK_APP_TOKEN (Socket Mode).")
    api_url = values["SIGNPOST_SLACK_API_URL"]
    return SlackSettings(token, _folder(tokens) if tokens else None, secret, app_token, api_url)


def _is_loopback(host: str | None) -> bool:
    return host in ("127.0.0.1", "::1", "localhost")


def _guid(values: Mapping[str, str], variable: str) -> str:
    try:
        return str(UUID(values[variable].strip()))
    except ValueError:
        raise SettingsError(f"{variable} must be an id such as 11111111-2222-3333-4444-555555555555.") from None


def _teams(values: Mapping[str, str], host: str, public_url: str) -> TeamsSettings | None:
    local = values["SIGNPOST_TEAMS_LOCAL_CONNECTOR"].rstrip("/")
    if not values["SIGNPOST_TEAMS_APP_ID"]:
        return _local_teams(local, host, public_url) if local else None
    if local:
        raise SettingsError("SIGNPOST_TEAMS_LOCAL_CONNECTOR is for trials: leave it out with SIGNPOST_TEAMS_APP_ID.")
    secret, certificate = values["SIGNPOST_TEAMS_SECRET"], values["SIGNPOST_TEAMS_CERTIFICATE"]
    if bool(secret) == bool(certificate):
        raise SettingsError("Set one of SIGNPOST_TEAMS_SECRET and SIGNPOST_TEAMS_CERTIFICATE, and leave the other out.")
    return TeamsSettings(
        app_id=_guid(values, "SIGNPOST_TEAMS_APP_ID"),
        tenant_id=_guid(values, "SIGNPOST_TEAMS_TENANT_ID"),
        secret=secret,
        certificate=_folder(certificate) if certificate else None,
    )


def _local_teams(local: str, host: str, public_url: str) -> TeamsSettings:
    """Nobody's word is checked then, so nobody but this machine may be able to speak."""
    if not all(_is_loopback(name) for name in (host, urlsplit(public_url).hostname, urlsplit(local).hostname)):
        raise SettingsError(
            "SIGNPOST_TEAMS_LOCAL_CONNECTOR lets anybody speak as Teams: it, SIGNPOST_HOST and SIGNPOST_PUBLIC_URL "
            "must name this machine alone (127.0.0.1)."
        )
    return TeamsSettings(local_connector=local)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environ`` (the process's environment if None).

    :raises SettingsError: a value that cannot be used; names the variable.
    """
    given = os.environ if environ is None else environ
    values = {s.variable: given.get(s.variable) or s.default for s in SETTINGS}
    home = _folder(values["SIGNPOST_HOME"])
    port = _port(values, "SIGNPOST_PORT")
    host = values["SIGNPOST_HOST"]
    public_url = (values["SIGNPOST_PUBLIC_URL"] or f"http://{host}:{port}").rstrip("/")
    _together(values, "SIGNPOST_ENTRA_TENANT", "SIGNPOST_ENTRA_CLIENT_ID", "SIGNPOST_ENTRA_CLIENT_SECRET")
    _together(values, "SIGNPOST_GOOGLE_CLIENT_ID", "SIGNPOST_GOOGLE_CLIENT_SECRET")
    return Settings(
        corpus=_folder(values["SIGNPOST_CORPUS"]),
        home=home,
        host=host,
        port=port,
        public_url=public_url,
        api_token=values["SIGNPOST_API_TOKEN"],
        secret_key=values["SIGNPOST_SECRET_KEY"],
        database_url=values["SIGNPOST_DATABASE_URL"] or f"sqlite:///{home / 'signpost.sqlite3'}",
        dialogue_port=_port(values, "SIGNPOST_DIALOGUE_PORT"),
        dialogue_secret=values["SIGNPOST_DIALOGUE_SECRET"],
        dialogue_timeout=_time(values, "SIGNPOST_DIALOGUE_TIMEOUT"),
        actions_port=_port(values, "SIGNPOST_ACTIONS_PORT"),
        actions_secret=values["SIGNPOST_ACTIONS_SECRET"],
        session_idle=_whole(values, "SIGNPOST_SESSION_IDLE", "minutes"),
        session_length=_whole(values, "SIGNPOST_SESSION_LENGTH", "minutes"),
        entra_tenant=_tenant(values),
        entra_client_id=values["SIGNPOST_ENTRA_CLIENT_ID"],
        entra_client_secret=values["SIGNPOST_ENTRA_CLIENT_SECRET"],
        google_client_id=values["SIGNPOST_GOOGLE_CLIENT_ID"],
        google_client_secret=values["SIGNPOST_GOOGLE_CLIENT_SECRET"],
        encoder=values["SIGNPOST_ENCODER"],
        email_host=values["SIGNPOST_EMAIL_HOST"],
        email_port=_port(values, "SIGNPOST_EMAIL_PORT"),
        email_security=_security(values),
        email_user=values["SIGNPOST_EMAIL_USER"],
        email_password=values["SIGNPOST_EMAIL_PASSWORD"],
        email_from=_sender(values),
        alert_minutes=_time(values, "SIGNPOST_ALERT_MINUTES"),
        web_access=_web_access(values, host, public_url),
        keep=_keep(values),
        slack=_slack(values),
        teams=_teams(values, host, public_url),
    )
