"""``python -m django invite_person --email E --school S --role R``: print a link that makes an account."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from bot.accounts.invitations import invitation_link, invite
from bot.questions.models import SchoolMembership


class Command(BaseCommand):
    """Invites an address to a part at a school."""

    help = "Invite somebody to a part at a school."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--email", required=True, help="the address that is invited")
        parser.add_argument("--school", required=True, help="the school's folder name")
        parser.add_argument("--role", choices=SchoolMembership.Role.values, required=True)

    def handle(self, *, email: str, school: str, role: str, **_options: object) -> None:
        """Invite, and print the link."""
        try:
            invitation, secret = invite(email, school, role)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        until = f"{invitation.expires_at:%-d %B %Y}"
        self.stdout.write(
            f"Pass this on to {invitation.email}; it works once, until {until}:\n{invitation_link(secret)}"
        )
