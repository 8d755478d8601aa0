"""The review list as a file, narrowed as the list was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bot.console.console_page import console_page, reader
from bot.console.report_reading import exported
from bot.console.review_export import review_table
from bot.questions.access import Role, visible_review_items
from bot.questions.models import ReviewItem


@require_safe
@console_page(*Role)
def review_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The items that the reader may see; that they were exported is written down."""
    items = visible_review_items(reader(request))
    status, school = request.GET.get("status", ReviewItem.Status.OPEN), request.GET.get("school", "")
    if status in ReviewItem.Status.values:
        items = items.filter(status=status)
    if school:
        items = items.filter(school=school)
    return exported(request, review_table(items), file_format, "review_list")
