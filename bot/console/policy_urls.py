"""Addresses of the policy pages."""

from __future__ import annotations

from django.urls import path

from bot.console import policy_views

urlpatterns = [
    path("<str:school>/", policy_views.policy_list, name="policies"),
    path("<str:school>/<str:document_id>/", policy_views.policy_document, name="policy"),
    path("<str:school>/<str:document_id>/<str:clause_id>", policy_views.policy_document, name="policy-clause"),
]
