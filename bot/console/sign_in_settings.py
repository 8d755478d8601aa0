"""Django's settings of signing in: passwords, second factor, school directories, lock-out, sessions.

``bot/console/settings.py`` takes the capitals of this module as its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.settings import Settings

SIGN_IN_APPS = [
    "bot.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out is not even asked
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "bot.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "bot.console.sign_in_forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser; the limits below hold besides
# Axes locks out; these slow down what axes does not see, guessed codes and attempts from many addresses.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,20/15m/key"}

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Signpost"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: phones' clocks differ
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "bot.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False

AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"  # keeps counts under digests, and nothing that was typed
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "bot.accounts.lock_out.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # So many that nobody can push out the counts of failed attempts by making others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}


def directory_providers(settings: Settings) -> dict[str, Any]:
    """The school directories that are set up, as allauth wants them."""
    apps = []
    if settings.entra_tenant:
        server = f"https://login.microsoftonline.com/{settings.entra_tenant}/v2.0"
        # Entra ID does not say whether an address is verified. In a tenant of the school's own its administrators
        # give the addresses, which is why no tenant of everybody's is accepted as a setting.
        entra = {"server_url": server, "verified_email": True}
        apps.append(_app("entra", "Microsoft", settings.entra_client_id, settings.entra_client_secret, entra))
    if settings.google_client_id:
        google = {"server_url": "https://accounts.google.com"}
        apps.append(_app("google", "Google", settings.google_client_id, settings.google_client_secret, google))
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def _app(provider: str, name: str, client: str, secret: str, settings: dict[str, Any]) -> dict[str, Any]:
    return {"provider_id": provider, "name": name, "client_id": client, "secret": secret, "settings": settings}
