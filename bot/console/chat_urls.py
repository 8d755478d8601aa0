"""Addresses of the web chat."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
