"""The topics of ``topics/*.yml``: a title, whom the rule is for, and how policies word it.

The statements are hypotheses: a clause that is near to one of them is likely to answer a question on that topic,
whichever way the school decided.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.datatypes.policy import Audience
from bot.errors import TrainingDataError

_FOLDER = Path(__file__).parent / "topics"


class Topic(BaseModel):
    """One topic; its name is the intent's (``ask_phone_on_trip``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    audience: Audience
    clauses: tuple[str, ...] = Field(min_length=3)


def _read_mapping(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        root, mapping = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (ValueError, yaml.YAMLError):
        raise TrainingDataError(f"{path.name} is not YAML.") from None
    if not isinstance(root, yaml.MappingNode) or not isinstance(mapping, dict):
        raise TrainingDataError(f"{path.name} must map topic names to their fields.")
    _refuse_repeats(path, root)
    return mapping


def _refuse_repeats(path: Path, root: yaml.MappingNode) -> None:
    """YAML keeps the last of two keys of one name and says nothing."""
    names = Counter(key.value for key, _ in root.value)
    for name, count in names.items():
        if count > 1:
            raise TrainingDataError(f"{path.name}: topic {name} stands twice; keep one.")


@cache
def read_topics(folder: Path = _FOLDER) -> dict[str, Topic]:
    """Every topic by name, sorted by name.

    :raises TrainingDataError: a file is malformed, or a topic stands twice; names file and topic.
    """
    topics: dict[str, Topic] = {}
    for path in sorted(folder.glob("*.yml")):
        for name, fields in _read_mapping(path).items():
            if name in topics:
                raise TrainingDataError(f"{path.name}: topic {name} stands twice; keep one.")
            try:
                topics[name] = Topic.model_validate(fields)
            except ValidationError as error:
                raise TrainingDataError(f"{path.name}: topic {name}: {error.errors()[0]['msg']}.") from None
    return dict(sorted(topics.items()))
