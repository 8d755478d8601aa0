"""The chain of the audit log: each entry's digest covers its content and the digest of the entry before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from bot.questions.models import AuditEntry, AuditHead


def audit_digest(entry: AuditEntry) -> str:
    """The SHA-256 of an entry's content as canonical JSON, in hexadecimal.

    It takes nothing from the model but its fields, so that the migration can use it.
    """
    content = {
        "action": str(entry.action),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": entry.kind,
        "number": entry.number,
        "previous": entry.previous,
        "school": entry.school,
        "subject": entry.subject,
        "user": entry.user_id,
    }
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class AuditCheck:
    """What a check found: how many entries there are, the digest of the last, and a sentence for each fault."""

    entries: int
    digest: str
    faults: tuple[str, ...]


def check_audit_log(noted: str = "") -> AuditCheck:
    """Read the whole log and compare it with its digests.

    :param noted: a digest that an earlier check printed; that no entry has it (any more) is a fault.
    """
    head = AuditHead.objects.first()
    faults = list(_broken_links())
    last = AuditEntry.objects.order_by("number").last()
    found = (last.number, last.digest) if last else (0, "")
    if found != ((head.entries, head.digest) if head else (0, "")):
        faults.append("The last entries are missing: the log ends before the place where it was last written.")
    if noted and not AuditEntry.objects.filter(digest=noted).exists():
        faults.append("No entry has the digest that was noted: the log was rewritten, or the digest mistyped.")
    return AuditCheck(entries=found[0], digest=found[1], faults=tuple(faults))


def _broken_links() -> Iterator[str]:
    expected, previous = 1, ""
    for entry in AuditEntry.objects.order_by("number").iterator():
        if entry.number != expected:
            yield f"Entries before entry {entry.number} are missing: entry {expected} should come next."
        elif entry.previous != previous:
            yield f"Entry {entry.number} does not follow the entry before it: one of the two was put there later."
        if entry.digest != audit_digest(entry):
            yield f"Entry {entry.number} was changed after it was written."
        expected, previous = entry.number + 1, entry.digest
