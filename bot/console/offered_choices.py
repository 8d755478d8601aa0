"""What a field of a form lets its reader choose from, where that depends on the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Offer ``choices``, as values with labels, in the field ``name``, which is one that chooses."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
    field.choices = list(choices)


def offer_own_schools(form: forms.Form, schools: Sequence[tuple[str, str]]) -> None:
    """Let somebody narrow a list to one of their schools, or to all; hidden from whoever has one alone."""
    offer_choices(form, "school", [("", "All of yours"), *schools])
    if len(schools) < 2:
        form.fields["school"].widget = forms.HiddenInput()
