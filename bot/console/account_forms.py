"""Forms of the pages about people: inviting somebody, and choosing the first password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password

from bot.console.offered_choices import offer_choices
from bot.console.school_names import school_choices
from bot.questions.models import SchoolMembership


class InviteForm(forms.Form):
    """Offers a part at a school to an address. Nobody gives themselves a part."""

    email = forms.EmailField(label="E-mail address")
    school = forms.ChoiceField(label="School")
    role = forms.ChoiceField(label="Part", choices=SchoolMembership.Role.choices)

    def __init__(self, *args: Any, schools: list[str], own: set[str], **kwargs: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*args, **kwargs)
        self._own = own
        offer_choices(self, "school", school_choices(schools))

    def clean_email(self) -> str:
        """The address, unless it is the reader's own."""
        email: str = self.cleaned_data["email"]
        if email.casefold() in self._own:
            raise forms.ValidationError("This is you. Ask another administrator, so that two people know of it.")
        return email


class FirstPasswordForm(forms.Form):
    """Chooses a password, typed twice."""

    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label="Password again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:  # noqa: ANN401 (Django's signature)
        super().__init__(*args, **kwargs)
        self._user = User(username=email, email=email)

    def clean(self) -> dict[str, Any]:
        """Both the same, and strong enough."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords differ: type the same one twice.")
        elif first:
            try:
                validate_password(first, self._user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return self.cleaned_data
