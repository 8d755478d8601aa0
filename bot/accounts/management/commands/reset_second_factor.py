"""``python -m django reset_second_factor --username U``: for somebody who lost their phone and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from bot.accounts.second_factor import forget_second_factor


class Command(BaseCommand):
    """Has somebody set up their second factor anew at the next sign-in."""

    help = "Forget somebody's second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--username", required=True, help="the name to sign in with")

    def handle(self, *, username: str, **_options: object) -> None:
        """Forget it."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}: check the spelling.")
        done = forget_second_factor(user, by=None)
        self.stdout.write(
            f"{username} sets up a second factor at the next sign-in." if done else f"{username} has none to forget."
        )
