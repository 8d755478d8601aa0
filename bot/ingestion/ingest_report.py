"""What ingestion found and changed, as values and as text for a person to check."""

from __future__ import annotations

from collections.abc import Iterator

from bot.datatypes.policy import PolicyDocument


def document_tree(document: PolicyDocument) -> Iterator[str]:
    """The lines of one policy: sections, lead-ins, clauses, and what is taken for metadata or noise."""
    clauses = {c.clause_id: c for c in document.clauses}
    yield f"{document.title}  [{document.document_id}; version {document.version or '?'}]"
    for block in document.blocks:
        pad = "    " * max(0, document.sections[block.section].level) + "  " * block.level
        if block.kind == "heading":
            s = document.sections[block.section]
            yield f"{'    ' * (s.level - 1)}## {s.number or '-'} {s.title}  <{s.audience.value}>  l{s.level} parent {s.parent}"
        elif block.kind == "clause":
            c = clauses[block.clause_id or ""]
            lead = f"  <= {c.lead_in[-50:]}" if c.lead_in else ""
            yield f"{pad}[{c.kind.value} {c.label or c.parent_label and '^' + c.parent_label} {c.audience.value} {c.line}] {c.text}{lead}"
        else:
            yield f"{pad}({block.kind.value} {block.label}) {block.text}"
