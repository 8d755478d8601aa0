"""Asks the dialogue every question of a message, each in full, and says of each reply what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.answering.follow_up import FollowUpKind
from bot.answering.message_reading import AskedQuestion, read_message
from bot.answering.message_text import open_with
from bot.answering.notices import asked_notice, taken_with_notice
from bot.channels.dialogue_client import DialogueClient, DialogueTurn
from bot.datatypes.answer import Message, Notice, speak_of_concern
from bot.questions.intake import AnsweredQuestion
from bot.questions.scrubbing import scrub

# What the dialogue knows the wish for a reason by.
SHOW_REASON = "show_reason"


@dataclass(frozen=True)
class _Reply:
    asked: AskedQuestion
    messages: list[Message]


class AnsweredTurn(NamedTuple):
    """The reply to each question of a message, and who is asking as far as the dialogue knows by now."""

    answered: list[AnsweredQuestion]
    role: str | None


async def ask_each(dialogue: DialogueClient, turn: DialogueTurn, meant: Callable[[str], str] = str) -> AnsweredTurn:
    """The dialogue's reply to each question of ``turn``'s text; at least one.

    ``turn`` stands on its last question, and ``asked_for`` says whom that one asks for.

    :param meant: takes off a message what says nothing to its question.
    :raises DialogueUnavailableError: it cannot be reached, refuses, or answers something else than messages.
    """
    questions = await asyncio.to_thread(read_message, turn.text, _last_of(turn), meant)
    replies: list[_Reply] = []
    role = None
    for asked in questions:
        reply = await dialogue.send(_turn_for(asked, turn))
        if speak_of_concern(reply.messages):
            return AnsweredTurn([AnsweredQuestion(reply.messages)], reply.role)
        replies.append(_Reply(asked, reply.messages))
        role = reply.role
    replies = _without_repeats(replies)
    return AnsweredTurn([_answered(reply, turn, several=len(replies) > 1) for reply in replies], role)


def _last_of(turn: DialogueTurn) -> AskedQuestion | None:
    if turn.last_question is None:
        return None
    return AskedQuestion(words=turn.last_question, text=turn.last_question, role=turn.asked_for)


def _turn_for(asked: AskedQuestion, turn: DialogueTurn) -> DialogueTurn:
    """One question's turn. What was typed goes with it: the dialogue looks at it for a concern."""
    if asked.text == turn.text:
        return turn
    if asked.kind is FollowUpKind.REASON:
        return replace(turn, question=asked.text, last_question=asked.text, asked_for=asked.role, button=SHOW_REASON)
    return replace(turn, question=asked.text, asked_for=asked.role)


def _first_clause(reply: _Reply) -> str | None:
    answer = reply.messages[0].answer
    return answer.citations[0].clause_id if answer and answer.citations else None


def _without_repeats(replies: list[_Reply]) -> list[_Reply]:
    """Two questions that one clause answers are answered once."""
    seen: dict[str, _Reply] = {}
    for place, reply in enumerate(replies):
        seen.setdefault(_first_clause(reply) or str(place), reply)
    return list(seen.values())


def _answered(reply: _Reply, turn: DialogueTurn, *, several: bool) -> AnsweredQuestion:
    asked = reply.asked
    opening = _opening(asked, turn, several=several)
    return AnsweredQuestion(
        messages=[open_with(reply.messages[0], opening), *reply.messages[1:]],
        words=asked.words,
        in_full="" if asked.text in (turn.text, asked.words) else asked.text,
        asked_for=asked.role,
    )


def _opening(asked: AskedQuestion, turn: DialogueTurn, *, several: bool) -> list[Notice]:
    """Which question is answered, where there are several; what it was taken with, where that was said before.

    Scrubbed, because an answer is stored with what it quotes of the question.
    """
    if several:
        return [asked_notice(scrub(asked.words))]
    return [taken_with_notice(scrub(asked.before))] if asked.kind and turn.last_question else []
