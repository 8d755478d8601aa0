"""Files to text."""

import pytest

from bot.errors import CorpusError
from bot.ingestion.converters import converter_for


def convert(tmp_path, data, name="policy.txt"):
    path = tmp_path / name
    path.write_bytes(data)
    return converter_for(path).convert(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_reads_the_usual_encodings(tmp_path, encoding):
    assert convert(tmp_path, "the school’s phone – £5".encode(encoding)) == "the school’s phone – £5"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.TXT", "a.markdown"])
def test_plain_text_reads_its_suffixes(tmp_path, name):
    assert convert(tmp_path, b"# Phones", name) == "# Phones"


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"a\x00b\x00", b"\x81\x8d\xff\xfe", b"\xff\xfe\x00"])
def test_plain_text_refuses_what_is_no_text(tmp_path, data):
    with pytest.raises(CorpusError, match=r"policy\.txt is not UTF-8 text"):
        convert(tmp_path, data)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_plain_text_refuses_an_empty_file(tmp_path, data):
    with pytest.raises(CorpusError, match=r"policy\.txt is empty"):
        convert(tmp_path, data)


def test_no_converter_reads_an_unknown_suffix(tmp_path):
    assert converter_for(tmp_path / "policy.xyz") is None
