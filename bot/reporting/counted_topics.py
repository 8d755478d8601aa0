"""The topics by which questions are counted, and what each is called."""

from __future__ import annotations

from bot.retrieval.topic_catalogue import read_topics

ELSE = "Something else"
# Who asked how to raise a concern about somebody may have one. In a small school a count of one would point at them,
# and the head, whom it may be about, reads the figures: such a question is counted as something else.
NOT_COUNTED = frozenset({"ask_report_colleague", "ask_report_head", "ask_whistleblowing", "ask_complaints"})


def topic_title(name: str) -> str:
    """What people call a topic."""
    topic = read_topics().get(name)
    return topic.title if topic else ELSE


def is_counted(name: str) -> bool:
    """Whether questions on a topic are counted by it."""
    return name in read_topics() and name not in NOT_COUNTED
