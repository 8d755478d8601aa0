"""The gateway's ASGI application: ``uvicorn bot.console.asgi:application``."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.settings")

_django = get_asgi_application()

from bot.channels.gateway_worker import work_off_channels  # noqa: E402 - its tables are there once Django is set up
from bot.console.lifespan import run_beside  # noqa: E402

application = run_beside(_django, work_off_channels)
