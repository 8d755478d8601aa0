"""A count of hits, its share, and how far the share can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scipy.stats import binomtest


@dataclass
class Tally:
    """``hits`` of ``total``."""

    hits: int = 0
    total: int = 0

    def count(self, *, hit: bool) -> None:
        """Count one more."""
        self.hits += hit
        self.total += 1

    @property
    def rate(self) -> float:
        """The share of hits; 1.0 of nothing."""
        return self.hits / self.total if self.total else 1.0

    def line(self, what: str, width: int) -> str:
        """The count for people, after what it is of, padded to ``width`` characters."""
        low, high = self.interval()
        return f"  {what:{width}} {self.rate:.3f} ({low:.3f} to {high:.3f}), {self.hits} of {self.total}"

    def as_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {"rate": round(self.rate, 4), "interval": [round(end, 4) for end in self.interval()], "of": self.total}

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate by Wilson's formula ("Probable inference", 1927)."""
        if not self.total:
            return 0.0, 1.0
        found = binomtest(self.hits, self.total).proportion_ci(method="wilson")
        return float(found.low), float(found.high)
