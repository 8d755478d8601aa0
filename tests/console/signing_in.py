"""Signing in through the pages, as a person does."""

from __future__ import annotations

from django.core.cache import cache
from django.urls import reverse

from tests.questions.people import PASSWORD, code


def type_password(client, username="lead", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def type_code(client, typed=None):
    return client.post(reverse("mfa_authenticate"), {"code": typed or code()})


def sign_in(client, username="lead", **more):
    """Password and code; gives what the code is answered with."""
    cache.clear()  # a code is good once, and tests are quicker than its half-minute
    type_password(client, username, **more)
    return type_code(client)


def is_signed_in(client):
    return "_auth_user_id" in client.session
