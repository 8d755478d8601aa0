"""Addresses of the web chat, and of the chat in a frame."""

from __future__ import annotations

from django.urls import path

from bot.console import chat_views, embed_views

urlpatterns = [
    path("", chat_views.schools, name="schools"),
    path("chat/<str:school>/", chat_views.chat, name="chat"),
    path("chat/<str:school>/messages", chat_views.chat_messages, name="chat-messages"),
    path("chat/<str:school>/news", chat_views.chat_news, name="chat-news"),
    path("chat/<str:school>/new", chat_views.chat_new, name="chat-new"),
    path("embed.js", embed_views.embed_script, name="embed-script"),
    path("embed/<str:school>/", embed_views.embedded_chat, name="embed"),
    path("embed/<str:school>/messages", embed_views.embedded_messages, name="embed-messages"),
    path("embed/<str:school>/news", embed_views.embedded_news, name="embed-news"),
    path("embed/<str:school>/history", embed_views.embedded_history, name="embed-history"),
    path("embed/<str:school>/new", embed_views.embedded_new, name="embed-new"),
]
