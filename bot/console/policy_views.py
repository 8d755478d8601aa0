"""The pages on which a school's policies can be read, each clause at an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bot.console.policy_page import compose_page
from bot.console.policy_shelf import policy_shelf
from bot.datatypes.policy import PolicyDocument, ReviewDate, SchoolProfile


@dataclass(frozen=True)
class DocumentFacts:
    """What is said about a document beside its words."""

    document: PolicyDocument
    is_overdue: bool


def _is_overdue(review: ReviewDate | None, today: date) -> bool:
    return bool(review and review.latest and date.fromisoformat(review.latest) < today)


def _facts(document: PolicyDocument) -> DocumentFacts:
    return DocumentFacts(document, _is_overdue(document.review, timezone.localdate()))


def _not_found(request: HttpRequest, profile: SchoolProfile | None) -> HttpResponse:
    return render(request, "policies/not_found.html", {"profile": profile}, status=HTTPStatus.NOT_FOUND)


@require_safe
def policy_list(request: HttpRequest, school: str) -> HttpResponse:
    """A school's policies, with their versions and review dates."""
    found = policy_shelf().school(school)
    if found is None:
        return _not_found(request, None)
    documents = [_facts(document) for document in found.documents]
    return render(request, "policies/policies.html", {"profile": found.profile, "documents": documents})


@require_safe
def policy_document(request: HttpRequest, school: str, document_id: str, clause_id: str = "") -> HttpResponse:
    """One policy, with the clause that was asked for highlighted.

    Answers 404, with the document and a notice, where the clause does not stand in it (any more).
    """
    found = policy_shelf().school(school)
    document = policy_shelf().document(school, document_id)
    if found is None or document is None:
        return _not_found(request, found.profile if found else None)
    is_there = not clause_id or any(clause.clause_id == clause_id for clause in document.clauses)
    context = {
        "profile": found.profile,
        "facts": _facts(document),
        "page": compose_page(document),
        "asked": clause_id,
        "clause_is_gone": not is_there,
    }
    status = HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND
    return render(request, "policies/policy.html", context, status=status)
