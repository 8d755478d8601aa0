"""Every address the gateway answers."""

from __future__ import annotations

from django.contrib.auth import views as auth_views
from django.urls import include, path

from bot.channels import api
from bot.channels.slack import door as slack_door
from bot.channels.teams import endpoint as teams_endpoint
from bot.console import delivery_views, review_views

urlpatterns = [
    path("healthz", api.healthz, name="healthz"),
    path("api/v1/messages", api.messages, name="api-messages"),
    path("slack/events", slack_door.events, name="slack-events"),
    path("api/teams/messages", teams_endpoint.messages, name="teams-messages"),
    path("console/login/", auth_views.LoginView.as_view(template_name="console/login.html"), name="login"),
    path("console/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("console/", review_views.review_list, name="console"),
    path("console/items/<int:item_id>/", review_views.review_item, name="review-item"),
    path("console/deliveries/", delivery_views.deliveries, name="deliveries"),
    path("policies/", include("bot.console.policy_urls")),
    path("", include("bot.console.chat_urls")),
]
