"""A count of hits, its share, and how far the share can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

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

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the rate by Wilson's formula ("Probable inference", 1927)."""
        if not self.total:
            return 0.0, 1.0
        found = binomtest(self.hits, self.total).proportion_ci(method="wilson")
        return float(found.low), float(found.high)
