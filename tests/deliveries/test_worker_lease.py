"""One worker at a time, and none that has to be waited for after it died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from bot.deliveries.models import WorkerLease
from bot.deliveries.worker_lease import give_up_lease, take_lease
from bot.deliveries.worker_lock import WorkerLock

HOLD = """
import sys, time
from pathlib import Path
from bot.deliveries.worker_lock import WorkerLock
lock = WorkerLock(Path(sys.argv[1]))
assert lock.take()
print(lock.holder, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_process(tmp_path):
    """Another process that has the lock of ``tmp_path``."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.holder = process.stdout.readline().strip()
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


@pytest.mark.django_db
class TestLease:
    def test_first_to_ask_gets_it(self):
        assert take_lease("a")

    def test_it_is_refused_to_others(self):
        take_lease("a")
        assert not take_lease("b")

    def test_its_holder_renews_it(self):
        take_lease("a")
        WorkerLease.objects.update(until=timezone.now() + timedelta(seconds=1))
        assert take_lease("a")
        assert WorkerLease.objects.get().until > timezone.now() + timedelta(seconds=10)

    def test_one_that_ran_out_is_anybodys(self):
        take_lease("a")
        WorkerLease.objects.update(until=timezone.now() - timedelta(seconds=1))
        assert take_lease("b")
        assert not take_lease("a")

    def test_one_that_was_given_up_is_anybodys(self):
        take_lease("a")
        give_up_lease("a")
        assert take_lease("b")


def test_lock_is_refused_while_another_process_has_it(tmp_path, other_process):
    assert not WorkerLock(tmp_path).take()


def test_lock_of_a_process_that_was_killed_is_free_under_the_same_name(tmp_path, other_process):
    os.kill(other_process.pid, signal.SIGKILL)
    other_process.wait()
    lock = WorkerLock(tmp_path)
    assert lock.take()
    assert lock.holder == other_process.holder


def test_lock_is_free_after_its_block(tmp_path):
    lock = WorkerLock(tmp_path)
    with lock:
        assert lock.take()
    assert WorkerLock(tmp_path).take()


def test_two_homes_have_two_names(tmp_path):
    locks = [WorkerLock(tmp_path / name) for name in ("a", "b")]
    for name, lock in zip(("a", "b"), locks, strict=True):
        (tmp_path / name).mkdir()
        lock.take()
    assert locks[0].holder != locks[1].holder
