from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import CorpusError
from bot.launcher.launch_error import LaunchError
from bot.launcher.preflight import check_before_start, check_corpus, check_port, free_port
from bot.launcher.run_lock import lock_home
from bot.settings import Settings, load_settings

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus" / "school").mkdir(parents=True)
    return load_settings(
        {
            "SIGNPOST_CORPUS": str(tmp_path / "corpus"),
            "SIGNPOST_HOME": str(tmp_path / "home"),
            "SIGNPOST_PORT": str(free_port()),
        }
    )


def test_check_before_start_passes_where_nothing_is_wrong(settings):
    check_before_start(settings)


def test_check_corpus_names_the_missing_folder(settings, tmp_path):
    with pytest.raises(CorpusError, match="nowhere is not there"):
        check_corpus(replace(settings, corpus=tmp_path / "nowhere"))


def test_check_corpus_refuses_a_folder_without_schools(settings, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="holds no school"):
        check_corpus(replace(settings, corpus=tmp_path / "empty"))


def test_check_port_names_a_port_that_is_taken_and_the_next():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(LaunchError, match=f"{port} .*already in use.*PORT={port + 1}"):
            check_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_check_port_refuses_what_is_no_port(port):
    with pytest.raises(LaunchError, match="is not a port"):
        check_port("127.0.0.1", port)


def test_check_port_refuses_an_address_of_another_machine():
    with pytest.raises(LaunchError, match="SIGNPOST_HOST"):
        check_port("192.0.2.1", free_port())


def test_check_before_start_says_where_another_one_answers(settings):
    with (
        lock_home(settings.home, "http://127.0.0.1:9999"),
        pytest.raises(LaunchError, match=r"http://127\.0\.0\.1:9999"),
    ):
        check_before_start(settings)
