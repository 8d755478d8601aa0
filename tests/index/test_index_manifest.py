"""The manifest refuses an index built by another encoder, from another corpus, or damaged, and says which."""

from __future__ import annotations

import json

import pytest

from bot.errors import IndexUnusableError
from bot.index.index_manifest import digest_of, verify_manifest, write_manifest

PASSAGES = digest_of(["one", "two"])


@pytest.fixture
def index(tmp_path):
    """An index of two files with its manifest."""
    (tmp_path / "words").mkdir()
    (tmp_path / "vectors").write_bytes(b"0123456789")
    (tmp_path / "words" / "vocabulary").write_text("phone")
    write_manifest(tmp_path, "encoder", PASSAGES)
    return tmp_path


def refusal(index, encoder="encoder", passages=PASSAGES) -> str:
    with pytest.raises(IndexUnusableError) as caught:
        verify_manifest(index, encoder, passages)
    return str(caught.value)


def test_manifest_accepts_what_it_was_written_for(index):
    verify_manifest(index, "encoder", PASSAGES)


def test_manifest_refuses_another_encoder(index):
    assert "another encoder" in refusal(index, encoder="another")


def test_manifest_refuses_another_corpus(index):
    assert "another corpus" in refusal(index, passages=digest_of(["two", "one"]))


def test_manifest_refuses_a_truncated_file(index):
    (index / "vectors").write_bytes(b"01234")

    assert "is damaged" in refusal(index)


def test_manifest_refuses_a_changed_file(index):
    (index / "words" / "vocabulary").write_text("spoon")

    assert "is damaged" in refusal(index)


def test_manifest_refuses_a_missing_file(index):
    (index / "vectors").unlink()

    assert "is damaged" in refusal(index)


def test_manifest_refuses_a_file_too_many(index):
    (index / "more").write_text("?")

    assert "is damaged" in refusal(index)


def test_manifest_says_that_there_is_no_index(tmp_path):
    assert "There is no index" in refusal(tmp_path / "nowhere")


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff\xfe", b'{"encoder": "encoder"}'])
def test_manifest_says_that_it_is_itself_unreadable(index, text):
    (index / "manifest.json").write_bytes(text)

    assert "manifest.json cannot be read" in refusal(index)


def test_manifest_refuses_an_older_format(index):
    manifest = json.loads((index / "manifest.json").read_text())
    (index / "manifest.json").write_text(json.dumps({**manifest, "format": 0}))

    assert "older format" in refusal(index)


def test_every_refusal_says_what_to_do(index):
    assert "run 'signpost ingest'" in refusal(index, encoder="another")


def test_digest_tells_where_one_text_ends():
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])
