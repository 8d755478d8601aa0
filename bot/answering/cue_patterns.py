"""The cues of ``modality_cues.yml`` as spaCy token patterns, and where they stand in a clause."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from bot.errors import TrainingDataError

_CUES = Path(__file__).with_name("modality_cues.yml")
_CLASSES = "classes"
Pattern = list[dict[str, Any]]


@cache
def _language() -> Language:
    language = spacy.blank("en")
    language.add_pipe("sentencizer", config={"punct_chars": list(".!?;")})
    return language


def read_words(text: str) -> Doc:
    """The tokens and sentences of a text; a semicolon ends a sentence too, since it parts one rule from the next."""
    return _language()(text)


def _words(part: dict[str, Any], classes: dict[str, list[str]]) -> list[str]:
    """The words that a token may be, those of a class included."""
    ((kind, words),) = part.items()
    if isinstance(words, dict):
        return _words(words, classes)
    listed = classes[words] if kind == "class" else list(words)
    odd = [word for word in listed if not isinstance(word, str)]
    if odd:  # YAML reads on, off, no and numbers as something else
        raise TrainingDataError(f"{_CUES.name}: {odd[0]!r} is no word: put it in quotation marks.")
    return listed


def _token_pattern(part: str | dict[str, Any], classes: dict[str, list[str]]) -> Pattern:
    """The spaCy pattern of one token of a cue; ``modality_cues.yml`` says what each kind means."""
    match part:
        case "...":
            return [{"IS_SENT_START": False, "OP": "*"}]
        case str():
            return [{"LOWER": part}]
        case {"or": _} | {"class": _}:
            return [{"LOWER": {"IN": _words(part, classes)}}]
        case {"but": _}:
            return [{"LOWER": {"NOT_IN": _words(part, classes)}, "IS_PUNCT": False}]
        case {"start": _}:
            return [{"LOWER": {"IN": _words(part, classes)}, "IS_SENT_START": True}]
        case {"ends": endings}:
            return [{"LOWER": {"REGEX": f"(?:{'|'.join(endings)})$"}}]
    raise TrainingDataError(f"{_CUES.name}: no token of a cue is written so: {part!r}.")


def _gap(part: str | dict[str, Any], classes: dict[str, list[str]]) -> list[Pattern]:
    """The lengths a gap may have, each as a pattern; none where the part of a cue is no gap."""
    match part:
        case {"skip": most}:
            token: dict[str, Any] = {"IS_PUNCT": False}
        case {"near": most}:
            token = {"IS_PUNCT": False, "LOWER": {"NOT_IN": classes["break"]}}
        case _:
            return []
    return [[token] * length for length in range(int(most) + 1)]


def _patterns(cue: list[Any], classes: dict[str, list[str]]) -> list[Pattern]:
    """A cue's patterns: one for each length of each gap, since optional tokens cost spaCy a path each."""
    choices = [_gap(part, classes) or [_token_pattern(part, classes)] for part in cue]
    return [[token for part in chosen for token in part] for chosen in product(*choices)]


@cache
def _matchers() -> dict[str, Matcher]:
    read = yaml.safe_load(_CUES.read_text(encoding="utf-8"))
    classes = read.pop(_CLASSES)
    matchers = {}
    for name, cues in read.items():
        matcher = Matcher(_language().vocab)
        matcher.add(name, [pattern for cue in cues for pattern in _patterns(cue, classes)])
        matchers[name] = matcher
    return matchers


def find_cues(words: Doc | Span, kind: str) -> list[Span]:
    """The cues of one kind, in order; where several begin together the longest comes first."""
    found: list[Span] = _matchers()[kind](words, as_spans=True)
    return sorted(found, key=lambda cue: (cue.start, -cue.end))
