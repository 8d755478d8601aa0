"""The gateway's ASGI application: ``uvicorn bot.console.asgi:application``."""

from __future__ import annotations

import bot.spacy_without_torch  # noqa: F401  # isort: skip

import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.console.settings")

_django = get_asgi_application()

from bot.channels.gateway_worker import work_off_channels  # noqa: E402 - its tables are there once Django is set up
from bot.channels.message_service import gateway_service  # noqa: E402
from bot.channels.slack.socket_mode import run_socket_mode  # noqa: E402
from bot.console.figures_loop import prepare_figures  # noqa: E402
from bot.console.grouping_loop import group_questions  # noqa: E402
from bot.console.lifespan import run_beside  # noqa: E402
from bot.console.notice_loop import send_notices  # noqa: E402
from bot.console.retention_loop import keep_no_longer_than_needed  # noqa: E402

# All that a message needs is loaded before the first connection is taken: whoever writes just after a restart must not
# wait for it, a worry least of all.
import_module(settings.ROOT_URLCONF)
gateway_service().load()

application = run_beside(
    _django,
    work_off_channels,
    run_socket_mode,
    send_notices,
    group_questions,
    prepare_figures,
    keep_no_longer_than_needed,
)
