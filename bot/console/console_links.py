"""Which pages the console's header offers to whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bot.console.figures_views import READERS
from bot.deliveries.attention import DELIVERY_READERS
from bot.questions.access import Role, schools_where
from bot.questions.web_links import LINK_MAKERS


def console_links(request: HttpRequest) -> dict[str, object]:
    """For templates: the names of the pages that the reader may open, looked up only where a template asks."""
    return {"offered": SimpleLazyObject(lambda: _offered(request))}


def _offered(request: HttpRequest) -> set[str]:
    pages = {
        "audit": tuple(Role),
        "deliveries": DELIVERY_READERS,
        "figures": READERS,
        "people": (Role.ADMINISTRATOR,),
        "web-links": LINK_MAKERS,
    }
    return {name for name, parts in pages.items() if schools_where(request.user, *parts)}
