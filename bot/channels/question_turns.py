"""Asks the dialogue every question of a message, each in full, and says of each reply what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.answering.follow_up import FollowUpKind
from bot.answering.lone_question import lone_question
from bot.answering.message_reading import AskedQuestion, read_message
from bot.answering.message_text import open_with
from bot.answering.notices import asked_notice, taken_with_notice
from bot.channels.dialogue_client import DialogueClient, DialogueReply, DialogueTurn
from bot.datatypes.answer import Message, Notice, Outcome, speak_of_concern
from bot.datatypes.search_report import SearchReport
from bot.questions.intake import AnsweredQuestion
from bot.questions.scrubbing import scrub

# What the dialogue knows the wish for a reason by.
SHOW_REASON = "show_reason"

# An approved answer to what the policies do not decide may be offered beside what they say.
_UNDECIDED = ("unanswered", "partly")
# What a question without its story may get in place of that; a concern is one whatever was left out.
_DECIDED = ("answered", "clarification", "safeguarding")


class ApprovedMessage(NamedTuple):
    """What was approved, and whether it is sure that it was asked for."""

    message: Message
    is_sure: bool


# What was approved in answer to a question in full, asked as a role.
FindApproved = Callable[[str, str | None], Awaitable[ApprovedMessage | None]]


@dataclass(frozen=True)
class _Reply:
    asked: AskedQuestion
    messages: list[Message]
    search: SearchReport | None


class AnsweredTurn(NamedTuple):
    """The reply to each question of a message, and who is asking as far as the dialogue knows by now."""

    answered: list[AnsweredQuestion]
    role: str | None


async def ask_each(
    dialogue: DialogueClient, turn: DialogueTurn, find_approved: FindApproved, meant: Callable[[str], str] = str
) -> AnsweredTurn:
    """The dialogue's reply to each question of ``turn``'s text, or what was approved in its place; at least one.

    ``turn`` stands on its last question, and ``asked_for`` says whom that one asks for. The dialogue is asked
    about each question in any case, and where it sees a concern its reply stands.

    :param meant: takes off a message what says nothing to its question.
    :raises DialogueUnavailableError: it cannot be reached, refuses, or answers something else than messages.
    """
    questions = await asyncio.to_thread(read_message, turn.text, _last_of(turn), meant)
    replies: list[_Reply] = []
    told = None
    for question in questions:
        asked, reply = await _send(dialogue, question, turn)
        if speak_of_concern(reply.messages):
            return AnsweredTurn([AnsweredQuestion(reply.messages)], reply.role)
        role = reply.role or turn.role
        messages = await _approved(asked, reply.messages, role, find_approved)
        replies.append(_Reply(asked, messages, reply.search))
        told = reply.role
    replies = _without_repeats(replies)
    return AnsweredTurn([_answered(reply, turn, several=len(replies) > 1) for reply in replies], told)


async def _send(
    dialogue: DialogueClient, asked: AskedQuestion, turn: DialogueTurn
) -> tuple[AskedQuestion, DialogueReply]:
    """The reply to a question; to it without its story, where only so the policies decide it."""
    reply = await dialogue.send(_turn_for(asked, turn))
    alone = lone_question(asked.text) if asked.kind is None and _are_undecided(reply.messages) else None
    if alone is None:
        return asked, reply
    by_itself = replace(asked, text=alone)
    second = await dialogue.send(_turn_for(by_itself, turn))
    return (by_itself, second) if _are_decided(second.messages) else (asked, reply)


async def ask_again(dialogue: DialogueClient, turn: DialogueTurn, find_approved: FindApproved) -> AnsweredQuestion:
    """The reply to a question that was put before, now that it is known who asks; what was approved comes first.

    :raises DialogueUnavailableError: see ``ask_each``.
    """
    reply = await dialogue.send(turn)
    asked = AskedQuestion(words=turn.text, text=turn.text, role=turn.asked_for)
    messages = await _approved(asked, reply.messages, turn.role, find_approved)
    return AnsweredQuestion(messages, search=reply.search)


async def _approved(
    asked: AskedQuestion, messages: list[Message], role: str | None, find_approved: FindApproved
) -> list[Message]:
    """What was approved in answer to a question, or ``messages`` where nothing was, or where they must stand.

    What may be meant follows ``messages`` where the policies do not decide the question, which so waits for a person.
    """
    if speak_of_concern(messages) or asked.kind is FollowUpKind.REASON or not _is_about_a_question(messages):
        return messages
    approved = await find_approved(asked.text, asked.role or role)
    if approved and approved.is_sure:
        return [approved.message]
    return [*messages, approved.message] if approved and _are_undecided(messages) else messages


def _are_undecided(messages: list[Message]) -> bool:
    return any(message.answer and message.answer.outcome.startswith(_UNDECIDED) for message in messages)


def _are_decided(messages: list[Message]) -> bool:
    return any(message.answer and message.answer.outcome.startswith(_DECIDED) for message in messages)


def _is_about_a_question(messages: list[Message]) -> bool:
    """Whether the dialogue took the words for a question: small talk, and what it says of itself, stand as they are."""
    return any(message.answer and message.answer.outcome is not Outcome.CONVERSATION for message in messages)


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


def _said(reply: _Reply) -> str | None:
    """What two replies have in common that say the same: the first clause, or the words of what was approved."""
    answer = reply.messages[0].answer
    if answer and answer.outcome is Outcome.ANSWERED_BY_APPROVED_ANSWER:
        return reply.messages[0].text
    return answer.citations[0].clause_id if answer and answer.citations else None


def _without_repeats(replies: list[_Reply]) -> list[_Reply]:
    """Two questions that one clause, or one approved answer, answers are answered once."""
    seen: dict[str, _Reply] = {}
    for place, reply in enumerate(replies):
        seen.setdefault(_said(reply) or str(place), reply)
    return list(seen.values())


def _answered(reply: _Reply, turn: DialogueTurn, *, several: bool) -> AnsweredQuestion:
    asked = reply.asked
    opening = _opening(asked, turn, several=several)
    return AnsweredQuestion(
        messages=[open_with(reply.messages[0], opening), *reply.messages[1:]],
        words=asked.words,
        in_full="" if asked.text in (turn.text, asked.words) else asked.text,
        asked_for=asked.role,
        search=reply.search,
    )


def _opening(asked: AskedQuestion, turn: DialogueTurn, *, several: bool) -> list[Notice]:
    """Which question is answered, where there are several; what it was taken with, where that was said before.

    Scrubbed, because an answer is stored with what it quotes of the question.
    """
    if several:
        return [asked_notice(scrub(asked.words))]
    return [taken_with_notice(scrub(asked.before))] if asked.kind and turn.last_question else []
