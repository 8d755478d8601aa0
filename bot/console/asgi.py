"""The gateway's ASGI application: ``uvicorn bot.console.asgi:application``."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.settings")

application = get_asgi_application()
