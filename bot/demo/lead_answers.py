"""What the safeguarding leads of the demo answer once for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from bot.approved_answers.answer_access import PUBLISHERS
from bot.approved_answers.answer_book import AnswerBook
from bot.approved_answers.answer_writing import AnswerContent, create_answer, import_drafts
from bot.datatypes.answer import Message
from bot.datatypes.policy import School
from bot.demo.people import asked_as
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import open_message_encoder
from bot.questions.access import schools_where
from bot.questions.models import ReviewItem
from bot.questions.triage import reply_to_review_item
from bot.settings import Settings

_PHRASINGS = 6  # of those that staff use, which the queue would suggest


class _ReadOnce(ClauseStore):
    """A clause store whose schools stay as they are: nobody changes a policy in the demo's year."""

    def __init__(self, store: ClauseStore) -> None:
        super().__init__(store.folder)
        self._schools = cache(store.read)

    def read(self, school: str) -> School:
        """See ``ClauseStore``."""
        return self._schools(school)


class LeadAnswers:
    """Approves the written answers of some topics when somebody first asks, and gives them to whoever asks again.

    :param written: by topic, a question, its answer, and for how many days it holds.
    :param questions: how people ask on each topic.
    """

    def __init__(self, settings: Settings, written: Mapping[str, Any], questions: Mapping[str, Sequence[str]]) -> None:
        self._store = _ReadOnce(ClauseStore(settings.index))
        self._book = AnswerBook(self._store, open_message_encoder(settings.onnx_encoder), settings.public_url)
        self._written = {text: written[topic] for topic in written for text in questions[topic]}
        self._wordings = {topic["question"]: questions[name][:_PHRASINGS] for name, topic in written.items()}
        self._expiries: dict[tuple[str, str], date] = {}  # of each school's published questions
        self._found: dict[tuple[str, str, str], Message | None] = {}

    def find(self, school: str, text: str, role: str) -> Message | None:
        """What was approved for a question. The book is asked where it may hold something, once: it takes its time."""
        written = self._written.get(text)
        if written is None:
            return None
        expiry = self._expiries.get((school, written["question"]))
        if expiry is None or expiry < timezone.localdate():
            return None
        key = school, text, asked_as(role)
        if key not in self._found:
            found = self._book.find(*key)
            profile = self._store.read(school).profile
            self._found[key] = found.answer.message(profile) if found and found.is_sure else None
        return self._found[key]

    def answer_for_all(self, user: User, item: ReviewItem) -> bool:
        """Reply to an item with what is written on its topic, and publish that; False where nothing is, or it was."""
        written = self._written.get(item.question.text)
        if written is None or (item.school, written["question"]) in self._expiries:
            return False
        if item.school not in schools_where(user, *PUBLISHERS):
            return False
        reply_to_review_item(user, item, written["text"], category=ReviewItem.Category.POLICY_SILENT)
        expiry = timezone.localdate() + timedelta(days=written["days"])
        content = AnswerContent(
            question=written["question"],
            text=written["text"],
            phrasings=tuple(dict.fromkeys((item.question.text, *self._wordings[written["question"]]))),
            expires_on=expiry,
        )
        create_answer(user, item.school, content, self._store, publish=True, item=item)
        self._expiries[item.school, written["question"]] = expiry
        return True


def bring_in(user: User, school: str, listed: Sequence[Mapping[str, str]]) -> None:
    """Bring in a list of questions and answers that a school had already."""
    import_drafts(user, school, [AnswerContent(one["question"], one["text"]) for one in listed])
