"""What a field of a form lets its reader choose from, where that depends on the reader."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Offer ``choices``, as values with labels, in the field ``name``, which is one that chooses."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
    field.choices = list(choices)


def as_they_are(values: Iterable[str]) -> list[tuple[str, str]]:
    """Choices whose label is the value itself."""
    return [(value, value) for value in values]
