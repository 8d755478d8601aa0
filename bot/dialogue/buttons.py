"""The buttons that the gateway may report as pressed; each has an intent of the same name."""

from __future__ import annotations

BUTTONS = frozenset({"show_more", "ask_safeguarding_lead", "feedback_helpful", "feedback_unhelpful"})
