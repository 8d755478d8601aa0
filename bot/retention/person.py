"""Who a person is to Signpost: the pseudonyms and conversations under which their data lie at one school."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.crypto import salted_hmac

from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.models import InboxEntry
from bot.errors import IndexUnusableError
from bot.index.clause_store import ClauseStore
from bot.questions.models import QuestionRecord

PLATFORMS = ("slack", "teams")
CHANNELS = (*PLATFORMS, "web", "api")


class UnknownPersonError(ValueError):
    """Nothing was given by which somebody could be known: the text says what is needed."""


@dataclass(frozen=True)
class Person:
    """What a person at ``school`` is known by.

    ``askers`` are pseudonyms at that school; ``choosers`` pseudonyms of no school, in a workspace that several share;
    ``conversations`` pairs of channel and id. ``platform_users`` are ids as a platform has them, by channel.
    """

    school: str
    askers: frozenset[str] = frozenset()
    choosers: frozenset[str] = frozenset()
    conversations: frozenset[tuple[str, str]] = frozenset()
    platform_users: frozenset[tuple[str, str]] = frozenset()
    account: User | None = None

    @property
    def reference(self) -> str:
        """What stands for them in the audit log and on what they are handed; only the secret key leads there."""
        known = sorted(self.askers) or sorted(map("\n".join, self.conversations)) or [f"account {self._account_key}"]
        return salted_hmac("bot.retention.person", f"{self.school}\n{known[0]}", algorithm="sha256").hexdigest()[:12]

    @property
    def _account_key(self) -> int | None:
        return self.account.pk if self.account else None

    def in_conversations(self) -> Q:
        """For tables with the columns ``school``, ``channel`` and ``conversation``: the rows of their conversations."""
        found = Q(pk__in=[])
        for channel, conversation in self.conversations:
            found |= Q(school=self.school, channel=channel, conversation=conversation)
        return found

    def in_messages(self) -> Q:
        """For tables that have ``asker`` besides: the rows of what they wrote, as well."""
        return self.in_conversations() | Q(school=self.school, asker__in=self.askers)


def find_person(
    school: str,
    *,
    users: Sequence[tuple[str, str]] = (),
    conversations: Sequence[tuple[str, str]] = (),
    account: str = "",
) -> Person:
    """The person who is known by any of these.

    :param users: pairs of platform and user id there: ``("slack", "U012AB3CD")``.
    :param conversations: pairs of channel and conversation id.
    :param account: the name that somebody signs in to the console with.
    :raises UnknownPersonError: nothing was given, or there is no such account.
    """
    if not (users or conversations or account):
        raise UnknownPersonError("Say who it is: a user id of Slack or Teams, a conversation, or an account.")
    askers = frozenset(make_pseudonym(school, platform, user) for platform, user in users)
    choosers = frozenset(_choosers(school, users))
    given = Person(school, askers, choosers, frozenset(conversations), frozenset(users), _account(account))
    return Person(school, askers, choosers, _conversations(given), given.platform_users, given.account)


def _account(username: str) -> User | None:
    found = User.objects.filter(username=username).first() if username else None
    if username and found is None:
        raise UnknownPersonError("Nobody signs in with that name.")
    return found


def _choosers(school: str, users: Sequence[tuple[str, str]]) -> list[str]:
    """The pseudonym in each workspace of the school; see ``Place.chooser`` of ``bot/channels``."""
    places = {}
    with suppress(IndexUnusableError):
        places = ClauseStore(settings.SIGNPOST.index).read(school).profile.places
    return [
        make_pseudonym("", platform, f"{workspace}\n{user}")
        for platform, user in users
        for workspace in (places[platform].workspaces if platform in places else ())
    ]


def _conversations(person: Person) -> frozenset[tuple[str, str]]:
    """The conversations that were given, and those in which one of the askers wrote."""
    found = set(person.conversations)
    written = Q(school=person.school, asker__in=person.askers)
    for chooser in person.choosers:  # how a conversation of Slack ends: bot/channels/slack/incoming.py
        written |= Q(school=person.school, channel="slack", conversation__endswith=chooser[:32])
    for table in (QuestionRecord, InboxEntry):
        found.update(table.objects.filter(written).values_list("channel", "conversation").distinct())
    return frozenset(found)
