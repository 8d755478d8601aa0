"""The tests of the record, run once more on a real PostgreSQL, with those that are about PostgreSQL alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.postgres.postgres_server import PostgresServer, find_programs

ROOT = Path(__file__).resolve().parents[2]
SUITE = (
    "tests/postgres/roles_and_races.py",
    "tests/questions/test_audit_chain.py",
    "tests/questions/test_triage.py",
    "tests/questions/test_desk.py",
    "tests/notifications/test_concerns.py",
    "tests/deliveries/test_inbox.py",
    "tests/deliveries/test_worker_lease.py",
    "tests/console/test_review_pages.py",
    "tests/console/test_review_desk.py",
    "tests/console/test_audit_pages.py",
    "tests/console/test_figures_pages.py::test_pages_take_as_many_queries_for_many_questions_as_for_few",
    "tests/retention/test_schedule.py",
    "tests/retention/test_person_data.py",
    "tests/retention/test_keeping_pages.py",
)


@pytest.fixture
def server():
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed: apt install postgresql")
    # Not pytest's own folder, which the account of the server may not enter.
    with tempfile.TemporaryDirectory(prefix="signpost-postgres-", ignore_cleanup_errors=True) as folder:
        running = PostgresServer(programs, Path(folder))
        running.start()
        try:
            yield running
        finally:
            running.stop()


def test_the_record_keeps_its_promises_on_postgres(server, tmp_path):
    environment = {**os.environ, "SIGNPOST_DATABASE_URL": server.url, "SIGNPOST_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", *SUITE]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout.splitlines()[-1:] or done.stderr[-500:])
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout.splitlines()[-1]
