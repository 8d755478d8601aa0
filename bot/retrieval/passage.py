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


def join_passage(title: str, lead_in: str, text: str) -> str:
    """A clause's words after its section's title and its lead-in, either of which may be empty."""
    return ". ".join([part for part in (title, lead_in.rstrip(":")) if part] + [text])


def passage(document: PolicyDocument, clause: Clause) -> str:
    """What is encoded and indexed for a clause."""
    return join_passage("".join(section_path(document, clause)[-1:]), clause.lead_in, clause.text)
