"""The examples of what people ask on each topic: Rasa's training data, read without Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.errors import TrainingDataError
from bot.settings import ROOT

TRAINING_DATA = ROOT / "data" / "nlu"
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def read_examples(folder: Path = TRAINING_DATA) -> Iterator[tuple[str, str]]:
    """Every training example with its intent, entity marks removed.

    :raises TrainingDataError: a file is not in Rasa's training data format; names it.
    """
    for path in sorted(folder.glob("*.yml")):
        try:
            items = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
            for item in items:
                for line in item["examples"].splitlines() if "intent" in item else ():
                    yield item["intent"], _ENTITY.sub(r"\1", line.strip().removeprefix("-").strip())
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise TrainingDataError(f"{path} is not Rasa training data (nlu: - intent: … examples: |).") from error
