"""The tables: what was asked and answered, what waits for a person, who may see it, who did what."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.datatypes.answer import Outcome
from bot.questions.group_models import QuestionGroup, QuestionMeaning
from bot.questions.sighting_model import Sighting
from bot.questions.web_access_models import WebLink

__all__ = [
    "AnswerRecord",
    "AuditEntry",
    "AuditHead",
    "Feedback",
    "QuestionGroup",
    "QuestionMeaning",
    "QuestionRecord",
    "ReviewItem",
    "SchoolMembership",
    "Sighting",
    "WebLink",
]


class QuestionRecord(models.Model):
    """One message, stored when it arrived. ``text`` is empty where a button was pressed on ``pressed_on``.

    A message that asks several questions has a part for each, which has the answer. ``in_full`` is what it was taken to
    ask where its own words lean on what was asked before, ``asked_for`` whom it asks for where that is not the asker.
    """

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school: models.CharField[str, str] = models.CharField(max_length=200)
    conversation: models.CharField[str, str] = models.CharField(max_length=200)
    channel: models.CharField[str, str] = models.CharField(max_length=20)
    asker: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    role: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    text: models.TextField[str, str] = models.TextField(blank=True)
    button: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    pressed_on: models.ForeignKey[Any, Any] = models.ForeignKey(
        "AnswerRecord", null=True, blank=True, on_delete=models.CASCADE, related_name="presses"
    )
    part_of: models.ForeignKey[Any, Any] = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    in_full: models.TextField[str, str] = models.TextField(blank=True)
    asked_for: models.CharField[str, str] = models.CharField(max_length=40, blank=True)
    received_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)

    class Meta:
        """Found by conversation, newest last."""

        indexes = (
            models.Index(fields=("school", "channel", "conversation", "received_at"), name="question_conversation"),
            models.Index(fields=("received_at",), name="question_received"),
        )


class AnswerRecord(models.Model):
    """What was sent in reply to one message: ``payload`` is the list of messages, as JSON.

    ``search`` says how the search for it went (``datatypes/search_report.py``), for those who review it; null where
    there was none.
    """

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question: models.OneToOneField[Any, Any] = models.OneToOneField(
        QuestionRecord, on_delete=models.CASCADE, related_name="answer"
    )
    outcome: models.CharField[str, str] = models.CharField(max_length=60, choices=[(o.value, o.value) for o in Outcome])
    payload: models.JSONField[Any, Any] = models.JSONField()
    search: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    sent_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    duration_ms: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()


class Feedback(models.Model):
    """Whether an answer helped; the last press counts."""

    answer: models.OneToOneField[Any, Any] = models.OneToOneField(
        AnswerRecord, on_delete=models.CASCADE, related_name="feedback"
    )
    helpful: models.BooleanField[bool, bool] = models.BooleanField()
    given_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)


class ReviewItem(models.Model):
    """A question that waits for a person. At most one waits for the same words in one conversation.

    ``closed_at`` and ``closed_by``: since when and by whom it no longer waits, answered or not. ``reply`` is the last,
    ``replied_as`` the part in which it was written. ``note`` is for those who may see the item, never for the asker.
    ``group`` holds the questions that mean the same; a person has taken one with ``is_alone`` out of it.
    """

    class Kind(models.TextChoices):
        """Why it waits."""

        PARTLY = "partly", "Partly answered"
        UNANSWERED = "unanswered", "Not answered"
        UNHELPFUL = "unhelpful", "Answer did not help"
        ASKED_FOR_LEAD = "asked_for_lead", "Asked for the safeguarding lead"
        CONCERN = "concern", "Safeguarding concern"
        ALLEGATION = "allegation", "Concern about an adult working at the school"
        ALLEGATION_ABOUT_HEAD = "allegation_about_head", "Concern about the head"

    class Status(models.TextChoices):
        """Whether it still waits, and for whom: the first two wait."""

        OPEN = "open", "Open"
        ASSIGNED = "assigned", "Assigned"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    class Category(models.TextChoices):
        """What the question turned out to need."""

        POLICY_SILENT = "policy_silent", "The policies do not say"
        POLICY_UNCLEAR = "policy_unclear", "The policies say it unclearly"
        POLICY_ANSWERS = "policy_answers", "The policies do answer it"
        PERSON_NEEDED = "person_needed", "It needed a person"
        NOT_A_QUESTION = "not_a_question", "Not a question for Signpost"

    question: models.ForeignKey[Any, Any] = models.ForeignKey(
        QuestionRecord, on_delete=models.CASCADE, related_name="review_items"
    )
    school: models.CharField[str, str] = models.CharField(max_length=200)
    asked_in: models.CharField[str, str] = models.CharField(
        max_length=64, help_text="Digest of channel and conversation."
    )
    asked_what: models.CharField[str, str] = models.CharField(
        max_length=64, help_text="Digest of the question's words."
    )
    kind: models.CharField[str, str] = models.CharField(max_length=30, choices=Kind.choices)
    status: models.CharField[str, str] = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    category: models.CharField[str, str] = models.CharField(max_length=30, choices=Category.choices, blank=True)
    owner: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_review_items"
    )
    owner_id: int | None
    note: models.TextField[str, str] = models.TextField(blank=True)
    group: models.ForeignKey[Any, Any] = models.ForeignKey(
        QuestionGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    group_id: int | None
    is_alone: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    reply: models.TextField[str, str] = models.TextField(blank=True)
    replied_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)
    replied_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="replied_review_items"
    )
    replied_as: models.CharField[str, str] = models.CharField(max_length=30, blank=True)
    opened_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    closed_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)
    closed_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="closed_review_items"
    )

    class Meta:
        """Listed by school and status, newest first."""

        indexes = (models.Index(fields=("school", "status", "-opened_at"), name="review_item_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=("school", "asked_in", "asked_what"),
                condition=models.Q(status__in=("open", "assigned")),
                name="one_waiting_review_item_per_question",
            ),
        )


WAITING = (ReviewItem.Status.OPEN, ReviewItem.Status.ASSIGNED)


class SchoolMembership(models.Model):
    """What somebody is at a school, and so which review items they may see."""

    class Role(models.TextChoices):
        """The part somebody plays."""

        SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
        DEPUTY = "deputy", "Deputy safeguarding lead"
        HEAD = "head", "Head"
        CHAIR = "chair", "Chair of governors"
        TRUST_LEAD = "trust_lead", "Trust lead"
        ADMINISTRATOR = "administrator", "Administrator"

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="school_memberships"
    )
    user_id: int
    school: models.CharField[str, str] = models.CharField(max_length=200, db_index=True)
    role: models.CharField[str, str] = models.CharField(max_length=30, choices=Role.choices)

    class Meta:
        """Somebody may play several parts, each once."""

        constraints = (models.UniqueConstraint(fields=("user", "school", "role"), name="membership_once"),)


class AuditEntry(models.Model):
    """Who did what to which thing, and when; ``user`` is null for the command line and for strangers.

    Written once: the database refuses to change or delete a row. Each holds the digest of the entry before and of its
    own content. ``kind`` is that of the review item it tells of, kept because the item may be erased first.
    """

    class Action(models.TextChoices):
        """What can be done."""

        LOOKED = "looked", "Looked at"
        REPLIED = "replied", "Replied to"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"
        ASSIGNED = "assigned", "Assigned"
        NOTED = "noted", "Wrote a note on"
        EXPORTED = "exported", "Exported"
        IMPORTED = "imported", "Imported"
        PUBLISHED = "published", "Published an approved answer"
        CHANGED_ANSWER = "changed_answer", "Changed an approved answer"
        WITHDREW_ANSWER = "withdrew_answer", "Withdrew an approved answer"
        HELD = "held", "Put a legal hold on"
        RELEASED = "released", "Released a legal hold on"
        ERASED = "erased", "Erased"
        GAVE_ACCESS = "gave_access", "Gave a person a copy of what is held about them"
        CHANGED_SETTINGS = "changed_settings", "Changed settings"
        SENT_TEST = "sent_test", "Sent a test notification"
        INVITED = "invited", "Invited somebody"
        WITHDREW_INVITATION = "withdrew_invitation", "Withdrew an invitation"
        ADDED_MEMBER = "added_member", "Added a member"
        REMOVED_MEMBER = "removed_member", "Took a part away"
        SIGNED_IN = "signed_in", "Signed in"
        SIGNED_OUT = "signed_out", "Signed out"
        SIGN_IN_FAILED = "sign_in_failed", "Failed to sign in"
        LOCKED_OUT = "locked_out", "Locked out after failed attempts"
        SECOND_FACTOR_ADDED = "second_factor_added", "Set up a second factor"
        SECOND_FACTOR_REMOVED = "second_factor_removed", "Removed a second factor"
        PASSWORD_CHANGED = "password_changed", "Changed the password"
        MADE_LINK = "made_link", "Made an induction link"
        REVOKED_LINK = "revoked_link", "Revoked an induction link"

    user: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audit_entries"
    )
    user_id: int | None
    action: models.CharField[str, str] = models.CharField(max_length=30, choices=Action.choices)
    school: models.CharField[str, str] = models.CharField(max_length=200)
    subject: models.CharField[str, str] = models.CharField(max_length=100)
    kind: models.CharField[str, str] = models.CharField(max_length=30, choices=ReviewItem.Kind.choices, blank=True)
    at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    number: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(unique=True)
    previous: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    digest: models.CharField[str, str] = models.CharField(max_length=64)

    _written_once: ClassVar[str] = "An audit entry is written once: add another entry instead of changing this one."

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's signature)
        """Write the entry.

        :raises TypeError: it was written before.
        """
        if not self._state.adding:
            raise TypeError(self._written_once)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 (Django's signature)
        """Refuse.

        :raises TypeError: always.
        """
        raise TypeError(self._written_once)


class AuditHead(models.Model):
    """How many entries the audit log has, and the digest of the last: the one row that writers lock in turn."""

    entries: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(default=0)
    digest: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
