"""docs/ingestion.md says what the reader takes."""

from __future__ import annotations

import re

import yaml

from bot.ingestion.converters import CONVERTERS
from bot.ingestion.converters.plain_text import MOST_BYTES
from bot.ingestion.school_file import DocumentEntry, Person, SchoolFile
from tests.docs.pages import page, rows

PAGE = page("docs/ingestion.md")


def test_page_lists_every_key_of_school_yml():
    cells = [row[0] for row in rows(PAGE, "| key | what it is |")]
    assert [key for cell in cells for key in re.findall(r"`(\w+)`", cell)] == list(SchoolFile.model_fields)


def test_page_names_the_keys_of_a_person_and_of_a_policy():
    for model, sentence in ((Person, r"A person has .*? as they stand"), (DocumentEntry, r"An entry of .*?;")):
        said = re.search(sentence, PAGE, re.DOTALL).group()
        assert [k for k in re.findall(r"`(\w+)`", said) if k != "documents"] == list(model.model_fields)


def test_page_shows_a_school_yml_that_is_taken():
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL).group(1)
    assert SchoolFile.model_validate(yaml.safe_load(example)).deputies[0].name == "Bo Finch"


def test_page_lists_the_kinds_of_file_and_the_largest():
    suffixes = ", ".join(f"`{suffix}`" for converter in CONVERTERS for suffix in converter.suffixes)
    assert f"**Kinds of file:** {suffixes}." in PAGE
    assert f"{MOST_BYTES:,} bytes" in PAGE
