"""Dates in a policy's words."""

import pytest

from bot.ingestion.policy_dates import latest_day, review_date, written_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("February 2023", "2023-02-28"),
        ("February 2024", "2024-02-29"),
        ("August 2026", "2026-08-31"),
        ("Sept 2025", "2025-09-30"),
        ("1st September 2025", "2025-09-01"),
        ("September 1, 2025", "2025-09-01"),
        ("01/09/2025", "2025-09-01"),
        ("1.9.25", "2025-09-01"),
        ("2025-09-01", "2025-09-01"),
        ("Spring 2022", "2022-04-30"),
        ("Summer Term 2022", "2022-08-31"),
        ("Autumn 2022", "2022-12-31"),
        ("2025", "2025-12-31"),
        ("2025-26", "2026-08-31"),
        ("2025 – 2026", "2026-08-31"),
        ("31/02/2025", None),
        ("soon", None),
    ],
)
def test_latest_day(text, day):
    assert latest_day(text) == day


@pytest.mark.parametrize(
    "line",
    [
        "Date of next review: (May 2030)",
        "To be reviewed: May 2030",
        "Next review date: May 2030",
        "Review date - May 2030",
        "Lead: Head Date of next review: May 2030",
        "This policy is due for review in May 2030",
        "To be reviewed no later than May 2030",
        "To be looked at again: May 2030",
    ],
)
def test_review_date_is_found(line):
    review = review_date([line])
    assert (review.text, review.latest) == ("May 2030", "2030-05-31")


@pytest.mark.parametrize(
    "line", ["We review this policy at least annually.", "Policy written June 2029", "Last reviewed May 2030"]
)
def test_review_date_is_not_made_up(line):
    assert review_date([line]) is None


def test_written_date_takes_the_most_exact():
    assert written_date("2029 – 2030", ["Date written/updated: (February 2029)"]) == "February 2029"


def test_written_date_keeps_the_titles_where_the_details_say_less():
    assert written_date("September 2029", ["Adopted: 2029"]) == "September 2029"


def test_written_date_is_empty_where_nothing_says_it():
    assert written_date("", ["Lead: Ada Quill"]) == ""
