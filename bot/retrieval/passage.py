"""The words by which a clause is found: its own, with its section's title and the lead-in it hangs from."""

from __future__ import annotations

from bot.datatypes.policy import Clause, PolicyDocument


def section_path(document: PolicyDocument, clause: Clause) -> list[str]:
    """The titles of the sections around a clause, outermost first, empty ones left out."""
    titles: list[str] = []
    index: int | None = clause.section
    while index is not None:
        section = document.sections[index]
        titles.insert(0, section.title)
        index = section.parent
    return [title for title in titles if title]


def passage(document: PolicyDocument, clause: Clause) -> str:
    """What is encoded and indexed for a clause."""
    context = [*section_path(document, clause)[-1:], clause.lead_in.rstrip(":")]
    return ". ".join([part for part in context if part] + [clause.text])
