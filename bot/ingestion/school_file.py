"""``school.yml``: what somebody wrote down about a school, checked as data."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.datatypes.policy import ChannelPlaces, Contact
from bot.errors import CorpusError

SCHOOL_FILE = "school.yml"
# An origin as browsers write it: lower case, no path, and a port only where it is not the usual one.
_ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Person(_Entry):
    """A person or service one can turn to."""

    name: str = Field(min_length=1)
    title: str = ""
    contact: str = ""

    def as_contact(self) -> Contact:
        """The same as a contact that names school.yml as its source."""
        return Contact(name=self.name, title=self.title, contact=self.contact, source=SCHOOL_FILE)


class DocumentEntry(_Entry):
    """What to say of one policy file instead of what it says of itself."""

    title: str = ""
    version: str = ""
    review_date: str = ""

    @field_validator("review_date", "version", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        """YAML reads 2026-08-31 as a date; here it is words."""
        return value.isoformat() if isinstance(value, date) else value


class SlackEntry(_Entry):
    """The school's Slack: ids of workspaces, and of channels of its own where it shares a workspace."""

    workspaces: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def as_places(self) -> ChannelPlaces:
        """The same in the words of every channel."""
        return ChannelPlaces(workspaces=self.workspaces, rooms=self.channels)


class TeamsEntry(_Entry):
    """The school's Microsoft Teams: ids of tenants, and of teams of its own where it shares a tenant."""

    tenants: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()

    def as_places(self) -> ChannelPlaces:
        """The same in the words of every channel."""
        return ChannelPlaces(workspaces=self.tenants, rooms=self.teams)


class WebEntry(_Entry):
    """The school's own websites: the origins of those that may show its chat in a frame."""

    embed_on: tuple[str, ...] = ()

    @field_validator("embed_on")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """They end up in a header: nothing but an origin gets there."""
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError("give each website as https://intranet.example.org, without a path or a star")
        return origins


class SchoolFile(_Entry):
    """The whole of school.yml. Everything is optional.

    ``contacts_checked`` is the day on which somebody last checked the people and numbers.
    ``counts_as_staff`` names who is bound by the rules for staff beside staff; None leaves it to the policies' words.
    """

    name: str = ""
    safeguarding_lead: Person | None = None
    deputies: tuple[Person, ...] = ()
    head: Person | None = None
    chair: Person | None = None
    local_authority: Person | None = None
    out_of_hours: Person | None = None
    contacts_checked: date | None = None
    counts_as_staff: tuple[Literal["volunteer", "governor", "contractor", "visitor"], ...] | None = None
    slack: SlackEntry | None = None
    teams: TeamsEntry | None = None
    web: WebEntry | None = None
    documents: dict[str, DocumentEntry] = {}


def read_school_file(folder: Path) -> SchoolFile:
    """The school.yml of a school's folder; an empty one where there is none.

    :raises CorpusError: it is no YAML, or holds something that does not belong there; names the line and key.
    """
    path = folder / SCHOOL_FILE
    if not path.is_file():
        return SchoolFile()
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read ({type(error).__name__}): save it as UTF-8 text.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CorpusError(f"{path} is not YAML{_mark(error)}: mend it, or remove it.") from None
    if values is None:
        return SchoolFile()
    try:
        return SchoolFile.model_validate(values)
    except ValidationError as error:
        raise CorpusError(_complaint(path, node, error)) from None


def _mark(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1})" if mark else ""


def _complaint(path: Path, node: yaml.Node | None, error: ValidationError) -> str:
    """One line about the first thing that is wrong."""
    first = error.errors(include_url=False)[0]
    keys = [str(k) for k in first["loc"]]
    where = f"{path}, line {_line(node, keys)}"
    if first["type"] == "extra_forbidden":
        known = ", ".join(_known(keys[:-1]))
        return f"{where}: the key {'.'.join(keys)!r} is not known here; use one of: {known}."
    return f"{where}: {'.'.join(keys) or 'the file'} cannot be used ({first['msg']}); mend it."


def _known(path: list[str]) -> list[str]:
    if not path:
        return list(SchoolFile.model_fields)
    entries: dict[str, type[_Entry]] = {
        "documents": DocumentEntry,
        "slack": SlackEntry,
        "teams": TeamsEntry,
        "web": WebEntry,
    }
    return list(entries.get(path[0], Person).model_fields)


def _line(node: yaml.Node | None, keys: list[str]) -> int:
    """The line of the last of these keys that the file holds."""
    line = node.start_mark.line + 1 if node else 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == key), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and key.isdecimal() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
    return line
