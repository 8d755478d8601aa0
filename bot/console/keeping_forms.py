"""The forms about keeping: placing a hold, and saying who somebody is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, TypedDict

from django import forms
from django.utils import timezone

from bot.console.offered_choices import offer_choices
from bot.console.school_names import school_choices
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


class _SomebodyForm(forms.Form):
    """Somebody of one of ``schools``, by what they are known by."""

    school = forms.ChoiceField(label="School")

    def __init__(self, *args: Any, schools: list[str], **kwargs: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*args, **kwargs)
        offer_choices(self, "school", school_choices(schools))

    def names(self) -> Names:
        """Who the person is, as ``find_person`` takes it."""
        known_by, name = self.cleaned_data["known_by"], self.cleaned_data["known_as"].strip()
        return (
            {"users": [(known_by, name)]}
            if known_by in PLATFORMS
            else {"conversations": [(known_by.rstrip(":"), name)]}
        )


class PersonForm(_SomebodyForm):
    """Who somebody is, at which school."""

    known_by = forms.ChoiceField(choices=_KNOWN_BY, label="Known by")
    known_as = forms.CharField(max_length=200, label="The id itself")


class HoldForm(_SomebodyForm):
    """What is to be kept, and why."""

    about = forms.ChoiceField(choices=_ABOUT, label="Keep")
    item = forms.IntegerField(required=False, min_value=1, label="Number of the review item")
    known_by = forms.ChoiceField(choices=[("", "–"), *_KNOWN_BY], required=False, label="Person known by")
    known_as = forms.CharField(max_length=200, required=False, label="Their id")
    since = forms.DateField(required=False, label="From", widget=_DATE)
    until = forms.DateField(required=False, label="To, that day included", widget=_DATE)
    reason = forms.CharField(
        max_length=REASON_LIMIT, label="Why, without names", help_text="“Complaint 12”, “inspection”."
    )

    def clean(self) -> dict[str, Any]:
        """What the chosen kind of hold needs is there."""
        given = self.cleaned_data
        needed = {"item": ("item",), "person": ("known_by", "known_as"), "period": ("since", "until")}
        for name in needed.get(given.get("about", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, "This is needed for such a hold.")
        return given

    def days(self) -> tuple[datetime, datetime]:
        """The period, from the beginning of the first day to the end of the last."""
        after = self.cleaned_data["until"] + timedelta(days=1)
        return tuple(timezone.make_aware(datetime.combine(day, time())) for day in (self.cleaned_data["since"], after))  # type: ignore[return-value]
