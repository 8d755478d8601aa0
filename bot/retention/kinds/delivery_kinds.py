"""What the inbox, the outbox and the addresses of conversations hold. Words leave them once handled or sent."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from bot.deliveries.models import ConversationAddress, Delivery, InboxEntry, SchoolChoice, UnknownWorkspace
from bot.questions.models import WAITING, QuestionRecord, ReviewItem
from bot.retention.kept_kind import Entry
from bot.retention.person import Person
from bot.retention.table_kind import TableKind, moment

_LANE = ("school", "channel", "conversation")
CHOICE_DAYS = 400  # a little more than a year: nobody is asked for their school again in the middle of one


class HandledEvents(TableKind):
    """Events of platforms that were answered."""

    name, label, setting = "inbox", "Inbox: events that were answered", "inbox"
    where, model, stamp = "deliveries_inboxentry", InboxEntry, "handled_at"
    can_be_held = has_asker = follows_messages = True

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return InboxEntry.objects.exclude(school="", handled_at=None)

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return InboxEntry.objects.filter(handled_at__isnull=False)

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        return person.in_messages() | Q(school="", asker__in=person.choosers)

    def entry(self, row: InboxEntry) -> Entry:
        """See ``TableKind``."""
        return {
            "channel": row.channel,
            "event": row.event_id,
            "conversation": row.conversation,
            "received": moment(row.received_at),
            "answered": moment(row.handled_at),
            "address": row.address,
        }


class UnplacedEvents(HandledEvents):
    """Questions whose asker never chose a school."""

    name, label, setting, fixed = "inbox_without_school", "Inbox: no school was chosen", "", 1
    stamp = "received_at"
    can_be_held = False  # a hold is a school's, and these are none's

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return InboxEntry.objects.filter(school="", handled_at=None)

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return self.all()

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        return Q(asker__in=person.choosers)


class SentReplies(TableKind):
    """Replies that arrived."""

    name, label, setting = "outbox", "Outbox: replies that were sent", "outbox"
    where, model, stamp = "deliveries_delivery", Delivery, "sent_at"
    can_be_held = follows_messages = True

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return Delivery.objects.filter(failed_at=None)

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return Delivery.objects.filter(sent_at__isnull=False)

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        return person.in_conversations()

    def entry(self, row: Delivery) -> Entry:
        """See ``TableKind``."""
        return {
            "channel": row.channel,
            "conversation": row.conversation,
            "made": moment(row.created_at),
            "sent": moment(row.sent_at),
            "failed": moment(row.failed_at),
            "problem": row.problem,
            "address": row.address,
        }


class UndeliveredReplies(SentReplies):
    """Replies that did not arrive."""

    name, label, setting = "undelivered", "Outbox: replies that did not arrive", "undelivered"
    stamp = "failed_at"

    def all(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return Delivery.objects.filter(failed_at__isnull=False)

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        return self.all()


class Addresses(TableKind):
    """Where conversations are reached. One in which something waits for a person is kept: the reply goes there."""

    name, label, setting = "addresses", "Where conversations are reached", "addresses"
    where, model, stamp = "deliveries_conversationaddress", ConversationAddress, "updated_at"
    can_be_held = follows_messages = True

    def finished(self) -> QuerySet[Any]:
        """See ``TableKind``."""
        same = {f"question__{column}": OuterRef(column) for column in _LANE}
        return self.all().exclude(Exists(ReviewItem.objects.filter(status__in=WAITING, **same)))

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        found = person.in_conversations()
        for channel, user in person.platform_users:
            found |= Q(school=person.school, channel=channel, address__user=user)
        return found

    def erasable(self, person: Person) -> Q:
        """Those of conversations of which no message is kept: a concern, or what is under a hold."""
        same = {column: OuterRef(column) for column in _LANE}
        return self.of(person) & ~Q(Exists(QuestionRecord.objects.filter(**same)))

    def entry(self, row: ConversationAddress) -> Entry:
        """See ``TableKind``."""
        return {
            "channel": row.channel,
            "conversation": row.conversation,
            "last used": moment(row.updated_at),
            "address": row.address,
        }


class SchoolChoices(TableKind):
    """Which school somebody chose, in a workspace of several."""

    name, label, fixed = "school_choices", "Which school somebody chose", CHOICE_DAYS
    where, model, stamp = "deliveries_schoolchoice", SchoolChoice, "chosen_at"
    follows_messages = True

    def of(self, person: Person) -> Q:
        """See ``TableKind``."""
        return Q(asker__in=person.choosers, school=person.school)

    def entry(self, row: SchoolChoice) -> Entry:
        """See ``TableKind``."""
        return {"channel": row.channel, "school": row.school, "chosen": moment(row.chosen_at)}


class UnknownWorkspaces(TableKind):
    """Workspaces of no school: nothing of a person, and kept as long as what did not arrive."""

    name, label, setting = "unknown_workspaces", "Workspaces of no school", "undelivered"
    where, model, stamp, school = "deliveries_unknownworkspace", UnknownWorkspace, "last_at", ""

    def entry(self, row: UnknownWorkspace) -> Entry:
        """See ``TableKind``."""
        return {"channel": row.channel, "workspace": row.workspace, "messages": row.messages}
