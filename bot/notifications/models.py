"""The tables: how each person wants to be told, where in Slack and Teams they are, what they were told, and how."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.questions.models import ReviewItem, SchoolMembership

# From midnight to 23:00, in the school's own time.
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
_PERSON: Any = settings.AUTH_USER_MODEL


class Way(models.TextChoices):
    """How somebody can be told. The value of each but e-mail is the name of its channel."""

    EMAIL = "email", "E-mail"
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Teams"


CHATS = (Way.SLACK, Way.TEAMS)


class Preference(models.Model):
    """How one person wants to be told of what waits at one school. Hours are of Europe/London.

    Nothing here keeps a concern from coming at once and by e-mail; the ways and hours are those of everything else.
    """

    class Rhythm(models.TextChoices):
        """When questions are told."""

        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day, together"
        WEEKLY = "weekly", "Once a week, together"
        NEVER = "never", "Not at all"

    class Weekday(models.IntegerChoices):
        """As Python counts them."""

        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        _PERSON, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    user_id: int
    school: models.CharField[str, str] = models.CharField(max_length=200)
    by_email: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    by_slack: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    by_teams: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    rhythm: models.CharField[str, str] = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    hour: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(choices=HOURS, default=8)
    weekday: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(
        choices=Weekday.choices, default=Weekday.MONDAY
    )
    quiet_from: models.PositiveSmallIntegerField[Any, Any] = models.PositiveSmallIntegerField(
        choices=HOURS, null=True, blank=True
    )
    quiet_to: models.PositiveSmallIntegerField[Any, Any] = models.PositiveSmallIntegerField(
        choices=HOURS, null=True, blank=True
    )
    quiet_weekends: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        """One for each person and school."""

        constraints = (models.UniqueConstraint(fields=("user", "school"), name="one_preference_per_person"),)

    def wants(self, way: Way) -> bool:
        """Whether ``way`` is ticked."""
        return bool({Way.EMAIL: self.by_email, Way.SLACK: self.by_slack, Way.TEAMS: self.by_teams}[way])


class ChatLink(models.Model):
    """Where somebody is in Slack or Teams, proved with a code; for one school, in a workspace of that school.

    ``broken_at`` is when the platform said for good that nothing reaches them there, ``problem`` why.
    """

    user: models.ForeignKey[Any, Any] = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="chat_links")
    user_id: int
    school: models.CharField[str, str] = models.CharField(max_length=200)
    way: models.CharField[str, str] = models.CharField(max_length=10, choices=[(way, way.label) for way in CHATS])
    address: models.JSONField[Any, Any] = models.JSONField()
    linked_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    broken_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    problem: models.CharField[str, str] = models.CharField(max_length=100, blank=True)

    class Meta:
        """One for each person, school and platform."""

        constraints = (models.UniqueConstraint(fields=("user", "school", "way"), name="one_chat_link_per_way"),)


class LinkCode(models.Model):
    """A code that was shown to somebody signed in, to be sent from their Slack or Teams. Only a digest is kept."""

    user: models.ForeignKey[Any, Any] = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    school: models.CharField[str, str] = models.CharField(max_length=200)
    way: models.CharField[str, str] = models.CharField(max_length=10, choices=[(way, way.label) for way in CHATS])
    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    expires_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    spent_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)


class Notice(models.Model):
    """That one person is to be told something: of one concern (``item`` and its ``kind``), or of several questions.

    ``period`` is the moment that a digest counts up to; a digest of nothing has no sendings, and says that it was its
    turn. ``role`` is the part in which somebody is told of a concern.
    """

    user: models.ForeignKey[Any, Any] = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="notices")
    user_id: int
    school: models.CharField[str, str] = models.CharField(max_length=200)
    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        ReviewItem, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    item_id: int | None
    kind: models.CharField[str, str] = models.CharField(max_length=30, blank=True)
    role: models.CharField[str, str] = models.CharField(max_length=30, blank=True)
    period: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    made_at: models.DateTimeField[Any, Any] = models.DateTimeField()

    class Meta:
        """Nobody is told twice of the same concern, nor gets two digests of one period."""

        constraints = (
            models.UniqueConstraint(
                fields=("item", "user", "kind"), condition=models.Q(item__isnull=False), name="told_of_concern_once"
            ),
            models.UniqueConstraint(
                fields=("user", "school", "period"),
                condition=models.Q(period__isnull=False),
                name="one_digest_a_period",
            ),
        )
        indexes = (models.Index(fields=("made_at",), name="notice_made"),)

    @property
    def part(self) -> str:
        """The part in which somebody is told of a concern, in words."""
        return str(SchoolMembership.Role(self.role).label).lower()


class ToldQuestion(models.Model):
    """That a notice counts a question. Nobody is told twice of the same question, whatever became of its kind."""

    notice: models.ForeignKey[Any, Any] = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="questions")
    user: models.ForeignKey[Any, Any] = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="+")
    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        ReviewItem, on_delete=models.CASCADE, related_name="told_questions"
    )
    item_id: int

    class Meta:
        """Once."""

        constraints = (models.UniqueConstraint(fields=("user", "item"), name="told_of_question_once"),)


class Sending(models.Model):
    """A notice on one way. An e-mail is tried until it is sent; a chat message is handed to the outbox, which sends it.

    ``try_at`` is when an e-mail may be tried next; moved on before each try, so that two processes never try at once.
    ``delivery`` is the key of the outbox's row. ``problem`` says in a few words what went wrong at the last try.
    """

    class State(models.TextChoices):
        """What became of it. ``DROPPED``: it was no longer needed, for somebody had looked meanwhile."""

        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "No longer needed"

    notice: models.ForeignKey[Any, Any] = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="sendings")
    way: models.CharField[str, str] = models.CharField(max_length=10, choices=Way.choices)
    state: models.CharField[str, str] = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    try_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    settled_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    problem: models.CharField[str, str] = models.CharField(max_length=100, blank=True)
    delivery: models.UUIDField[Any, Any] = models.UUIDField(null=True, unique=True)

    class Meta:
        """Each way once. What waits is found quickly, however much was sent."""

        constraints = (models.UniqueConstraint(fields=("notice", "way"), name="one_sending_per_way"),)
        indexes = (models.Index(fields=("try_at",), condition=models.Q(state="waiting"), name="sending_waiting"),)
