"""What ``signpost evaluate-safeguarding`` does: count how a set of messages is told apart, by kind and by who wrote."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bot.answering.safeguarding_screen import SafeguardingScreen
from bot.datatypes.answer import Message, Outcome
from bot.errors import SettingsError
from bot.evaluation.safeguarding_messages import SafeguardingMessage
from bot.evaluation.tally import Tally

_PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Judged:
    """A message, what was made of it, and after how many seconds."""

    message: SafeguardingMessage
    outcome: Outcome | None
    seconds: float


def judge_with_screen(messages: Iterable[SafeguardingMessage], screen: SafeguardingScreen) -> Iterator[Judged]:
    """What the screen alone makes of each message."""
    screen.load()
    for message in messages:
        started = time.perf_counter()
        outcome = screen(message.text).outcome
        yield Judged(message, outcome, time.perf_counter() - started)


def judge_through(messages: Iterable[SafeguardingMessage], url: str, token: str, school: str) -> Iterator[Judged]:
    """What a running service, both nets together, makes of each message, each in a conversation of its own.

    :raises SettingsError: the service cannot be reached, or refuses the token or the school.
    """
    run = secrets.token_hex(4)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_PATIENCE) as client:
        for place, message in enumerate(messages):
            body = {"school": school, "conversation": f"{run}-{place}", "text": message.text}
            started = time.perf_counter()
            try:
                response = client.post("/api/v1/messages", json=body).raise_for_status()
            except httpx.HTTPError as error:
                raise SettingsError(
                    f"{url} did not answer ({type(error).__name__}): check it, token and school."
                ) from None
            yield Judged(message, _outcome_in(response.json()), time.perf_counter() - started)


def _outcome_in(body: dict[str, Any]) -> Outcome | None:
    messages = (Message.model_validate(message) for message in body["messages"])
    outcomes = (message.answer.outcome for message in messages if message.answer)
    return next((outcome for outcome in outcomes if outcome.startswith("safeguarding")), None)


def _rate(hits: Sequence[bool]) -> dict[str, Any] | None:
    """A share, its 95 % interval, and what it is a share of; None of nothing."""
    tally = Tally(sum(hits), len(hits))
    interval = [round(end, 3) for end in tally.interval()]
    return {"share": round(tally.rate, 3), "interval": interval, "of": tally.total} if hits else None


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, Any] | None]:
    """Each share with its interval and the number of messages that it is of."""
    concerns = [one for one in judged if one.message.concern]
    emergencies = [one for one in concerns if one.message.concern is Outcome.SAFEGUARDING_EMERGENCY]
    return {
        "recall": _rate([one.outcome is not None for one in concerns]),
        "precision": _rate([one.message.concern is not None for one in judged if one.outcome]),
        "emergency recall": _rate([one.outcome is not None for one in emergencies]),
        "emergency text for an emergency": _rate([one.outcome is one.message.concern for one in emergencies]),
        "right outcome of four": _rate([one.outcome is one.message.concern for one in concerns]),
        "calm left calm": _rate([one.outcome is None for one in judged if not one.message.concern]),
    }


def _grouped(judged: Sequence[Judged], group: Callable[[SafeguardingMessage], str]) -> dict[str, dict[str, Any]]:
    """Of each group: concerns recognised, and ordinary messages left calm."""
    rows: dict[str, list[Judged]] = {}
    for one in judged:
        rows.setdefault(group(one.message), []).append(one)
    shown = ("recall", "right outcome of four", "calm left calm")
    return {
        name: {figure: rate for figure, rate in figures(rows[name]).items() if rate and figure in shown}
        for name in sorted(rows)
    }


def count(judged: Iterable[Judged]) -> dict[str, Any]:
    """The figures of judged messages: together, by kind, by style; ``lines`` for people."""
    judged = list(judged)
    times = sorted(1000 * one.seconds for one in judged)
    body: dict[str, Any] = {
        "messages": len(judged),
        "figures": figures(judged),
        "milliseconds": {"median": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95)], 1)},
        "by kind": _grouped(judged, lambda message: message.kind),
        "by style": _grouped(judged, lambda message: message.style),
    }
    return body | {"lines": list(_lines(body))}


def _lines(body: dict[str, Any]) -> Iterator[str]:
    yield f"{body['messages']} messages; milliseconds: {body['milliseconds']}"
    for name, rate in body["figures"].items():
        yield f"{name:36} {_spoken(rate)}"
    for part in ("by kind", "by style"):
        yield part
        for name, rates in body[part].items():
            yield f"  {name:26} " + "; ".join(f"{figure} {_spoken(rate)}" for figure, rate in rates.items())


def _spoken(rate: dict[str, Any] | None) -> str:
    return "-" if rate is None else f"{rate['share']} ({rate['interval'][0]} to {rate['interval'][1]}, of {rate['of']})"
