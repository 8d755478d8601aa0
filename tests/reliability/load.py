"""``make load``: 50 people at 10 messages a second over three channels; figures, and 1 if a promise is broken.

make load [DURATION=300] [PEOPLE=50] [RATE=10]
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.reliability.accounts import Accounts, account_for_events, account_for_replies, percentile, reply_waits
from tests.reliability.platforms import ApiPeople, Platform, SlackPeople, TeamsPeople, questions
from tests.reliability.running_service import RunningService

_WAITING = """
    SELECT (SELECT count(*) FROM deliveries_inboxentry WHERE handled_at IS NULL)
         + (SELECT count(*) FROM deliveries_delivery WHERE sent_at IS NULL AND failed_at IS NULL)
"""
PATIENCE = 30.0  # seconds to wait for the last replies
ACKNOWLEDGED_P99 = 1.0  # seconds
REPLIED_P95 = 3.0  # seconds


@dataclass
class Person:
    """Somebody on one platform."""

    name: str
    platform: Platform


@dataclass
class Log:
    """What happened on the way in."""

    acknowledged_after: list[float] = field(default_factory=list)
    api_after: list[float] = field(default_factory=list)
    refused: int = 0


async def write(client: httpx.AsyncClient, address: str, person: Person, text: str, event: str, log: Log) -> None:
    """One message, and how long its acknowledgement took; the API's is the answer itself."""
    request = person.platform.request(address, person.name, text, event)
    begun = time.monotonic()
    response = await client.send(request)
    took = time.monotonic() - begun
    if not response.is_success:
        log.refused += 1
    elif person.platform.name == "api":
        log.api_after.append(took)
    else:
        log.acknowledged_after.append(took)


async def run(address: str, people: Sequence[Person], seconds: float, rate: float) -> Log:
    """Everybody writes in turn, at random moments, ``rate`` messages a second in all."""
    log, pool, chance = Log(), itertools.cycle(questions()), random.Random(7)
    limits = httpx.Limits(max_connections=200)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client, asyncio.TaskGroup() as under_way:
        begun = time.monotonic()
        for number in range(round(seconds * rate)):
            await asyncio.sleep(max(0.0, begun + (number + chance.random()) / rate - time.monotonic()))
            person = people[number % len(people)]
            under_way.create_task(write(client, address, person, next(pool), f"load{number}", log))
    return log


def wait_for_replies(service: RunningService) -> None:
    """Wait until nobody waits any more, or patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and service.rows(_WAITING) != [(0,)]:
        time.sleep(0.1)


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description="Load the whole service through three channels.")
    parser.add_argument("--duration", type=float, default=300)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--rate", type=float, default=10)
    options = parser.parse_args()
    slack, teams = SlackPeople().start(), TeamsPeople()
    platforms: list[Platform] = [slack, teams, ApiPeople()]
    people = [Person(f"P{n}", platforms[n % 3]) for n in range(options.people)]
    with tempfile.TemporaryDirectory(prefix="signpost-load-") as folder:
        service = RunningService(Path(folder), platforms)
        try:
            service.start()
            log = asyncio.run(run(service.address, people, options.duration, options.rate))
            wait_for_replies(service)
            return account(service, [slack, teams], log, options).finish()
        finally:
            service.stop()
            slack.stop()
            teams.stop()


def account(service: RunningService, delivering: Sequence[Platform], log: Log, options: argparse.Namespace) -> Accounts:
    """The figures of a run."""
    accounts = Accounts()
    accounts.figure("people, messages a second, seconds", f"{options.people}, {options.rate:g}, {options.duration:g}")
    accounts.promise("messages refused", log.refused, 0)
    account_for_events(accounts, service, len(log.acknowledged_after))
    account_for_replies(accounts, service, delivering)
    waits = reply_waits(service)
    accounts.figure("acknowledged, median", f"{percentile(log.acknowledged_after, 0.5):.3f} s")
    accounts.promise("acknowledged, p99", percentile(log.acknowledged_after, 0.99), ACKNOWLEDGED_P99, " s")
    accounts.figure("reply on Slack and Teams, median", f"{percentile(waits, 0.5):.3f} s")
    accounts.promise("reply on Slack and Teams, p95", percentile(waits, 0.95), REPLIED_P95, " s")
    accounts.figure("reply of the API, median", f"{percentile(log.api_after, 0.5):.3f} s")
    accounts.promise("reply of the API, p95", percentile(log.api_after, 0.95), REPLIED_P95, " s")
    accounts.figure("memory of all processes", f"{service.memory()} MiB")
    return accounts


if __name__ == "__main__":
    sys.exit(main())
