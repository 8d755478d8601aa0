from __future__ import annotations

import pytest

from bot.launcher.stamps import Stamp, content_hash


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "rules.yml").write_text("one")
    return folder


@pytest.fixture
def result(tmp_path):
    file = tmp_path / "model"
    file.write_text("trained")
    return file


def test_content_hash_is_the_same_wherever_the_files_lie(source, tmp_path):
    before = content_hash([source])
    (tmp_path / "elsewhere").mkdir()
    moved = source.rename(tmp_path / "elsewhere" / "source")
    assert content_hash([moved]) == before


def test_content_hash_changes_with_a_files_content(source):
    before = content_hash([source])
    (source / "rules.yml").write_text("two")
    assert content_hash([source]) != before


def test_content_hash_changes_with_a_files_name(source):
    before = content_hash([source])
    (source / "rules.yml").rename(source / "stories.yml")
    assert content_hash([source]) != before


def test_content_hash_ignores_compiled_python(source):
    before = content_hash([source])
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "x.pyc").write_text("compiled")
    assert content_hash([source]) == before


def test_stamp_is_fresh_after_writing(tmp_path, result):
    Stamp(tmp_path / "stamp", "inputs", [result]).write()
    assert Stamp(tmp_path / "stamp", "inputs", [result]).is_fresh()


def test_stamp_is_stale_before_writing(tmp_path, result):
    assert not Stamp(tmp_path / "stamp", "inputs", [result]).is_fresh()


def test_stamp_is_stale_once_the_inputs_change(tmp_path, result):
    Stamp(tmp_path / "stamp", "inputs", [result]).write()
    assert not Stamp(tmp_path / "stamp", "other inputs", [result]).is_fresh()


def test_stamp_is_stale_once_the_result_is_truncated(tmp_path, result):
    Stamp(tmp_path / "stamp", "inputs", [result]).write()
    result.write_text("trai")
    assert not Stamp(tmp_path / "stamp", "inputs", [result]).is_fresh()


def test_stamp_is_stale_once_the_result_is_gone(tmp_path, result):
    Stamp(tmp_path / "stamp", "inputs", [result]).write()
    result.unlink()
    assert not Stamp(tmp_path / "stamp", "inputs", [result]).is_fresh()


def test_stamp_is_stale_where_its_own_file_is_damaged(tmp_path, result):
    (tmp_path / "stamp").write_text("{")
    assert not Stamp(tmp_path / "stamp", "inputs", [result]).is_fresh()
