"""Figures of the schools of a trust, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, looked_at
from bot.questions.access import Role, schools_where
from bot.questions.figures import school_figures

READERS = (Role.TRUST_LEAD, Role.SAFEGUARDING_LEAD, Role.DEPUTY, Role.HEAD)


@require_safe
@console_page(*READERS)
def _figures_page(request: HttpRequest) -> HttpResponse:
    """How each school's questions were answered lately."""
    found = [school_figures(school) for school in schools_where(request.user, *READERS)]
    return render(request, "console/figures.html", {"figures": found})


figures = looked_at(_figures_page, "figures")
