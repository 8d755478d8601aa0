"""Django's clock, set to a moment of an invented year: the doors of the record stamp what they write with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Have ``timezone.now()`` say ``moment`` inside the block. For a process of its own, with one thread."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
