from __future__ import annotations

import os

import pytest

from bot.launcher.launch_error import LaunchError
from bot.launcher.run_lock import lock_home


def test_lock_home_names_address_and_process_of_the_holder(tmp_path):
    with lock_home(tmp_path, "http://127.0.0.1:8123"):
        with pytest.raises(LaunchError) as refusal:
            lock_home(tmp_path, "http://127.0.0.1:8124")
    assert "http://127.0.0.1:8123" in str(refusal.value)
    assert f"kill {os.getpid()}" in str(refusal.value)


def test_lock_home_is_free_again_once_closed(tmp_path):
    lock_home(tmp_path, "http://127.0.0.1:8123").close()
    lock_home(tmp_path, "http://127.0.0.1:8124").close()


def test_lock_home_bears_a_lock_file_that_says_nothing(tmp_path):
    with lock_home(tmp_path, "http://127.0.0.1:8123"):
        (tmp_path / "run.lock").write_text("")
        with pytest.raises(LaunchError, match="already being started"):
            lock_home(tmp_path, "http://127.0.0.1:8124")
