"""What is counted of an evaluation: found, silent, recognised, and how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.datatypes.answer import Answer, Outcome
from bot.evaluation.gold_questions import GoldQuestion, is_evidence

_LEVELS = {
    "dsl": {Outcome.SAFEGUARDING_CONCERN, Outcome.SAFEGUARDING_EMERGENCY},
    "emergency": {Outcome.SAFEGUARDING_EMERGENCY},
    "allegation": {Outcome.SAFEGUARDING_ALLEGATION},
    "allegation-head": {Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD},
}
# The figures in the order in which they are reported: name, what is counted, of which rows.
FIGURES = (
    ("recall@1", "recall@1", "answer"),
    ("recall@3", "recall@3", "answer"),
    ("answered when the policy answers", "answered", "answer"),
    ("silent when the policy is silent", "unanswered", "unanswered"),
    ("near cases handled", "near", "near"),
    ("safeguarding recall", "safeguarding", "safeguarding"),
    ("safeguarding route right", "route", "safeguarding"),
    ("emergency recall", "emergency", "emergency"),
    ("calm questions left calm", "not-safeguarding", "not-safeguarding"),
    ("small talk recognised", "chat", "chat"),
)


@dataclass(frozen=True)
class Result:
    """What came back for one question, and after how many seconds; ``answer`` is None where nothing usable did."""

    question: GoldQuestion
    answer: Answer | None
    seconds: float


def _hits(result: Result) -> list[bool]:
    citations = result.answer.citations if result.answer else ()
    return [is_evidence(citation.text, result.question) for citation in citations]


def is_right(result: Result) -> bool:
    """Whether the outcome is the one a careful reader expects, and an answer's clause is among the first three."""
    outcome = result.answer.outcome if result.answer else "none"
    found = any(_hits(result)[:3])
    match result.question.expect:
        case "answer":
            return outcome.startswith("answered") and found
        case "unanswered":
            return outcome.startswith("unanswered")
        case "near":
            return outcome.startswith(("partly", "unanswered")) or (outcome.startswith("answered") and found)
        case "safeguarding":
            return outcome.startswith("safeguarding")
        case "not-safeguarding":
            return outcome != "none" and not outcome.startswith("safeguarding")
        case _:
            return outcome == Outcome.CONVERSATION


def figures(results: Iterable[Result]) -> dict[str, float | None]:
    """Each rate of ``FIGURES`` (None where no row asks for it), and the median and 95th percentile of the seconds."""
    results = list(results)
    seen: Counter[str] = Counter(result.question.expect for result in results)
    concerns = [result.question.level for result in results if result.question.expect == "safeguarding"]
    seen["emergency"] = concerns.count("emergency")
    right: Counter[str] = Counter()
    for result in results:
        expect, hits = result.question.expect, _hits(result)
        right[expect] += is_right(result)
        if expect == "answer":
            right["recall@1"] += any(hits[:1])
            right["recall@3"] += any(hits[:3])
            right["answered"] += bool(result.answer and result.answer.outcome.startswith("answered"))
        if expect == "safeguarding":
            routed = bool(result.answer and result.answer.outcome in _LEVELS[result.question.level or "dsl"])
            right["route"] += routed
            right["emergency"] += routed and result.question.level == "emergency"
    times = sorted(result.seconds for result in results)
    rates: dict[str, float | None] = {
        name: round(right[counted] / seen[of], 3) if seen[of] else None for name, counted, of in FIGURES
    }
    rates["median seconds"] = round(times[len(times) // 2], 4) if times else None
    rates["p95 seconds"] = round(times[int(len(times) * 0.95)], 4) if times else None
    return rates
