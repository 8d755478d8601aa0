"""Who asked, without saying who: a keyed pseudonym that differs from school to school."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

_SALT = "bot.deliveries.asker_pseudonym"


def make_pseudonym(school: str, channel: str, user: str) -> str:
    """The pseudonym of a platform's ``user`` at ``school``: 64 characters; empty where the user is not known.

    Whoever has the tables and not the secret key cannot tell whose it is, nor that two schools have the same asker.
    """
    if not user:
        return ""
    return salted_hmac(f"{_SALT}\n{school}", f"{channel}\n{user}", algorithm="sha256").hexdigest()
