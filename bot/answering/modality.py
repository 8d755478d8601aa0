"""What kind of rule a clause lays down, read off its modal wording with spaCy token patterns.

No statistical model: the wording of rules ("are not permitted to", "unless", "will only") is a small closed language,
and a pattern that misreads one can be seen and mended in ``modality_cues.yml``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from bot.datatypes.answer import Modality, Verdict
from bot.datatypes.policy import Clause
from bot.errors import TrainingDataError

_CUES = Path(__file__).with_name("modality_cues.yml")
_LABELS = {
    Modality.PROHIBITED: "Not allowed",
    Modality.PERMITTED: "Allowed",
    Modality.CONDITIONAL: "Only on a condition",
    Modality.REQUIRED: "Expected of you",
    Modality.ADVISED: "Advised",
    Modality.INFORMATION: "What the policy says",
}
# The school speaking of itself lays down no rule for the asker: "We will monitor", "the school may provide".
_OWN_SUBJECTS = frozenset("we school academy setting nursery provider trust college policy aim purpose nobody".split())
# "may include", "may result in", "may be monitored": the verb makes it a remark, not a permission.
_REMARKS = frozenset("include result have need also lead".split())
_DONE_TO_PEOPLE = frozenset("monitored logged recorded informed subject taken implemented contacted offered".split())
_DUTIES = frozenset("ensure ensures ensuring sure".split())
_LONGEST_FRAGMENT = 160


@cache
def _language() -> Language:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    return language


def _token_pattern(part: str | dict[str, Any]) -> list[dict[str, Any]]:
    if isinstance(part, str):
        return [{"LOWER": part}]
    if "or" in part:
        return [{"LOWER": {"IN": part["or"]}}]
    if "but" in part:
        return [{"LOWER": {"NOT_IN": part["but"]}, "IS_PUNCT": False}]
    if "start" in part:
        return [{"LOWER": {"IN": part["start"]}, "IS_SENT_START": True}]
    if "skip" in part:
        return [{"IS_PUNCT": False, "OP": "?"}] * int(part["skip"])
    if "any" in part:
        return [{"IS_SENT_START": False, "OP": "?"}] * int(part["any"])
    raise TrainingDataError(f"{_CUES.name}: a token is a word, or, but, start, skip or any, not {part!r}.")


@cache
def _matchers() -> dict[Modality, Matcher]:
    matchers = {}
    for name, cues in yaml.safe_load(_CUES.read_text(encoding="utf-8")).items():
        matcher = Matcher(_language().vocab)
        matcher.add(name, [[token for part in cue for token in _token_pattern(part)] for cue in cues])
        matchers[Modality(name)] = matcher
    return matchers


def _is_remark(cue: Span) -> bool:
    """Whether a cue states a fact about the school or a consequence, rather than a rule for people."""
    following = [token.lower_ for token in cue.doc[cue.end : cue.end + 2]]
    preceding = [token.lower_ for token in cue.doc[cue.sent.start : cue.start]]
    passive = following[:1] == ["be"] and bool(_DONE_TO_PEOPLE & set(following))
    aside = bool({"who", "which"} & set(preceding[-1:]) or "whether" in preceding[-2:])
    return passive or aside or bool(_REMARKS & set(following[:1])) or bool(_OWN_SUBJECTS & set(preceding[-2:]))


def _first_cue(doc: Doc, modality: Modality) -> Span | None:
    cues = sorted(_matchers()[modality](doc, as_spans=True), key=lambda span: (span.start, -span.end))
    return next((cue for cue in cues if _is_rule(cue, modality)), None)


def _is_rule(cue: Span, modality: Modality) -> bool:
    """Whether a cue decides; "ensure that nobody can" is a duty and no ban, and a remark is no rule at all."""
    if modality is Modality.PROHIBITED:
        return not _DUTIES & {token.lower_ for token in cue.doc[cue.sent.start : cue.start]}
    states = modality in (Modality.REQUIRED, Modality.PERMITTED) or cue[0].lower_ in ("may", "can")
    return not (states and _is_remark(cue))


def _cue_of(doc: Doc) -> tuple[Modality, Span | None]:
    condition = _first_cue(doc, Modality.CONDITIONAL)
    if condition is not None:
        return Modality.CONDITIONAL, condition
    for sentence in doc.sents:
        for modality in _matchers():
            cue = _first_cue(sentence.as_doc(), modality)
            if cue is not None:
                return modality, cue
    return Modality.INFORMATION, None


def modality_of(clause: Clause) -> Modality:
    """What kind of rule a clause lays down, its lead-in included; a lead-in that is a sentence is a rule of its own."""
    if clause.lead_in.endswith((".", "!", "?")):
        own = _cue_of(_language()(clause.text))[0]
        if own is not Modality.INFORMATION:
            return own
    return _cue_of(_language()(f"{clause.lead_in} {clause.text}".strip()))[0]


def _fragment(sentence: str) -> str:
    """A sentence's beginning, cut at a word, fit for one line."""
    if len(sentence) <= _LONGEST_FRAGMENT:
        return sentence
    return sentence[:_LONGEST_FRAGMENT].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _deciding_words(clause: Clause, modality: Modality) -> str:
    """The words of the clause that decide: from the cue to the end of its sentence; the lead-in if the cue is there."""
    doc = _language()(clause.text)
    cue = _first_cue(doc, modality) if modality is not Modality.INFORMATION else None
    if cue is None:
        return f"{clause.lead_in} {next(iter(doc.sents)).text}".strip()
    return str(doc[cue.start : cue.sent.end].text)


def verdict_of(clause: Clause) -> Verdict:
    """The rule of a clause in one line: its kind, and the clause's own deciding words, quoted."""
    modality = modality_of(clause)
    return Verdict(modality=modality, text=f"{_LABELS[modality]}: “{_fragment(_deciding_words(clause, modality))}”")
