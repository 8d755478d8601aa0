"""Counts of who asked, coarse enough that nobody can be singled out by them."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
OTHERS = "Others"


def coarse(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts, largest first: those under ``LEAST`` merged as ``OTHERS``, or left out where together they are too few.

    All are rounded to the nearest ``LEAST``, so that neither subtracting from a whole nor comparing the counts of two
    days gives a small one back.
    """
    kept = {name: number for name, number in counts.items() if number >= LEAST}
    merged = sum(counts.values()) - sum(kept.values())
    if merged >= LEAST:
        kept[OTHERS] = kept.get(OTHERS, 0) + merged
    return {name: _rounded(number) for name, number in sorted(kept.items(), key=lambda cell: -cell[1])}


def _rounded(number: int) -> int:
    return LEAST * ((number + LEAST // 2) // LEAST)
