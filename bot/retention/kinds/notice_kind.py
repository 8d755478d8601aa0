"""What was told to people, that something waits; without a word of what it was."""

from __future__ import annotations

from django.db.models import Q

from bot.notifications.models import Notice
from bot.retention.kept_kind import Entry
from bot.retention.person import Person
from bot.retention.table_kind import TableKind, moment


class Notices(TableKind):
    """Notices, with how they were sent. One about an item goes with it at the latest."""

    name, label, setting = "notices", "Notices that something waits", "ended"
    follows_messages = True
    where, model, stamp = "notifications_notice, notifications_sending, notifications_toldquestion", Notice, "made_at"

    def of(self, person: Person) -> Q:
        """Those of ordinary questions: who was told of a concern is not for everyone who may hand out a copy."""
        return Q(user=person.account, school=person.school, kind="") if person.account else Q(pk__in=[])

    def erasable(self, person: Person) -> Q:
        """None: they show that somebody was told of a concern."""
        return Q(pk__in=[])

    def entry(self, row: Notice) -> Entry:
        """See ``TableKind``."""
        return {"told": moment(row.made_at), "school": row.school}
