"""The island's own settings, the only place in it that reads the environment. README.md lists them.

Rasa expands variables in endpoints.yml by itself, but not in config.yml, hence this module. The start
command sets them all; whoever runs Rasa by hand sets them too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rasa.shared.exceptions import RasaException

ENCODER = "SIGNPOST_ENCODER_ONNX"
SECRET = "SIGNPOST_DIALOGUE_SECRET"  # noqa: S105 - the variable's name
MODEL = "SIGNPOST_DIALOGUE_MODEL"
TELEMETRY = "RASA_TELEMETRY_ENABLED"


class IslandError(RasaException):
    """What the island cannot go on with; Rasa's command line prints its one sentence, without a traceback."""


@dataclass(frozen=True)
class ChannelSettings:
    """What the gateway's channel needs: the shared secret, and the model file it insists on (None: any)."""

    secret: str
    model: Path | None


def encoder_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the exported sentence encoder.

    :raises IslandError: the variable is not set.
    """
    value = (os.environ if environ is None else environ).get(ENCODER, "")
    if not value:
        raise IslandError(f"{ENCODER} is not set: give it the folder that holds model.onnx and tokenizer.json.")
    return Path(value).expanduser()


def channel_settings(environ: Mapping[str, str] | None = None) -> ChannelSettings:
    """The channel's settings. Rasa asks for them before it unpacks its model, so a changed one is never unpacked.

    :raises IslandError: the secret is empty, telemetry is not off, or the model file named is not as it was trained.
    """
    given = os.environ if environ is None else environ
    secret = given.get(SECRET, "")
    if not secret.strip():
        raise IslandError(f"{SECRET} is empty: give the dialogue the secret that the gateway shows it.")
    if given.get(TELEMETRY, "").lower() != "false":
        raise IslandError(f"{TELEMETRY} is not 'false': set it, for Rasa reports to its makers otherwise.")
    model = Path(given[MODEL]) if given.get(MODEL) else None
    if model is not None:
        _check_model(model)
    return ChannelSettings(secret, model)


def _check_model(model: Path) -> None:
    """Compare a model with the digest beside it, which is written when it is trained, as by ``sha256sum``."""
    if not model.is_file():
        raise IslandError(f"{MODEL} names {model}, which does not exist: train the dialogue first.")
    try:
        trained, _, _ = model.with_name(f"{model.name}.sha256").read_text(encoding="ascii").partition(" ")
    except (OSError, ValueError):
        raise IslandError(f"{model}.sha256 cannot be read: train the dialogue again.") from None
    if hashlib.sha256(model.read_bytes()).hexdigest() != trained:
        raise IslandError(f"{model} has changed since it was trained: train the dialogue again.")
