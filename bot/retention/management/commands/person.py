"""``python -m django person list|export|erase --school S …``: what is held on a person."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bot.retention.person import CHANNELS, Person, UnknownPersonError, find_person
from bot.retention.person_data import ErasedKind, HeldKind, copy_held, erase_held, list_held

_BACK = "Held back: {count} with a safeguarding concern. The safeguarding lead or the head decides about those; {how}"


class Command(BaseCommand):
    """Lists, copies or erases; never prints a word of what anybody wrote."""

    help = "List, copy or erase what is held on a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which arguments there are."""
        parser.add_argument("do", choices=("list", "export", "erase"))
        parser.add_argument("--school", required=True, help="the school's folder name")
        parser.add_argument("--slack-user", action="append", default=[], help="a member id of Slack: U012AB3CD")
        parser.add_argument("--teams-user", action="append", default=[], help="an object id of Entra ID")
        parser.add_argument("--account", default="", help="the name somebody signs in to the console with")
        parser.add_argument("--conversation", action="append", default=[], help="channel:id, as in web:Ab3…")
        parser.add_argument("--with-concerns", default="", metavar="REASON", help="why concerns are included")
        parser.add_argument("--out", type=Path, default=Path("what-is-held.zip"), help="the file to write")
        parser.add_argument("--yes", action="store_true", help="erase without asking")
        parser.add_argument("--json", action="store_true", help="print JSON, for a program to read")

    def handle(self, *, do: str, **options: Any) -> None:  # noqa: ANN401 (Django's)
        """Find the person, and do it."""
        try:
            person = _find(options)
            {"list": self._list, "export": self._export, "erase": self._erase}[do](person, options)
        except (UnknownPersonError, ValueError) as error:
            raise CommandError(str(error)) from None

    def _list(self, person: Person, options: dict[str, Any]) -> None:
        held = list_held(person, by=None)
        ordinary = {one.kind.name: len(one.entries) for one in held if not one.held_back}
        back = sum(len(one.entries) for one in held if one.held_back)
        if options["json"]:
            self.stdout.write(json.dumps({"reference": person.reference, "held": ordinary, "held_back": back}))
            return
        self.stdout.write(f"Reference: {person.reference}")
        self.stdout.write("\n".join(_held_lines(held)) or "Nothing is held.")
        self._say_held_back(back, "neither export nor erase touches them.")

    def _export(self, person: Person, options: dict[str, Any]) -> None:
        packed = copy_held(person, by=None, reason=options["with_concerns"])
        with os.fdopen(os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(packed)
        self.stdout.write(f"Written: {options['out']}, reference {person.reference}.")
        if not options["with_concerns"]:
            held = list_held(person, by=None)
            self._say_held_back(sum(len(one.entries) for one in held if one.held_back), "they are not in the file.")

    def _erase(self, person: Person, options: dict[str, Any]) -> None:
        if not options["yes"] and input("Erase what is held on this person? Type yes: ").strip() != "yes":
            raise CommandError("Nothing was erased.")
        done = erase_held(person, by=None, reason=options["with_concerns"])
        if options["json"]:
            self.stdout.write(json.dumps({"reference": person.reference, "erased": _counts(done)}))
            return
        self.stdout.write(f"Reference: {person.reference}")
        self.stdout.write(
            "\n".join(map(_erased_line, (one for one in done if not one.held_back))) or "Nothing was held."
        )
        self._say_held_back(sum(one.held_back for one in done), "they were kept.")

    def _say_held_back(self, count: int, how: str) -> None:
        if count:
            self.stdout.write(_BACK.format(count=count, how=how))


def _find(options: dict[str, Any]) -> Person:
    users = [(platform, user) for platform in ("slack", "teams") for user in options[f"{platform}_user"]]
    conversations = [_conversation(text) for text in options["conversation"]]
    return find_person(options["school"], users=users, conversations=conversations, account=options["account"])


def _conversation(text: str) -> tuple[str, str]:
    channel, _, name = text.partition(":")
    if channel not in CHANNELS or not name:
        raise UnknownPersonError(f"A conversation is a channel ({', '.join(CHANNELS)}), a colon and its id.")
    return channel, name


def _held_lines(held: list[HeldKind]) -> list[str]:
    return [f"{len(one.entries)} of: {one.kind.label}" for one in held if not one.held_back]


def _counts(done: list[ErasedKind]) -> dict[str, dict[str, int]]:
    counts = [one for one in done if not one.kind.concern]
    found = {
        one.kind.name: {"gone": one.done.gone, "held": one.done.held, "waiting": one.done.waiting} for one in counts
    }
    concerns = [one for one in done if one.kind.concern]
    gone, held = sum(one.done.gone for one in concerns), sum(one.done.held for one in concerns)
    return found | {"concerns": {"gone": gone, "held": held, "held_back": sum(one.held_back for one in concerns)}}


def _erased_line(one: ErasedKind) -> str:
    kept = [
        f"{count} kept, {why}"
        for count, why in (
            (one.done.held, "under a hold"),
            (one.done.waiting, "still waiting: close its item, or run this again later"),
        )
        if count
    ]
    label = "Safeguarding concerns" if one.kind.concern else one.kind.label
    return f"{label}: {'; '.join([f'{one.done.gone} erased', *kept])}"
