"""Addresses of the web chat."""

from __future__ import annotations

from django.urls import path

from bot.console import chat_views

urlpatterns = [
    path("", chat_views.schools, name="schools"),
    path("chat/<str:school>/", chat_views.chat, name="chat"),
    path("chat/<str:school>/messages", chat_views.chat_messages, name="chat-messages"),
    path("chat/<str:school>/news", chat_views.chat_news, name="chat-news"),
    path("chat/<str:school>/new", chat_views.chat_new, name="chat-new"),
]
