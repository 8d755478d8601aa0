"""Django's settings, derived from the table in ``bot/settings.py``. Nothing here reads the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from bot.console.secret_key import read_or_create_secret_key
from bot.console.sign_in_settings import *  # noqa: F403 - one module of Django's settings, continued in another
from bot.console.sign_in_settings import SIGN_IN_APPS, directory_providers
from bot.console.text_free_logging import is_no_readiness_probe
from bot.settings import load_settings

SIGNPOST = load_settings()
SECRET_KEY = SIGNPOST.secret_key or read_or_create_secret_key(SIGNPOST.home)
DEBUG = False

_PUBLIC = urlsplit(SIGNPOST.public_url)
_HTTPS = _PUBLIC.scheme == "https"
ALLOWED_HOSTS = sorted({"127.0.0.1", "localhost", "[::1]", SIGNPOST.host, _PUBLIC.hostname or SIGNPOST.host})
CSRF_TRUSTED_ORIGINS = [f"{_PUBLIC.scheme}://{_PUBLIC.netloc}"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bot.questions",
    "bot.reporting",
    "bot.deliveries",
    "bot.notifications",
    "bot.approved_answers",
    "bot.retention",
    "bot.console",  # before allauth, whose templates it replaces
    *SIGN_IN_APPS,
]
MIDDLEWARE = [
    "bot.console.security_headers.ContentSecurityPolicyMiddleware",
    "bot.console.direct_answers.DirectAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bot.accounts.console_session.ConsoleSessionMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bot.console.urls"
ASGI_APPLICATION = "bot.console.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bot.console.console_links.console_links",
            ],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    database: dict[str, Any] = dict(dj_database_url.parse(url))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            # A writer takes its lock at BEGIN, so two turns wait for each other instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 1,  # seconds; less than the message service waits, so that what it calls not stored is not
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        }
        # A file, as in production: several threads share it, which SQLite's shared memory does not bear well.
        database["TEST"] = {"NAME": str(SIGNPOST.home / "test.sqlite3")}
        SIGNPOST.home.mkdir(parents=True, exist_ok=True)
    else:
        database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)  # seconds, the least there is
    return database


DATABASES = {"default": _database(SIGNPOST.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

EMAIL_HOST = SIGNPOST.email_host
EMAIL_PORT = SIGNPOST.email_port
EMAIL_HOST_USER = SIGNPOST.email_user
EMAIL_HOST_PASSWORD = SIGNPOST.email_password
EMAIL_USE_TLS = SIGNPOST.email_security == "starttls"
EMAIL_USE_SSL = SIGNPOST.email_security == "tls"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SIGNPOST.email_from

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # static files are served from where they lie: nothing to collect before a start

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60  # the chat's conversations; the console has shorter limits of its own
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
# Whoever reaches the gateway past its web server and sets this harms nobody but themselves.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _PUBLIC.scheme
SOCIALACCOUNT_PROVIDERS = directory_providers(SIGNPOST)
SILENCED_SYSTEM_CHECKS = ["axes.W001"]  # counts in one process's memory: the gateway is one process
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text_free": {
            "()": "bot.console.text_free_logging.TextFreeFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "filters": {
        "no_probes": {
            "()": "django.utils.log.CallbackFilter",
            "callback": is_no_readiness_probe,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "text_free"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would mail or print whole tracebacks, request included.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"filters": ["no_probes"]},
        "django.db.backends": {"level": "WARNING"},
        # They name conversations and addresses; what goes wrong, the outbox says in its own words.
        "microsoft_agents": {"level": "CRITICAL"},
        "msal": {"level": "WARNING"},
        "axes": {"level": "CRITICAL"},  # it names whoever failed to sign in; the audit log has that
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
