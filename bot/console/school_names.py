"""Schools as their people call them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.console.policy_shelf import policy_shelf


def school_name(school: str) -> str:
    """The name of the school of that id; the id itself where the index does not know it."""
    known = policy_shelf().school(school) if school else None
    return known.profile.name if known else school


def school_choices(schools: Iterable[str]) -> list[tuple[str, str]]:
    """Schools to choose from: each with its name."""
    return [(school, school_name(school)) for school in schools]
