"""What a reader must know beside the quotation."""

from __future__ import annotations

from datetime import date

from bot.datatypes.answer import Notice
from bot.datatypes.policy import PolicyDocument


def review_notices(documents: list[PolicyDocument], today: date) -> tuple[Notice, ...]:
    """A notice for each cited document whose review date has passed, once each."""
    notices: dict[str, Notice] = {}
    for document in documents:
        review = document.review
        if review and review.latest and date.fromisoformat(review.latest) < today:
            notices[document.document_id] = Notice(
                code="review_overdue",
                text=f"“{document.title}” was due for review ({review.text}). It still stands here until it is "
                "replaced; ask whether it has changed.",
            )
    return tuple(notices.values())
