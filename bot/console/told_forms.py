"""The form in which somebody chooses how they are told of questions that wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from bot.notifications.models import HOURS, Preference, Way
from bot.notifications.preferences import PREFERENCE_FIELDS

_NO_HOUR = [("", "None"), *HOURS]


def _hour(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=_NO_HOUR, coerce=int, empty_value=None, required=False, label=label)


class ToldForm(forms.Form):
    """By which of the ways that there are, when, and when not."""

    by_email = forms.BooleanField(required=False, label="By e-mail")
    by_slack = forms.BooleanField(required=False, label="By Slack")
    by_teams = forms.BooleanField(required=False, label="By Teams")
    rhythm = forms.ChoiceField(choices=Preference.Rhythm.choices, label="When")
    hour = forms.TypedChoiceField(choices=HOURS, coerce=int, label="Hour, if together")
    weekday = forms.TypedChoiceField(choices=Preference.Weekday.choices, coerce=int, label="Day, if once a week")
    quiet_from = _hour("Quiet every day from")
    quiet_to = _hour("Quiet until")
    quiet_weekends = forms.BooleanField(required=False, label="Quiet on Saturday and Sunday")

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        preference: Preference,
        ways: Collection[Way],
    ) -> None:
        chosen = {field: getattr(preference, field) for field in PREFERENCE_FIELDS}
        super().__init__(data, initial=chosen, prefix=preference.school, label_suffix="")
        self._ways = [f"by_{way.value}" for way in ways]
        for field in {f"by_{way.value}" for way in Way} - set(self._ways):
            del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """A way to be told by, and quiet hours that begin and end."""
        given = self.cleaned_data
        if given.get("rhythm") != Preference.Rhythm.NEVER and not any(given.get(way) for way in self._ways):
            self.add_error("rhythm", "Tick a way to be told by, or choose “Not at all”.")
        start, end = given.get("quiet_from"), given.get("quiet_to")
        if (start is None) != (end is None) or (start is not None and start == end):
            self.add_error("quiet_to", "Quiet hours need two different hours, or none.")
        return given
