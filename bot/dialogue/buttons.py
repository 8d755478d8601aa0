"""What the gateway may report as pressed, or as plainly meant ("why?"); each has an intent of the same name."""

from __future__ import annotations

BUTTONS = frozenset({"show_more", "show_reason", "ask_safeguarding_lead", "feedback_helpful", "feedback_unhelpful"})
