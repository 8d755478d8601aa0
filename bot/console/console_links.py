"""Which pages the console's header offers to whom."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bot.approved_answers.answer_access import PUBLISHERS, count_lapsed
from bot.console.delivery_views import DELIVERY_PAGE_READERS
from bot.console.keeping_views import KEEPING_READERS
from bot.console.report_reading import READERS
from bot.console.told_views import READERS as TOLD
from bot.questions.access import Role, roles_by_school
from bot.questions.web_links import LINK_MAKERS


def console_links(request: HttpRequest) -> dict[str, object]:
    """For templates: the names of the pages that the reader may open, and how many approved answers wait for a look.

    Looked up only where a template asks.
    """
    return {
        "offered": SimpleLazyObject(lambda: _offered(request)),
        "answers_to_review": SimpleLazyObject(lambda: count_lapsed(request.user)),
    }


def _offered(request: HttpRequest) -> set[str]:
    pages = {
        "approved-answers": PUBLISHERS,
        "audit": tuple(Role),
        "deliveries": DELIVERY_PAGE_READERS,
        "figures": READERS,
        "keeping": KEEPING_READERS,
        "people": (Role.ADMINISTRATOR,),
        "told": TOLD,
        "web-links": LINK_MAKERS,
    }
    played = frozenset[Role]().union(*roles_by_school(request.user).values())
    return {name for name, parts in pages.items() if played & set(parts)}
