"""Asking a question set, of a running service or of the engine alone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator

import httpx
from pydantic import ValidationError

from bot.answering.answer_pipeline import search_and_answer
from bot.answering.draft import AnsweringContext
from bot.answering.lone_question import lone_question
from bot.answering.safeguarding_screen import Screening, screen_by_words
from bot.datatypes.answer import Answer, Message, Outcome, Question
from bot.datatypes.search_report import SearchReport
from bot.errors import SettingsError
from bot.evaluation.gold_questions import GoldQuestion
from bot.evaluation.metrics import Result

Rank = Callable[[str], dict[str, float]]
Screen = Callable[[str], Screening]
_PATIENCE = 60.0


def ask_engine(question: Question, context: AnsweringContext, rank: Rank, screen: Screen = screen_by_words) -> Answer:
    """Answer without the dialogue: the safeguarding screen, then the engine with ``rank`` for the topics, both without
    the message's chatter, and without its story where that finds nothing, as the gateway would have them.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    return search_engine(question, context, rank, screen)[0]


def search_engine(
    question: Question, context: AnsweringContext, rank: Rank, screen: Screen = screen_by_words
) -> tuple[Answer, SearchReport | None]:
    """The same, with an account of the search; None where the screen spoke first.

    :raises IndexUnusableError: see ``ask_engine``.
    """
    concern = screen(question.text).outcome
    if concern is not None:
        return Answer(outcome=concern), None
    context.retriever.school(question.school)  # before the topics, which may take long to learn
    return _search(question, context.retriever.meant(question.text), context, rank)


def _search(question: Question, text: str, context: AnsweringContext, rank: Rank) -> tuple[Answer, SearchReport | None]:
    """The answer to ``text``; to its question without its story, where only so the policies decide it."""
    found = search_and_answer(question.model_copy(update={"text": text, "topics": rank(text)}), context)
    alone = None if _decides(found[0]) else lone_question(text)
    if alone is None:
        return found
    by_itself = search_and_answer(question.model_copy(update={"text": alone, "topics": rank(alone)}), context)
    return by_itself if _decides(by_itself[0]) else found


def _decides(answer: Answer) -> bool:
    return answer.outcome in {Outcome.ANSWERED_FROM_POLICY, Outcome.CLARIFICATION_NEEDED}


def evaluate_engine(
    questions: Iterable[GoldQuestion], context: AnsweringContext, rank: Rank, screen: Screen = screen_by_words
) -> Iterator[Result]:
    """Ask the engine each question; small talk is the dialogue's, so those rows are left out."""
    for gold in questions:
        if gold.expect == "chat":
            continue
        question = Question(school=gold.school, text=gold.question, role=gold.role)
        started = time.perf_counter()
        answer = ask_engine(question, context, rank, screen)
        yield Result(gold, answer, time.perf_counter() - started)


def _answer_in(body: object) -> Answer | None:
    messages = body.get("messages", []) if isinstance(body, dict) else []
    try:
        parsed = [Message.model_validate(message) for message in messages]
    except ValidationError:
        return None
    return next((message.answer for message in parsed if message.answer), None)


def evaluate_service(questions: Iterable[GoldQuestion], url: str, token: str) -> Iterator[Result]:
    """Ask a running service each question over its HTTP API, each in a conversation of its own.

    :raises SettingsError: the token is refused.
    """
    run = secrets.token_hex(4)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_PATIENCE) as client:
        for gold in questions:
            body = {"school": gold.school, "conversation": f"{run}-{gold.id}", "text": gold.question}
            started = time.perf_counter()
            try:
                response = client.post("/api/v1/messages", json=body | ({"role": gold.role} if gold.role else {}))
                answer = _answer_in(response.json()) if response.is_success else None
            except (httpx.HTTPError, ValueError):
                yield Result(gold, None, time.perf_counter() - started)
                continue
            if response.status_code == httpx.codes.UNAUTHORIZED:
                raise SettingsError(f"{url} refuses the token: set SIGNPOST_API_TOKEN to the one it printed at start.")
            yield Result(gold, answer, time.perf_counter() - started)
