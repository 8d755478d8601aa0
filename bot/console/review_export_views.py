"""The review list as a file, narrowed as the list was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, reader
from bot.console.report_reading import exported
from bot.console.review_export import review_table
from bot.console.review_filter import ReviewFilter
from bot.questions.access import Role, visible_review_items


@require_safe
@console_page(*Role)
def review_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The items that the reader may see; that they were exported is written down."""
    visible = visible_review_items(reader(request))
    items = ReviewFilter(request.GET, reader(request), visible).narrow(visible)
    return exported(request, review_table(items), file_format, "review_list")
