"""``python -m django add_lead --school S --username U``: give somebody access to a school's review items."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from bot.questions.membership import create_lead
from bot.questions.models import SchoolMembership


class Command(BaseCommand):
    """Adds a user, or another part for one; the password is asked for, or read from standard input."""

    help = "Give somebody access to a school's review items."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("--school", required=True, help="the school's folder name")
        parser.add_argument("--username", required=True, help="the name to sign in with")
        parser.add_argument("--role", choices=SchoolMembership.Role.values, default="safeguarding_lead")
        parser.add_argument("--name", default="", help="how the person is spoken of: 'Mrs Okafor'")
        parser.add_argument("--email", default="", help="where alerts go")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *, school: str, username: str, role: str, **options: Any) -> None:  # noqa: ANN401 (Django's)
        """Add the user."""
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else _ask_for_password()
        try:
            create_lead(username, school, password, role, name=options["name"], email=options["email"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{username} may now sign in to the console of {school}.")


def _ask_for_password() -> str:
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Password again: "):
        raise CommandError("The two passwords differ: run the command again.")
    return password
