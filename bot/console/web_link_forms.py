"""The form that makes an induction link."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from bot.console.offered_choices import offer_choices
from bot.questions.models import WebLink
from bot.questions.web_links import LABEL_LIMIT

_DAYS = ((1, "one day"), (7, "one week"), (30, "30 days"), (90, "one term (90 days)"), (365, "one year"))


class WebLinkForm(forms.Form):
    """Who the link is for, what they are taken to be, and for how long."""

    school = forms.ChoiceField()
    label = forms.CharField(
        max_length=LABEL_LIMIT, label="Who is it for?", help_text="You alone see this: “Summer fair helpers”."
    )
    role = forms.ChoiceField(choices=WebLink.Role.choices, label="They are")
    days = forms.TypedChoiceField(choices=_DAYS, coerce=int, initial=30, label="It works for")

    def __init__(self, *arguments: object, schools: Sequence[tuple[str, str]], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        offer_choices(self, "school", schools)
