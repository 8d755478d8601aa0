"""The key that signs sessions."""

from __future__ import annotations

from bot.console.secret_key import read_or_create_secret_key


def test_the_key_is_made_once_and_kept(tmp_path):
    home = tmp_path / "new" / "home"
    assert read_or_create_secret_key(home) == read_or_create_secret_key(home)


def test_the_key_is_long_and_differs_between_homes(tmp_path):
    first, second = (read_or_create_secret_key(tmp_path / name) for name in ("a", "b"))
    assert first != second
    assert len(first) >= 50


def test_the_key_is_readable_by_its_owner_alone(tmp_path):
    read_or_create_secret_key(tmp_path)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_making_the_key_leaves_no_other_file(tmp_path):
    read_or_create_secret_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
