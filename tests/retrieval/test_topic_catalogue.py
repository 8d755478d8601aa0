"""Topic files are data: whatever breaks their format is refused with the file and the topic."""

from __future__ import annotations

import pytest

from bot.datatypes.policy import Audience
from bot.errors import TrainingDataError
from bot.retrieval.topic_catalogue import read_topics

GOOD = """
ask_phone:
  title: Phones
  audience: staff
  clauses: [Phones are off., Phones stay in bags., Phones may be used at lunch.]
"""


def refusal(tmp_path, text: str | bytes) -> str:
    (tmp_path / "phones.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(TrainingDataError) as caught:
        read_topics(tmp_path)
    return str(caught.value)


def test_topics_of_all_files_are_read_in_order_of_their_names(tmp_path):
    (tmp_path / "b.yml").write_text(GOOD)
    (tmp_path / "c.yml").write_text(GOOD.replace("ask_phone", "ask_again"))

    assert list(read_topics(tmp_path)) == ["ask_again", "ask_phone"]


def test_topic_has_its_title_audience_and_statements(tmp_path):
    (tmp_path / "b.yml").write_text(GOOD)

    topic = read_topics(tmp_path)["ask_phone"]

    assert (topic.title, topic.audience, len(topic.clauses)) == ("Phones", Audience.STAFF, 3)


def test_topic_of_two_files_is_refused(tmp_path):
    (tmp_path / "others.yml").write_text(GOOD)

    assert "ask_phone stands twice" in refusal(tmp_path, GOOD)


def test_topic_twice_in_one_file_is_refused(tmp_path):
    assert "phones.yml: topic ask_phone stands twice" in refusal(tmp_path, GOOD + GOOD)


@pytest.mark.parametrize("text", ["- a list", "just text", "", b"\xff\xfe\x00\x01", "a: [1", "? [a, b]\n: c"])
def test_file_that_maps_no_topics_is_refused(tmp_path, text):
    assert "phones.yml" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    "change",
    [("audience: staff", "audience: martians"), ("title: Phones", "name: Phones"), ("[Phones are off., ", "[")],
)
def test_malformed_topic_is_refused_by_name(tmp_path, change):
    assert "phones.yml: topic ask_phone" in refusal(tmp_path, GOOD.replace(*change))
