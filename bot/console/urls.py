"""Every address the gateway answers; ``docs/access.md`` says who may open each."""

from __future__ import annotations

from django.urls import include, path

from bot.channels import api
from bot.channels.slack import door as slack_door
from bot.channels.teams import door as teams_door
from bot.console import (
    approved_import_views,
    approved_views,
    audit_views,
    coverage_views,
    delivery_views,
    figures_views,
    keeping_views,
    monthly_report_views,
    people_views,
    person_views,
    review_export_views,
    review_item_views,
    review_views,
    told_views,
    web_link_views,
)
from bot.console.console_page import looked_at

urlpatterns = [
    path("healthz", api.healthz, name="healthz"),
    path("api/v1/messages", api.messages, name="api-messages"),
    path("slack/events", slack_door.events, name="slack-events"),
    path("api/teams/messages", teams_door.messages, name="teams-messages"),
    path("console/", looked_at(review_views.review_list, "review_list"), name="console"),
    path("console/items/<int:item_id>/", review_item_views.review_item, name="review-item"),
    path("console/approved/", looked_at(approved_views.approved_answers, "approved_answers"), name="approved-answers"),
    path("console/approved/new", approved_views.approved_new, name="approved-new"),
    path("console/approved/import", approved_import_views.approved_import, name="approved-import"),
    path("console/approved/template", approved_import_views.approved_template, name="approved-template"),
    path("console/approved/<int:answer_id>/", approved_views.approved_answer, name="approved-answer"),
    path("console/deliveries/", looked_at(delivery_views.deliveries, "deliveries"), name="deliveries"),
    path("console/items/export.<str:file_format>", review_export_views.review_export, name="review-export"),
    path("console/figures/", figures_views.figures, name="figures"),
    path("console/figures/export.<str:file_format>", figures_views.figures_export, name="figures-export"),
    path("console/figures/topics.<str:file_format>", figures_views.topics_export, name="topics-export"),
    path("console/coverage/", coverage_views.coverage, name="coverage"),
    path("console/coverage/export.<str:file_format>", coverage_views.coverage_export, name="coverage-export"),
    path("console/policy-review/", coverage_views.policy_review, name="policy-review"),
    path(
        "console/policy-review/export.<str:file_format>",
        coverage_views.policy_review_export,
        name="policy-review-export",
    ),
    path("console/reports/<str:school>/<str:month>/", monthly_report_views.report_page, name="monthly-report"),
    path("console/reports/<str:school>/<str:month>/pdf", monthly_report_views.report_file, name="monthly-report-pdf"),
    path("console/people/", looked_at(people_views.people, "people"), name="people"),
    path("console/told/", told_views.told, name="told"),
    path("console/keeping/", looked_at(keeping_views.keeping, "keeping"), name="keeping"),
    path("console/keeping/holds/<int:hold_id>/release", keeping_views.hold_release, name="hold-release"),
    path("console/keeping/person/", person_views.person_data, name="person-data"),
    path("console/audit/", audit_views.audit_log, name="audit"),
    path("console/audit/export", audit_views.audit_export, name="audit-export"),
    path("console/links/", web_link_views.web_links, name="web-links"),
    path("console/links/<uuid:link_id>/poster", web_link_views.web_link_poster, name="web-link-poster"),
    path("console/links/<uuid:link_id>/revoke", web_link_views.web_link_revoke, name="web-link-revoke"),
    path("console/", include("bot.console.account_urls")),
    path("i/<str:code>", web_link_views.open_link, name="web-link"),
    path("policies/", include("bot.console.policy_urls")),
    path("", include("bot.console.chat_urls")),
]
