"""The forms about keeping: placing a hold, and saying who somebody is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, TypedDict

from django import forms
from django.utils import timezone

from bot.retention.models import REASON_LIMIT
from bot.retention.person import CHANNELS, PLATFORMS

_DATE = forms.DateInput(attrs={"type": "date"})
_KNOWN_BY = [
    ("slack", "Member id in Slack (U012AB3CD)"),
    ("teams", "Object id in Entra ID, for Teams"),
    *((f"{channel}:", f"Conversation id, {channel}") for channel in CHANNELS),
]
_ABOUT = [
    ("person", "a person"),
    ("item", "a review item, with its conversation"),
    ("period", "all that came in a period"),
]


class Names(TypedDict, total=False):
    """What somebody is known by, as the keywords of ``find_person``."""

    users: list[tuple[str, str]]
    conversations: list[tuple[str, str]]


class PersonForm(forms.Form):
    """Who somebody is, at which school."""

    school = forms.ChoiceField(label="School")
    known_by = forms.ChoiceField(choices=_KNOWN_BY, label="Known by")
    known_as = forms.CharField(max_length=200, label="The id itself")

    def __init__(self, *args: Any, schools: list[str], **kwargs: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [(school, school) for school in schools]  # type: ignore[attr-defined]

    def names(self) -> Names:
        """What was said, as ``find_person`` takes it."""
        return known_names(self.cleaned_data["known_by"], self.cleaned_data["known_as"])


class HoldForm(forms.Form):
    """What is to be kept, and why."""

    school = forms.ChoiceField(label="School")
    about = forms.ChoiceField(choices=_ABOUT, label="Keep")
    item = forms.IntegerField(required=False, min_value=1, label="Number of the review item")
    known_by = forms.ChoiceField(choices=[("", "–"), *_KNOWN_BY], required=False, label="Person known by")
    known_as = forms.CharField(max_length=200, required=False, label="Their id")
    since = forms.DateField(required=False, label="From", widget=_DATE)
    until = forms.DateField(required=False, label="To, that day included", widget=_DATE)
    reason = forms.CharField(
        max_length=REASON_LIMIT, label="Why, without names", help_text="“Complaint 12”, “inspection”."
    )

    def __init__(self, *args: Any, schools: list[str], **kwargs: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [(school, school) for school in schools]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the chosen kind of hold needs is there."""
        given = self.cleaned_data
        needed = {"item": ("item",), "person": ("known_by", "known_as"), "period": ("since", "until")}
        for name in needed.get(given.get("about", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, "This is needed for such a hold.")
        return given

    def names(self) -> Names:
        """Who the person is, as ``find_person`` takes it."""
        return known_names(self.cleaned_data["known_by"], self.cleaned_data["known_as"])

    def days(self) -> tuple[datetime, datetime]:
        """The period, from the beginning of the first day to the end of the last."""
        after = self.cleaned_data["until"] + timedelta(days=1)
        return tuple(timezone.make_aware(datetime.combine(day, time())) for day in (self.cleaned_data["since"], after))  # type: ignore[return-value]


def known_names(known_by: str, known_as: str) -> Names:
    """An id and what it is of, as the keywords of ``find_person``."""
    name = known_as.strip()
    return {"users": [(known_by, name)]} if known_by in PLATFORMS else {"conversations": [(known_by.rstrip(":"), name)]}
