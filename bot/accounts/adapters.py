"""How allauth is to behave here: nobody signs up, and a directory lets in invited addresses alone."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from bot.accounts.console_session import signed_in_just_now
from bot.accounts.invitations import accept_as_owner_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # has no types
    """Accounts come from invitations and the command line."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        """Ask for the password again before a change of the second factor, unless somebody has only just signed in."""
        asked = bool(super().is_reauthentication_required(app=app))
        return asked and not signed_in_just_now(context.request)


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # has no types
    """Signing in with Microsoft Entra ID or Google."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account of an address that the directory vouches for; every other attempt ends here.

        :raises SignupClosedException: the address was not invited, or a signed-in user tries to attach another one.
        """
        if sociallogin.state.get("process") == "connect":
            raise SignupClosedException
        if sociallogin.is_existing:
            return
        for address in sociallogin.email_addresses:
            user = accept_as_owner_of(address.email) if address.verified else None
            if user is not None:
                sociallogin.connect(request, user)
                return
        raise SignupClosedException
