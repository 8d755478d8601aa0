"""The app that a technician uploads to Teams: a manifest and two icons in a zip file.

The manifest is checked against Microsoft's schema before it is written. Source:
https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import fastjsonschema

from bot.errors import SettingsError
from bot.settings import Settings

FILES = Path(__file__).resolve().parent / "package"
SCHEMA_VERSION = "1.19"
ICONS = ("color.png", "outline.png")

_SCOPES = ["personal", "team", "groupChat"]
_EXAMPLES = {
    "Can I use my phone on a trip?": "Ask in your own words; a clause of your school’s policy is the answer.",
    "Who is the safeguarding lead?": "Names and numbers of the people to turn to.",
}
_DESCRIPTION = (
    "Signpost answers questions about your school’s policies with the very clause that answers them, word for word, "
    "and a link to where it stands. What no policy answers goes to the safeguarding lead."
)


@dataclass(frozen=True)
class AppDetails:
    """What people see of the app. Addresses are Signpost's own where they are empty."""

    name: str = "Signpost"
    version: str = "1.0.0"
    privacy_url: str = ""
    terms_url: str = ""


def build_manifest(settings: Settings, details: AppDetails) -> dict[str, object]:
    """The manifest of the app for the bot of these settings.

    :raises SettingsError: there is no bot, the public address is not https, or the schema refuses a value.
    """
    if settings.teams is None or not settings.teams.app_id:
        raise SettingsError("Set SIGNPOST_TEAMS_APP_ID to the bot's application (client) id first: see docs/teams.md.")
    if urlsplit(settings.public_url).scheme != "https":
        raise SettingsError("Set SIGNPOST_PUBLIC_URL to Signpost's public https address: Teams links to no other.")
    manifest = _manifest(settings.teams.app_id, settings.public_url, details)
    try:
        fastjsonschema.validate(json.loads(_schema_file().read_text(encoding="utf-8")), manifest)
    except fastjsonschema.JsonSchemaValueException as error:
        raise SettingsError(f"Teams would refuse the app: {error.message.replace('data.', '', 1)}.") from None
    return manifest


def _schema_file() -> Path:
    return FILES / f"MicrosoftTeams.v{SCHEMA_VERSION}.schema.json"


def _manifest(app_id: str, public_url: str, details: AppDetails) -> dict[str, object]:
    commands = [{"title": title, "description": says} for title, says in _EXAMPLES.items()]
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": details.version,
        "id": app_id,
        "developer": {
            "name": "Signpost",
            "websiteUrl": public_url,
            "privacyUrl": details.privacy_url or public_url,
            "termsOfUseUrl": details.terms_url or public_url,
        },
        "name": {"short": details.name, "full": f"{details.name}: what your school’s policies say"},
        "description": {"short": "What your school’s policies say, clause by clause.", "full": _DESCRIPTION},
        "icons": {"color": ICONS[0], "outline": ICONS[1]},
        "accentColor": "#0b5f6b",
        "bots": [
            {"botId": app_id, "scopes": _SCOPES, "commandLists": [{"scopes": ["personal"], "commands": commands}]}
        ],
        "defaultInstallScope": "personal",
        "validDomains": [urlsplit(public_url).hostname],
    }


def write_app_package(settings: Settings, details: AppDetails, out: Path) -> None:
    """Write the zip file to ``out``; the same settings give the same bytes.

    :raises SettingsError: see ``build_manifest``; or ``out`` cannot be written.
    """
    manifest = json.dumps(build_manifest(settings, details), indent=2, ensure_ascii=False)
    parts = {"manifest.json": manifest.encode(), **{name: (FILES / name).read_bytes() for name in ICONS}}
    try:
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(ZipInfo(name), content)
    except OSError as error:
        raise SettingsError(f"{out} cannot be written ({type(error).__name__}): choose another place.") from None
