"""How a search went is kept for those who review the question, and reaches nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.questions.models import QuestionRecord

pytestmark = pytest.mark.django_db(transaction=True)

REPORT_FILE = Path(__file__).parents[1] / "contract" / "search_report.json"
REPORT = json.loads(REPORT_FILE.read_text(encoding="utf-8"))


def test_the_asker_is_never_shown_how_the_search_went(ask, dialogue):
    dialogue.search = REPORT | {"answerable": 0.123}
    answered = ask(text="drones?")
    assert "0.123" not in json.dumps(answered)
    assert QuestionRecord.objects.get().answer.search["answerable"] == 0.123


@pytest.mark.parametrize("search", ["nonsense", {"answerable": "much"}, [1], REPORT | {"extra": 1}])
def test_a_report_that_cannot_be_read_costs_nobody_their_answer(ask, dialogue, search):
    dialogue.search = search
    [message] = ask(text="drones?")
    assert message["answer"]["outcome"] == "answered_from_policy"
    assert QuestionRecord.objects.get().answer.search is None
