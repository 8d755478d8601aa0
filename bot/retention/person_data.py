"""What is held on a person: listed, copied for them, erased. Concerns are held back unless somebody gives a reason.

For people of the console each function goes as far as they may see, and betrays nothing of the rest; the command line
(``by`` is None) is for whoever has the whole database anyway.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from bot.questions.access import Kind, User, roles_by_school, schools_where, visible_kinds
from bot.questions.audit import write_audit_entry
from bot.questions.models import AuditEntry
from bot.retention.erased_bytes import overwrite_erased
from bot.retention.holds import HOLDERS
from bot.retention.kept_kind import Entry, Erased, KeptKind
from bot.retention.kept_kinds import KEPT_KINDS
from bot.retention.models import REASON_LIMIT
from bot.retention.person import Person


@dataclass(frozen=True)
class HeldKind:
    """What of one kind is held on a person; ``held_back``: it is a concern, which is neither copied nor erased."""

    kind: KeptKind
    entries: tuple[Entry, ...]
    held_back: bool


@dataclass(frozen=True)
class ErasedKind:
    """What became of one kind; ``held_back`` counts the concerns that were left alone."""

    kind: KeptKind
    done: Erased
    held_back: int = 0


def list_held(person: Person, *, by: User | None) -> list[HeldKind]:
    """All that is held on a person, as far as it is for ``by`` to see.

    :raises PermissionError: ``by`` may not at that school.
    """
    kinds = _kinds(person, by)
    held = [HeldKind(kind, tuple(kind.held_on(person)), kind.concern is not None) for kind in kinds]
    return [one for one in held if one.entries]


def copy_held(person: Person, *, by: User | None, reason: str = "") -> bytes:
    """A ZIP file with all that is held on a person, to be read (HTML) and for programs (JSON); it is written down.

    :param reason: why concerns are in the copy as well; without one they are left out.
    :raises PermissionError: ``by`` may not at that school.
    """
    with transaction.atomic():
        held = [one for one in list_held(person, by=by) if reason.strip() or not one.held_back]
        _write_down(person, AuditEntry.Action.GAVE_ACCESS, by)
        for one in held:
            if one.held_back:
                _write_down(person, AuditEntry.Action.GAVE_ACCESS, by, kind=str(one.kind.concern))
    return _zip(person, held, timezone.now())


def _zip(person: Person, held: Sequence[HeldKind], at: datetime) -> bytes:
    kinds = [{"kind": one.kind.label, "days kept": one.kind.days, "entries": list(one.entries)} for one in held]
    copy = {"school": person.school, "reference": person.reference, "made": at.isoformat(), "held": kinds}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("what-is-held.json", json.dumps(copy, ensure_ascii=False, indent=2))
        page = {
            **copy,
            "at": at,
            "held": [(one.kind.label, [_in_words(entry) for entry in one.entries]) for one in held],
        }
        folder.writestr("what-is-held.html", render_to_string("retention/person_copy.html", page))
    return packed.getvalue()


def _in_words(entry: Entry) -> list[tuple[str, str]]:
    """The names and values of an entry; what has parts of its own as lines."""
    return [(name, "\n".join(_lines(value)) or "–") for name, value in entry.items()]


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield f"{name}: {', '.join(_lines(part)) or '–'}"
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _lines(part)
    elif value not in (None, ""):
        yield str(value)


def erase_held(person: Person, *, by: User | None, reason: str = "") -> list[ErasedKind]:
    """Erase what is held on a person; it is written down. Holds are kept, and concerns without a reason.

    :param reason: why concerns are erased as well. It is not stored: keep it with the request.
    :raises PermissionError: ``by`` may not at that school.
    :raises ValueError: the reason is too long to be one.
    """
    if len(reason) > REASON_LIMIT:
        raise ValueError(f"Give the reason in at most {REASON_LIMIT} characters.")
    done = [_erase(kind, person, by, force=bool(reason.strip())) for kind in _kinds(person, by, erasing=True)]
    _write_down(person, AuditEntry.Action.ERASED, by)
    overwrite_erased()
    return [one for one in done if one.done != Erased(0) or one.held_back]


def _erase(kind: KeptKind, person: Person, by: User | None, *, force: bool) -> ErasedKind:
    if kind.concern is None:
        return ErasedKind(kind, kind.erase_held(person))
    found = kind.held_on(person)
    if not found or not force:
        return ErasedKind(kind, Erased(0), held_back=len(found))
    _write_down(person, AuditEntry.Action.ERASED, by, kind=kind.concern)
    return ErasedKind(kind, kind.erase_held(person))


def _kinds(person: Person, by: User | None, *, erasing: bool = False) -> Iterator[KeptKind]:
    """The kinds that ``by`` deals with. Rows that follow messages are erased for everybody, and shown to nobody."""
    if by is None:
        yield from KEPT_KINDS
        return
    if person.school not in schools_where(by, *HOLDERS):
        raise PermissionError("Only a school's safeguarding lead, head or chair of governors deals with such requests.")
    kinds = visible_kinds(roles_by_school(by)[person.school])
    for kind in KEPT_KINDS:
        is_theirs = kind.concern in kinds if kind.concern else kind.are_messages and Kind.UNANSWERED in kinds
        if is_theirs or (erasing and kind.follows_messages):
            yield kind


def _write_down(person: Person, action: AuditEntry.Action, by: User | None, *, kind: str = "") -> None:
    write_audit_entry(by, action, person.school, f"person:{person.reference}", kind=kind)
