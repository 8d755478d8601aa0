"""What a person may fill in on a review item."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import User

from bot.console.offered_choices import offer_choices
from bot.questions.assignments import possible_owners
from bot.questions.item_notes import NOTE_LIMIT
from bot.questions.models import ReviewItem
from bot.questions.triage import REPLY_LIMIT

CATEGORIES = [("", "Not said"), *ReviewItem.Category.choices]


class CategoryForm(forms.Form):
    """Says what the question turned out to need."""

    category = forms.ChoiceField(choices=CATEGORIES, required=False, label="What the question needed")


class CloseForm(CategoryForm):
    """Closes an item without a reply."""


class ReplyForm(CategoryForm):
    """Writes a reply, to everybody who asked or to one."""

    reply = forms.CharField(
        label="Your reply",
        max_length=REPLY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ("reply", "category")


class NoteForm(forms.Form):
    """A note for those who may see the item."""

    note = forms.CharField(
        label="Note for colleagues",
        help_text="Whoever asked never sees it.",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OwnerForm(forms.Form):
    """Chooses who deals with an item, of those who may see it."""

    owner = forms.ChoiceField(required=False, label="Who deals with it")

    def __init__(self, item: ReviewItem, data: dict[str, str] | None = None) -> None:
        super().__init__(data, initial={"owner": str(item.owner_id or "")})
        self._people = {str(user.pk): user for user in possible_owners(item)}
        people = [(key, user.get_full_name() or user.get_username()) for key, user in self._people.items()]
        offer_choices(self, "owner", [("", "Nobody"), *people])

    def chosen(self) -> User | None:
        """The person, or None for nobody; only once the form is valid."""
        return self._people.get(self.cleaned_data["owner"])
