"""Every address the gateway answers."""

from __future__ import annotations

from django.contrib.auth import views as auth_views
from django.urls import include, path

urlpatterns = [
    path("console/login/", auth_views.LoginView.as_view(template_name="console/login.html"), name="login"),
    path("console/logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("policies/", include("bot.console.policy_urls")),
    path("", include("bot.console.chat_urls")),
]
