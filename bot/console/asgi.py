"""The gateway's ASGI application: ``uvicorn bot.console.asgi:application``."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.settings")

_django = get_asgi_application()

from bot.console.alert_loop import with_alerts  # noqa: E402 - its tables are there once Django is set up

application = with_alerts(_django)
