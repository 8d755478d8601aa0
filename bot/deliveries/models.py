"""The tables: what platforms sent, what they are to be told, and where each conversation is to be reached."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone


class InboxEntry(models.Model):
    """One event of a platform. It waits until ``handled_at``; then its words stand in the record of questions alone.

    ``question_id`` is the id of that record: handling an entry again finds the question instead of asking it twice.
    ``school`` is empty while the asker has yet to choose one. ``ordered_at`` is when it was sent, as far as is known.
    ``was_told``: its asker got its safeguarding text before it could be stored.
    """

    channel: models.CharField[str, str] = models.CharField(max_length=20)
    event_id: models.CharField[str, str] = models.CharField(max_length=200)
    question_id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(unique=True, default=uuid.uuid4)
    school: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    conversation: models.CharField[str, str] = models.CharField(max_length=200)
    asker: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    role: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    text: models.TextField[str, str] = models.TextField(blank=True)
    button: models.CharField[Any, Any] = models.CharField(max_length=100, null=True)
    address: models.JSONField[Any, Any] = models.JSONField(default=dict)
    is_private: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    was_told: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    ordered_at: models.DateTimeField[Any, Any] = models.DateTimeField()
    received_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    handled_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)

    class Meta:
        """An event is taken in once. What waits is found quickly, however much was handled."""

        constraints = (models.UniqueConstraint(fields=("channel", "event_id"), name="event_received_once"),)
        indexes = (
            models.Index(
                fields=("channel", "school", "conversation", "ordered_at"),
                condition=models.Q(handled_at=None),
                name="inbox_waiting",
            ),
        )


class Delivery(models.Model):
    """Messages on their way to a person. They wait until ``sent_at`` or ``failed_at``.

    ``key`` goes along to the platform each time. ``entry`` is what it replies to, if anything. ``problem`` says what
    went wrong at the last try. ``messages`` is emptied when it was sent: the record of answers has them.
    """

    key: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(unique=True, default=uuid.uuid4)
    entry: models.ForeignKey[Any, Any] = models.ForeignKey(
        InboxEntry, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    channel: models.CharField[str, str] = models.CharField(max_length=20)
    school: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    conversation: models.CharField[str, str] = models.CharField(max_length=200)
    address: models.JSONField[Any, Any] = models.JSONField(default=dict)
    messages: models.JSONField[Any, Any] = models.JSONField(default=list)
    is_private: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    created_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    due_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    attempts: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    problem: models.CharField[str, str] = models.CharField(max_length=100, blank=True)
    platform_id: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    sent_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)
    failed_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True)

    class Meta:
        """What waits, and what failed, is found quickly, however much was sent."""

        indexes = (
            models.Index(
                fields=("channel", "school", "conversation", "id"),
                condition=models.Q(sent_at=None, failed_at=None),
                name="outbox_waiting",
            ),
            models.Index(fields=("channel", "school", "conversation", "created_at"), name="outbox_conversation"),
            models.Index(
                fields=("failed_at",), condition=models.Q(failed_at__isnull=False), name="outbox_undeliverable"
            ),
        )


class ConversationAddress(models.Model):
    """Where a conversation was last spoken from, so that a person's reply can follow later."""

    channel: models.CharField[str, str] = models.CharField(max_length=20)
    school: models.CharField[str, str] = models.CharField(max_length=200)
    conversation: models.CharField[str, str] = models.CharField(max_length=200)
    address: models.JSONField[Any, Any] = models.JSONField()
    is_private: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    updated_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each conversation."""

        constraints = (
            models.UniqueConstraint(fields=("channel", "school", "conversation"), name="one_address_per_conversation"),
        )


class SchoolChoice(models.Model):
    """Which school an asker of a workspace of several schools chose. ``asker`` is a pseudonym of no school."""

    channel: models.CharField[str, str] = models.CharField(max_length=20)
    asker: models.CharField[str, str] = models.CharField(max_length=64)
    school: models.CharField[str, str] = models.CharField(max_length=200)
    chosen_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each asker."""

        constraints = (models.UniqueConstraint(fields=("channel", "asker"), name="one_school_per_asker"),)


class UnknownWorkspace(models.Model):
    """A workspace or tenant of no school that wrote to Signpost: one row a day, for the administrator."""

    channel: models.CharField[str, str] = models.CharField(max_length=20)
    workspace: models.CharField[str, str] = models.CharField(max_length=200)
    day: models.DateField[Any, Any] = models.DateField()
    messages: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    last_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)

    class Meta:
        """One row a day."""

        constraints = (models.UniqueConstraint(fields=("channel", "workspace", "day"), name="unknown_once_a_day"),)


class WorkerLease(models.Model):
    """Who works off the inbox and the outbox just now: the one row of this table. A lease that ran out is anybody's."""

    id: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(primary_key=True, default=1)
    holder: models.CharField[str, str] = models.CharField(max_length=64)
    until: models.DateTimeField[Any, Any] = models.DateTimeField()
