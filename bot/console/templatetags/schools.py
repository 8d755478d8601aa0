"""Schools by name, for templates."""

from __future__ import annotations

from django import template

from bot.console.school_names import school_name

register = template.Library()
register.filter("school_name", school_name)
