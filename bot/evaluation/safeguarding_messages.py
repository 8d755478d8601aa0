"""Messages with the outcome that each calls for: what the safeguarding screen learns from, and is measured on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.datatypes.answer import Outcome
from bot.errors import TrainingDataError
from bot.settings import ROOT

TRAINING_MESSAGES = ROOT / "training" / "safeguarding"
GOLD_MESSAGES = ROOT / "tests" / "gold" / "safeguarding" / "messages.jsonl"


class SafeguardingMessage(BaseModel):
    """A message, its outcome, what it is about, and who wrote it (the file's name where the line does not say)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    text: str
    outcome: Outcome | Literal["ordinary"]
    kind: str
    style: str

    @property
    def concern(self) -> Outcome | None:
        """The safeguarding outcome; None for an ordinary message."""
        return None if self.outcome == "ordinary" else self.outcome


def read_messages(path: Path) -> list[SafeguardingMessage]:
    """The messages of a file, or of every file of a folder.

    :raises TrainingDataError: there is none, or a line breaks the format; names the file and the line.
    """
    paths = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [message for one in paths for message in _lines_of(one)]
    if not found:
        raise TrainingDataError(f"{path} holds no messages: check the path.")
    return found


def _lines_of(path: Path) -> Iterator[SafeguardingMessage]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path} cannot be read ({type(error).__name__}): check the path.") from None
    for number, line in enumerate(lines, start=1):
        try:
            yield SafeguardingMessage.model_validate({"style": path.stem} | json.loads(line))
        except (ValueError, TypeError, ValidationError):
            raise TrainingDataError(
                f'{path}, line {number}: needs {{"text", "outcome", "kind"}} in JSON, the outcome of the closed list.'
            ) from None
