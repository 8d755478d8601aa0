"""The people of the demo: 200 who ask, known by pseudonyms alone, and an account for each part."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.auth.models import User

from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.questions.access import Role
from bot.questions.membership import create_lead, give_part

STAFF = 200
_OTHERS = ("volunteer", "visitor", "contractor", "governor")  # those whom other clauses may bind; the rest are staff
_NAMES = {
    Role.SAFEGUARDING_LEAD: "Mrs Example",
    Role.DEPUTY: "Mr Sample",
    Role.HEAD: "Dr Instance",
    Role.CHAIR: "Ms Specimen",
}


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: at which school, as what, where from."""

    school: str
    number: int
    role: str
    channel: str

    @property
    def pseudonym(self) -> str:
        """What stands for them in the record; empty where a channel tells nobody apart."""
        user = f"demo-{self.number}" if self.channel in {"slack", "teams"} else ""
        return make_pseudonym(self.school, self.channel, user)


@dataclass(frozen=True)
class DemoAccount:
    """An account of the console, and the password that is printed once."""

    user: User
    schools: tuple[str, ...]
    role: Role
    password: str


def asked_as(role: str) -> str:
    """What somebody with a role of the data file says that they are."""
    return role if role in _OTHERS else "staff"


def make_askers(schools: Sequence[str], year: Mapping[str, Any], random: Random) -> list[Asker]:
    """The staff of the schools, in the shares of the data file."""
    roles, channels = year["roles"], year["channels"]
    return [
        Asker(
            school,
            number,
            random.choices(list(roles), list(roles.values()))[0],
            random.choices(list(channels[school]), list(channels[school].values()))[0],
        )
        for number in range(STAFF)
        for school in [schools[number % len(schools)]]
    ]


def make_accounts(schools: Sequence[str]) -> list[DemoAccount]:
    """Safeguarding lead, deputy, head and chair of each school; a trust lead and an administrator of them all."""
    own = [_make(role, (school,)) for school in schools for role in _NAMES]
    return [*own, *(_make(role, tuple(schools)) for role in (Role.TRUST_LEAD, Role.ADMINISTRATOR))]


def _make(role: Role, schools: tuple[str, ...]) -> DemoAccount:
    place = schools[0] if len(schools) == 1 else "trust"
    username, password = f"demo-{role.replace('_', '-')}-{place}", secrets.token_urlsafe(12)
    name = f"{_NAMES.get(role, role.label)} (demo)"
    membership = create_lead(username, schools[0], password, role, name=name, email=f"{username}@example.org")
    user = User.objects.get(pk=membership.user_id)
    for school in schools[1:]:
        give_part(user, school, role, by=None)
    return DemoAccount(user, schools, role, password)
