"""The tables: what a person approved, the words by which people ask for it, and the clauses it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bot.questions.models import ReviewItem, SchoolMembership

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class ApprovedAnswer(models.Model):
    """One answer in the words of whoever approved it. Used only while it is approved and has not expired.

    ``approved_as`` is the part that the person played then, which is all that askers are told of them. ``revision``
    counts the changes, so that nobody writes over what they have not seen. ``lapsed_because`` is for the desk.
    """

    class Status(models.TextChoices):
        """Whether it is used, and why not."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "In use"
        LAPSED = "lapsed", "Needs review"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Audience(models.TextChoices):
        """For whom it holds."""

        EVERYONE = "everyone", "Everyone"
        STAFF = "staff", "Staff"
        VOLUNTEERS = "volunteers", "Volunteers and helpers"
        VISITORS = "visitors", "Visitors and contractors"

    school: models.CharField[str, str] = models.CharField(max_length=200)
    question: models.CharField[str, str] = models.CharField(max_length=300)
    text: models.TextField[str, str] = models.TextField()
    audience: models.CharField[str, str] = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.EVERYONE
    )
    status: models.CharField[str, str] = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    expires_on: models.DateField[Any, Any] = models.DateField(null=True, blank=True)
    origin: models.ForeignKey[Any, Any] = models.ForeignKey(
        ReviewItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="approved_answers"
    )
    approved_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="approved_answers"
    )
    approved_as: models.CharField[str, str] = models.CharField(
        max_length=30, choices=SchoolMembership.Role.choices, blank=True
    )
    approved_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)
    lapsed_at: models.DateTimeField[Any, Any] = models.DateTimeField(null=True, blank=True)
    lapsed_because: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    changed_at: models.DateTimeField[Any, Any] = models.DateTimeField(default=timezone.now)
    revision: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)

    approved_by_id: int | None
    phrasings: RelatedManager[Phrasing]
    clauses: RelatedManager[RestingClause]

    class Meta:
        """Listed by school and state, what was changed last first."""

        indexes = (models.Index(fields=("school", "status", "-changed_at"), name="approved_answer_list"),)


class Phrasing(models.Model):
    """Another way to ask for an answer."""

    answer: models.ForeignKey[Any, Any] = models.ForeignKey(
        ApprovedAnswer, on_delete=models.CASCADE, related_name="phrasings"
    )
    text: models.CharField[str, str] = models.CharField(max_length=300)

    class Meta:
        """In the order in which they were written."""

        ordering: ClassVar[tuple[str, ...]] = ("pk",)


class RestingClause(models.Model):
    """A clause that an answer rests on, as it read when the answer was approved."""

    answer: models.ForeignKey[Any, Any] = models.ForeignKey(
        ApprovedAnswer, on_delete=models.CASCADE, related_name="clauses"
    )
    clause_id: models.CharField[str, str] = models.CharField(max_length=200)
    document_id: models.CharField[str, str] = models.CharField(max_length=200)
    digest: models.CharField[str, str] = models.CharField(max_length=64, help_text="SHA-256 of the clause's text.")
    lead_in: models.TextField[str, str] = models.TextField(blank=True)
    text: models.TextField[str, str] = models.TextField()
    reference: models.CharField[str, str] = models.CharField(max_length=500)

    class Meta:
        """In the order in which they are shown; each once."""

        ordering: ClassVar[tuple[str, ...]] = ("pk",)
        constraints = (models.UniqueConstraint(fields=("answer", "clause_id"), name="resting_clause_once"),)


class SchoolVersion(models.Model):
    """Counts the changes to a school's approved answers: whoever keeps them in memory looks here for news."""

    school: models.CharField[str, str] = models.CharField(max_length=200, primary_key=True)
    number: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(default=0)
