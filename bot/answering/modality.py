"""What kind of rule a clause lays down, read off its modal wording with spaCy token patterns.

No statistical model: the wording of rules ("are not permitted to", "unless", "will only") is a small closed language,
and a pattern that misreads one can be seen and mended in ``modality_cues.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.answering.cue_patterns import find_cues, read_words
from bot.datatypes.answer import Modality

_FORCES = (Modality.ADVISED, Modality.PROHIBITED, Modality.REQUIRED, Modality.PERMITTED)
# What limits a permission that stands beside it.
LIMITS = frozenset({Modality.PROHIBITED, Modality.REQUIRED})


@dataclass(frozen=True)
class Rule:
    """What a sentence rules: its kind, the words that say so, and the words of a condition or exception beside them."""

    modality: Modality
    cue: Span
    limits: tuple[Span, ...] = ()

    @property
    def sentence(self) -> Span:
        """The sentence the rule stands in."""
        return self.cue.sent


def _live_cues(sentence: Span, kind: str, remarks: Iterable[Span]) -> list[Span]:
    """The cues of a kind that no remark cancels: none that holds the end of a cue, or the whole of a ban."""

    def is_cancelled(cue: Span) -> bool:
        reach = cue.start if kind == Modality.PROHIBITED else cue.end - 1
        return any(remark.start <= reach and cue.end <= remark.end for remark in remarks)

    return [cue for cue in find_cues(sentence, kind) if not is_cancelled(cue)]


def _forces(sentence: Span) -> list[tuple[Modality, Span]]:
    """What a sentence says with modal words, in order; the longest cue first where several begin together."""
    remarks = find_cues(sentence, "remark")
    found = [(force, cue) for force in _FORCES for cue in _live_cues(sentence, force, remarks)]
    found.sort(key=lambda pair: (pair[1].start, -pair[1].end))
    practice = _live_cues(sentence, "practice", remarks)
    if practice and (not found or practice[0].end <= found[0][1].start):
        found.insert(0, (Modality.REQUIRED, practice[0]))
    return found


def _limits(sentence: Span, force: Modality) -> tuple[Span, ...]:
    """The exceptions of a sentence, and the conditions where what they limit is a permission."""
    kinds = ("exception", "condition") if force is Modality.PERMITTED else ("exception",)
    return tuple(filter_spans(cue for kind in kinds for cue in find_cues(sentence, kind)))


def _rule_of(sentence: Span) -> Rule | None:
    forces = _forces(sentence)
    if not forces:
        alone = tuple(find_cues(sentence, "alone"))
        return Rule(Modality.CONDITIONAL, alone[0], alone) if alone else None
    force, cue = forces[0]
    limits = _limits(sentence, force)
    if force is Modality.PERMITTED and not limits:
        limits = tuple(later for kind, later in forces if kind in LIMITS and later.start >= cue.end)
    return Rule(Modality.CONDITIONAL if limits else force, cue, limits)


def read_rules(words: Doc) -> list[Rule]:
    """The rules of a text, one for each sentence that lays one down."""
    return [rule for sentence in words.sents if (rule := _rule_of(sentence))]


def joint_modality(rules: list[Rule]) -> Modality:
    """What several rules come to: a condition where one has one, or where a permission has a limit; else the first."""
    kinds = [rule.modality for rule in rules]
    if Modality.CONDITIONAL in kinds or (Modality.PERMITTED in kinds and LIMITS & set(kinds)):
        return Modality.CONDITIONAL
    return kinds[0] if kinds else Modality.INFORMATION


def ruling_text(lead_in: str, text: str) -> str:
    """The words that rule: the clause's own, after its lead-in unless that is a sentence, and so a rule of its own."""
    return text if lead_in.endswith((".", "!", "?")) else f"{lead_in} {text}".strip()


def modality_of(lead_in: str, text: str) -> Modality:
    """What kind of rule a clause's words lay down after their lead-in."""
    return joint_modality(read_rules(read_words(ruling_text(lead_in, text))))
