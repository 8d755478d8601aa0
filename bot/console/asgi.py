"""The gateway's ASGI application: ``uvicorn bot.console.asgi:application``."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

from bot.answering.safeguarding_screen import screen_message

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.settings")

application = get_asgi_application()

# All that a message needs is loaded before the first connection is taken: whoever writes just after a restart must not
# wait for it, a worry least of all.
import_module(settings.ROOT_URLCONF)
screen_message("")
