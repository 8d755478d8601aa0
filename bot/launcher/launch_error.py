"""The error of the launcher."""

from __future__ import annotations

from bot.errors import SignpostError


class LaunchError(SignpostError):
    """Signpost cannot be set up or started here as things stand: the reader has to change the machine or a setting."""
