"""A reading made by hand: one section of one policy."""

from __future__ import annotations

from bot.learning.readings import Reading


def make_clause(text: str, topic: str, *asked, **fields):
    """A clause that requires something, with the questions it answers."""
    return {"text": text, "rule": "required", "topic": topic, "asked": list(asked), **fields}


def make_reading(*clauses, silent=(), **section) -> Reading:
    """An organisation with one policy of ``clauses``; ``section`` may give their title and lead-in."""
    document = {"title": "Phones", "sections": [{**section, "clauses": list(clauses)}]}
    return Reading.model_validate(
        {"organisation": "Hollowmere", "kind": "school", "documents": [document], "silent": list(silent)}
    )
