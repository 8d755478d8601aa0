"""Review items that ask the same thing."""

from __future__ import annotations

from django.db.models import QuerySet

from bot.questions.access import User, visible_review_items
from bot.questions.models import ReviewItem


def same_question_items(user: User, item: ReviewItem) -> QuerySet[ReviewItem]:
    """The items of ``item``'s school that ask what it asks and that ``user`` may see, itself included."""
    return visible_review_items(user).filter(school=item.school, asked_what=item.asked_what)
