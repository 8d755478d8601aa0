"""Where the parts of one installation lie, and the environment that its processes run in."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bot.launcher.kept_token import kept_token
from bot.launcher.launch_error import LaunchError
from bot.launcher.preflight import check_port, free_port
from bot.settings import ROOT, SETTINGS, Settings

DIALOGUE_PYTHON = ROOT / ".venv-dialogue" / "bin" / "python"
APP_PYTHON = Path(sys.executable)


@dataclass(frozen=True)
class Installation:
    """The settings of one home folder with every secret and port filled in."""

    settings: Settings

    @property
    def logs(self) -> Path:
        """The folder of the logs, one file per process and step."""
        return self.settings.home / "logs"

    @property
    def stamps(self) -> Path:
        """The folder of the stamps of finished steps."""
        return self.settings.home / "stamps"

    @property
    def dialogue_model(self) -> Path:
        """The trained dialogue model."""
        return self.settings.home / "models" / "dialogue.tar.gz"

    def environment(self) -> dict[str, str]:
        """What the processes of Signpost itself get: this process's environment and the settings in force."""
        settings = self.settings
        return {
            **ONE_THREAD,
            **os.environ,
            "SIGNPOST_CORPUS": str(settings.corpus),
            "SIGNPOST_HOME": str(settings.home),
            "SIGNPOST_HOST": settings.host,
            "SIGNPOST_PORT": str(settings.port),
            "SIGNPOST_PUBLIC_URL": settings.public_url,
            "SIGNPOST_API_TOKEN": settings.api_token,
            "SIGNPOST_DIALOGUE_PORT": str(settings.dialogue_port),
            "SIGNPOST_DIALOGUE_SECRET": settings.dialogue_secret,
            "SIGNPOST_ACTIONS_PORT": str(settings.actions_port),
            "SIGNPOST_ACTIONS_SECRET": settings.actions_secret,
            "SIGNPOST_DIALOGUE_MODEL": str(self.dialogue_model),
            "SIGNPOST_ENCODER_ONNX": str(settings.onnx_encoder),
            "DJANGO_SETTINGS_MODULE": "bot.console.settings",
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CACHE_DIRECTORY": str(settings.home / "rasa-cache"),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TOKENIZERS_PARALLELISM": "false",
            "HF_HUB_DISABLE_TELEMETRY": "1",
        }


# The sums of one question are so small that a second thread costs more processor than it saves time: with two, a search
# took 40 ms of processor time for 15 ms of one core (OpenBLAS waits by spinning), and took them from who else asked.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

# All that the dialogue is given. It talks to nobody outside, so no token, key or database address is among them.
DIALOGUE_VARIABLES = (
    "HOME",
    "LANG",
    "LC_ALL",
    "PATH",
    "TMPDIR",
    "TZ",
    *ONE_THREAD,
    "PYTHONUNBUFFERED",
    "RASA_CACHE_DIRECTORY",
    "RASA_TELEMETRY_ENABLED",
    "SIGNPOST_ACTIONS_PORT",
    "SIGNPOST_ACTIONS_SECRET",
    "SIGNPOST_DIALOGUE_MODEL",
    "SIGNPOST_DIALOGUE_PORT",
    "SIGNPOST_DIALOGUE_SECRET",
    "SIGNPOST_ENCODER_ONNX",
    "TF_CPP_MIN_LOG_LEVEL",
    "TOKENIZERS_PARALLELISM",
)


def complete_installation(settings: Settings) -> Installation:
    """Fill in what ``settings`` leave open: the API token, the secrets between processes, loopback ports.

    :raises LaunchError: a port that was asked for is taken.
    """
    filled = replace(
        settings,
        api_token=settings.api_token or kept_token(settings.home / "api-token"),
        dialogue_port=_loopback_port("SIGNPOST_DIALOGUE_PORT", settings.dialogue_port),
        dialogue_secret=settings.dialogue_secret or secrets.token_urlsafe(32),
        actions_port=_loopback_port("SIGNPOST_ACTIONS_PORT", settings.actions_port),
        actions_secret=settings.actions_secret or secrets.token_urlsafe(32),
    )
    return Installation(filled)


def _loopback_port(variable: str, port: int) -> int:
    """``port``; but where that is the default and taken, a free one: nobody asked for the default."""
    default = next(setting.default for setting in SETTINGS if setting.variable == variable)
    try:
        check_port("127.0.0.1", port)
    except LaunchError as error:
        if str(port) == default:
            return free_port()
        raise LaunchError(f"{variable}: port {port} of 127.0.0.1 cannot be used; set it to a free one.") from error
    return port
