"""What figures need beforehand: each question's topic, each school's coverage. Run in a process of its own."""

from __future__ import annotations

from bot.reporting.coverage_pass import bring_coverage_up_to_date
from bot.reporting.topic_labels import TopicLabeller
from bot.settings import Settings


def prepare_figures(settings: Settings) -> tuple[int, list[str]]:
    """Label the questions that have no topic, and work out the coverage of schools whose policies have changed.

    :returns: how many questions were labelled, and those schools.
    :raises IndexUnusableError: an index is damaged, or there is no sentence encoder.
    """
    labeller, labelled = TopicLabeller(settings), 0
    while batch := labeller.label():
        labelled += batch
    return labelled, bring_coverage_up_to_date(settings)
