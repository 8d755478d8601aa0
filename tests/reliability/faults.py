"""``make faults``: kill -9 over gateway (with its worker), dialogue and actions; figures, and 1 if a promise is broken.

    make faults [LOOPS=500]

In each loop some people write on Slack and Teams, a part is killed while they wait, and a client that tries again until
it is acknowledged carries their messages. Afterwards the record and what reached people are compared with what was
acknowledged. A reply may be there twice in one case: the gateway was killed so soon after its first sending that it
cannot have read the platform's answer, or before the platform had taken what it had sent.
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
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.reliability.accounts import Accounts, account_for_events, percentile
from tests.reliability.platforms import Platform, Reply, SlackPeople, TeamsPeople, questions
from tests.reliability.running_service import RunningService

# The gateway, where most can be lost, is killed most often.
VICTIMS = ("gateway", "gateway", "dialogue", "gateway", "actions")
WRITERS = 4  # people who write in each loop
LONGEST_WAIT = 0.4  # seconds from the first message to the kill, at the most
REPLIES_WITHIN = 90.0  # seconds; a reply that has not come then is lost
UNREAD_WITHIN = 1.0  # seconds between a sending and the kill that kept its answer from being read
# Seconds after a kill in which no gateway is up again: what a platform takes then was sent by the one that was killed.
DEAD_FOR = 0.5
Writing = tuple[Platform, str, str]  # where, who, what
READY_EVERY = 25  # loops: then everything may come up, so that real answers are met as well


@dataclass
class Course:
    """What happened: who was acknowledged and after how long, when each part was killed (``time.monotonic``)."""

    people: list[tuple[Platform, str]] = field(default_factory=list)
    acknowledged_after: list[float] = field(default_factory=list)
    kills: dict[str, list[float]] = field(default_factory=lambda: {part: [] for part in set(VICTIMS)})
    loop_seconds: list[float] = field(default_factory=list)
    late: int = 0


async def carry(client: httpx.AsyncClient, address: str, platform: Platform, person: str, text: str) -> float:
    """Bring one message, again and again until it is acknowledged, as platforms do; how long it took, in seconds."""
    begun = time.monotonic()
    while True:
        with suppress(httpx.HTTPError):
            if (await client.send(platform.request(address, person, text, person))).is_success:
                return time.monotonic() - begun
        await asyncio.sleep(0.1)


async def one_loop(service: RunningService, course: Course, wave: Sequence[Writing], part: str) -> None:
    """People write, a part is killed, everybody is acknowledged and answered."""
    async with httpx.AsyncClient(timeout=10) as client:
        carried = [asyncio.create_task(carry(client, service.address, *one)) for one in wave]
        await asyncio.sleep(random.uniform(0, LONGEST_WAIT))
        if await asyncio.to_thread(service.kill, part):
            course.kills[part].append(time.monotonic())
        course.acknowledged_after += await asyncio.gather(*carried)
    for platform, person, _ in wave:
        course.people.append((platform, person))
    course.late += await _unanswered(wave)


async def _unanswered(wave: Sequence[Writing]) -> int:
    end = time.monotonic() + REPLIES_WITHIN
    while waiting := sum(not platform.replies[person] for platform, person, _ in wave):
        if time.monotonic() > end:
            return waiting
        await asyncio.sleep(0.05)
    return 0


def run(service: RunningService, platforms: Sequence[Platform], loops: int) -> Course:
    """All the loops. Each message is of a person of its own, so that its replies can be counted."""
    course, pool, numbers = Course(), itertools.cycle(questions()), itertools.count()
    for loop in range(loops):
        wave = [(platforms[n % 2], f"F{next(numbers)}", next(pool)) for n in range(WRITERS)]
        begun = time.monotonic()
        asyncio.run(one_loop(service, course, wave, VICTIMS[loop % len(VICTIMS)]))
        course.loop_seconds.append(time.monotonic() - begun)
        if loop % READY_EVERY == READY_EVERY - 1:
            service.wait_until_ready()
            print(f"{loop + 1} of {loops}", flush=True)
    service.wait_until_ready()
    return course


def doubled(replies: Sequence[Reply], kills: Sequence[float]) -> tuple[int, list[float]]:
    """How many replies are repetitions whose answer cannot have been read; and of each other repetition, how many
    seconds after its first sending the kill came that was nearest to it.
    """
    excused, other = 0, []
    for place, reply in enumerate(replies):
        before = next((one for one in replies[:place] if one.text == reply.text), None)
        if before is None:
            continue
        if any(before.at - DEAD_FOR <= kill <= before.at + UNREAD_WITHIN for kill in kills):
            excused += 1
        else:
            other.append(min((kill - before.at for kill in kills), key=abs, default=float("nan")))
    return excused, other


def account(service: RunningService, course: Course) -> Accounts:
    """The figures of a run."""
    accounts = Accounts()
    for part, kills in sorted(course.kills.items()):
        accounts.figure(f"kill -9 of {part}", len(kills))
    account_for_events(accounts, service, len(course.people))
    repetitions = [doubled(platform.replies[person], course.kills["gateway"]) for platform, person in course.people]
    accounts.promise("replies lost", course.late, 0)
    accounts.figure("replies sent again, the answer unread", sum(one[0] for one in repetitions))
    others = [after for _, found in repetitions for after in found]
    accounts.promise("replies doubled", len(others), 0)
    for after in others:
        accounts.figure("  killed after its first sending", f"{after:.3f} s")
    accounts.figure("acknowledged after, median", f"{percentile(course.acknowledged_after, 0.5):.2f} s")
    accounts.figure("acknowledged after, longest", f"{max(course.acknowledged_after):.2f} s")
    accounts.figure("a loop, on average", f"{sum(course.loop_seconds) / len(course.loop_seconds):.2f} s")
    return accounts


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description="Kill parts of the service while people write.")
    parser.add_argument("--loops", type=int, default=500)
    options = parser.parse_args()
    slack, teams = SlackPeople().start(), TeamsPeople()
    with tempfile.TemporaryDirectory(prefix="signpost-faults-") as folder:
        service = RunningService(Path(folder), [slack, teams])
        try:
            service.start()
            return account(service, run(service, [slack, teams], options.loops)).finish()
        finally:
            service.stop()
            slack.stop()
            teams.stop()


if __name__ == "__main__":
    sys.exit(main())
