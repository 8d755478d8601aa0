"""The rule of a clause in one line: its kind, and the words of the clause that decide the question, quoted.

What is quoted is cut out of the lead-in or the clause by position, and an exception always stands in the line, whole to
the end of its part of the sentence. Where a clause has several rules, the one whose words are nearest the question's is
quoted; a permission is never quoted without the duty or the ban that limits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.answering.cue_patterns import find_cues, read_words
from bot.answering.modality import LIMITS, Rule, joint_modality, read_rules, ruling_text
from bot.datatypes.answer import Modality, Verdict
from bot.datatypes.policy import Clause

MODALITY_LABELS: dict[Modality, str] = {
    Modality.PROHIBITED: "Not allowed",
    Modality.PERMITTED: "Allowed",
    Modality.CONDITIONAL: "Only on a condition",
    Modality.REQUIRED: "Expected of you",
    Modality.ADVISED: "Advised",
    Modality.INFORMATION: "What the policy says",
}
_LONGEST = 160  # characters of one sentence; beyond that it is cut, its exceptions apart
_SHORTENED = 90  # characters kept of a long sentence beside its exception
_STEM = 5  # letters that words of one family share: photo, photos, photograph
_SHORT_WORDS = frozenset(
    "have that this with what when where from they them their will would could should about does".split()
)
Range = tuple[int, int]


@dataclass(frozen=True)
class _Reading:
    """What a clause rules in view of a question: every rule, the nearest, and what they come to."""

    words: Doc
    rules: list[Rule]
    nearest: Rule | None
    modality: Modality


def _stems(words: Doc | Span) -> set[str]:
    return {t.lower_[:_STEM] for t in words if t.is_alpha and len(t) > 3 and t.lower_ not in _SHORT_WORDS}


def _nearest(rules: list[Rule], asked: set[str], whole: Modality) -> tuple[Rule | None, bool]:
    """The rule nearest a question, and whether it is nearer than every other; without a nearest, one that decides."""
    if not rules:
        return None, False
    shared = [len(_stems(rule.sentence) & asked) for rule in rules]
    best = max(shared)
    if shared.count(best) == 1 and len(rules) > 1:
        return rules[shared.index(best)], True
    return next((rule for rule in rules if rule.modality is whole), rules[0]), False


@lru_cache(maxsize=1024)  # the same clauses answer again and again
def _rules_of(text: str) -> tuple[Doc, list[Rule]]:
    words = read_words(text)
    return words, read_rules(words)


def _read(clause: Clause, question: str) -> _Reading:
    """A nearer rule decides in place of the first, but never as a permission that another rule limits."""
    words, rules = _rules_of(ruling_text(clause.lead_in, clause.text))
    whole = joint_modality(rules)
    rule, alone = _nearest(rules, _stems(read_words(question)), whole)
    decides = rule is not None and alone and (whole is not Modality.CONDITIONAL or rule.modality in LIMITS)
    if rule is None or not decides or any(other.limits for other in rules):
        return _Reading(words, rules, rule, whole)
    return _Reading(words, rules, rule, rule.modality)


def _part(cue: Span) -> Range:
    """What is quoted with an exception: a sentence of usual length whole; of a longer one the exception's part."""
    sentence = cue.sent
    if len(sentence.text) <= _LONGEST:
        return sentence.start_char, sentence.end_char
    if cue.start == sentence.start:
        comma = next((token for token in sentence.doc[cue.end : sentence.end] if token.text == ","), None)
        if comma is not None:
            return cue.start_char, comma.idx
    return cue.start_char, sentence.end_char


def _cut(sentence: Span, longest: int) -> Range:
    """The beginning of a sentence, cut at a word."""
    start, end = sentence.start_char, sentence.end_char
    if end - start <= longest:
        return start, end
    fitting = [token for token in sentence if token.idx + len(token) <= start + longest and not token.is_punct]
    last = fitting[-1] if fitting else sentence[0]
    return start, last.idx + len(last)


def _from_cue(rule: Rule, longest: int) -> Range:
    """A long sentence's words that rule: from its beginning where the cue stands near it, else from the cue."""
    sentence, cue = rule.sentence, rule.cue
    late = cue.end_char - sentence.start_char > longest
    return _cut(sentence.doc[cue.start : sentence.end] if late else sentence, longest)


def _deciding(reading: _Reading) -> list[Range]:
    """The stretches of the clause that decide, in order; they may overlap."""
    rule = reading.nearest
    if rule is None or reading.modality is Modality.INFORMATION:
        return [_cut(next(iter(reading.words.sents)), _LONGEST)]
    shown = [rule]
    if reading.modality is Modality.CONDITIONAL and not any(r.limits for r in reading.rules):
        permission = next(r for r in reading.rules if r.modality is Modality.PERMITTED)
        limits = [r for r in reading.rules if r.modality in LIMITS]
        shown = [permission, rule if rule in limits else limits[0]]
    exceptions = [_part(cue) for cue in _exceptions(reading)]
    longest = _SHORTENED if exceptions and len(rule.sentence.text) > _LONGEST else _LONGEST
    return sorted([*(_from_cue(each, longest) for each in shown), *exceptions])


def _exceptions(reading: _Reading) -> list[Span]:
    """Every exception in the clause, and the conditions of its rules."""
    limits = [limit for rule in reading.rules for limit in rule.limits]
    return filter_spans([*find_cues(reading.words[:], "exception"), *limits])


def _merged(ranges: list[Range]) -> list[Range]:
    """Ranges that touch or overlap become one."""
    merged = [ranges[0]]
    for start, end in ranges[1:]:
        if start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _quotations(ranges: list[Range], text: str, own: int) -> str:
    """The ranges as quotations, in two where the lead-in ends (``own`` is where the clause's own words begin)."""
    quoted: list[str] = []
    for start, end in _merged(ranges):
        pieces = [(start, min(end, own)), (max(start, own), end)]
        words = " ".join(f"“{text[a:b].strip()}”" for a, b in pieces if text[a:b].strip())
        quoted.append(words)
    return " … ".join(quoted) + ("" if _ends_a_sentence(text, ranges) else " …")


def _ends_a_sentence(text: str, ranges: list[Range]) -> bool:
    end = max(end for _, end in ranges)
    return not text[end:].strip() or text[:end].rstrip().endswith((".", "!", "?", ";", ":"))


def verdict_of(clause: Clause, question: str = "") -> Verdict:
    """The rule of a clause in one line, as an answer to a question."""
    reading = _read(clause, question)
    text = reading.words.text
    ranges = _deciding(reading)
    words = _quotations(ranges, text, len(text) - len(clause.text))
    return Verdict(modality=reading.modality, text=f"{MODALITY_LABELS[reading.modality]}: {words}")
