"""Numbers of figures in words and shapes, for templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from bot.reporting import report_words

register = template.Library()
register.filter("share", report_words.share)
register.filter("length_of_time", report_words.length)


@register.simple_tag
def number_of(counts: Mapping[str, int], name: str) -> int:
    """One of several counts; 0 where there is none of the name."""
    return counts.get(name, 0)


@register.simple_tag
def count_of(first: int, second: int) -> int:
    """Two counts together."""
    return first + second


@register.simple_tag
def percent_of(number: int, most: int) -> str:
    """How long a bar is, in hundredths of the longest."""
    return f"{100 * number / max(most, 1):.1f}"
