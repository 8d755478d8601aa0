"""The sign-in form, in the words of these pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc] # has no types
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (allauth's signature)
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail address"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
