from __future__ import annotations

import sys

import pytest

from bot.launcher.launch_error import LaunchError
from bot.launcher.steps import Progress, Step, run_steps
from tests.launcher.process_tree import wait_for_end


@pytest.fixture
def step(tmp_path):
    def make(name, program, **rest):
        command = None if program is None else [sys.executable, "-c", program]
        advice = rest.pop("advice", "{said} ({log})")
        log = tmp_path / f"{name}.log"
        return Step(name=name, number="[1/2]", title=name, command=command, log=log, advice=advice, **rest)

    return make


def test_run_steps_runs_a_step_after_those_it_needs(step, tmp_path):
    made = tmp_path / "made"
    first = step("first", f"open({str(made)!r}, 'w').write('there')")
    second = step("second", f"open({str(made)!r}).read()", needs=frozenset({"first"}))
    done = []
    run_steps([second, first], Progress(), on_done=done.append)
    assert done == ["first", "second"]


def test_run_steps_says_what_had_nothing_to_do(step, capsys):
    run_steps([step("encoder", None)], Progress())
    assert capsys.readouterr().out == "[1/2] encoder … nothing to do\n"


def test_run_steps_says_how_long_a_step_took(step, capsys):
    run_steps([step("encoder", "pass")], Progress())
    assert capsys.readouterr().out == "[1/2] encoder … 0 s\n"


def test_run_steps_gives_the_last_line_of_a_step_that_failed(step, tmp_path):
    failing = step("policies", "print('working'); raise SystemExit('The file a.txt is not text.')")
    with pytest.raises(LaunchError, match=r"^The file a.txt is not text. \(.*policies.log\)$"):
        run_steps([failing], Progress())


def test_run_steps_bears_braces_in_what_a_step_says(step):
    with pytest.raises(LaunchError, match=r"\{x\}"):
        run_steps([step("policies", "raise SystemExit('{x}')")], Progress())


def test_run_steps_remembers_only_success(step):
    remembered = []
    with pytest.raises(LaunchError):
        run_steps([step("train", "raise SystemExit(1)", done=lambda: remembered.append("train"))], Progress())
    assert remembered == []


def test_run_steps_ends_the_others_and_their_children_when_one_fails(step, tmp_path):
    told = tmp_path / "process-ids"
    long = (
        "import os, subprocess, time\n"
        "child = subprocess.Popen(['sleep', '1000'])\n"
        f"open({str(told)!r} + '.new', 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        f"os.rename({str(told)!r} + '.new', {str(told)!r})\n"
        "time.sleep(1000)"
    )
    failing = f"import os\nwhile not os.path.exists({str(told)!r}): pass\nraise SystemExit(1)"
    with pytest.raises(LaunchError):
        run_steps([step("long", long), step("failing", failing)], Progress())
    assert wait_for_end([int(word) for word in told.read_text().split()]) == []
