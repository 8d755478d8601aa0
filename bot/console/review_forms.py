"""What a person may fill in to close a review item."""

from __future__ import annotations

from django import forms

from bot.questions.models import ReviewItem
from bot.questions.triage import REPLY_LIMIT

CATEGORIES = [("", "Not said"), *ReviewItem.Category.choices]


class CloseForm(forms.Form):
    """Closes an item without a reply; ``category`` says what the question turned out to need."""

    category = forms.ChoiceField(choices=CATEGORIES, required=False, label="What the question needed")


class ReplyForm(CloseForm):
    """Writes a reply and closes the item."""

    reply = forms.CharField(
        label="Your reply",
        max_length=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "class": "composer__text"}),
    )
    field_order = ("reply", "category")
