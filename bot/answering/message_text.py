"""An answer as a message that can be read where nothing but text can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.notices import REASON
from bot.answering.outcomes import OUTCOMES
from bot.datatypes.answer import Answer, Citation, Message, Notice, Outcome

# Texts that must be read first and in full, and words that are no answer to a question.
_FIXED = frozenset(o for o in Outcome if o.startswith(("safeguarding", "failed"))) | {Outcome.CONVERSATION}


def quotation(citation: Citation) -> str:
    """A clause's words in quotation marks, its lead-in before it, and where it stands."""
    quoted = f"{citation.lead_in} {citation.text}".strip()
    return f"“{quoted}”\n— {citation.reference}\n{citation.url}"


def open_with(message: Message, notices: Sequence[Notice]) -> Message:
    """The message with lines before it that say what it answers; as it is where it answers no question."""
    if message.answer is None or not notices or message.answer.outcome in _FIXED:
        return message
    text = "\n\n".join([*(notice.text for notice in notices), message.text])
    answer = message.answer.model_copy(update={"notices": (*notices, *message.answer.notices)})
    return message.model_copy(update={"text": text, "answer": answer})


def open_with_reason(message: Message, words: str) -> Message:
    """The message with a line before its quotations that says what they are quoted for."""
    assert message.answer is not None  # noqa: S101 - whoever quotes has an answer
    notice = Notice(code=REASON, text=words)
    answer = message.answer.model_copy(update={"notices": (notice, *message.answer.notices)})
    return message.model_copy(update={"text": f"{words}\n\n{message.text}", "answer": answer})


def build_message(answer: Answer) -> Message:
    """The message that carries ``answer``."""
    parts = [OUTCOMES[answer.outcome].reply]
    if answer.verdict is not None:
        parts.append(answer.verdict.text)
    parts += [quotation(citation) for citation in answer.citations]
    parts += [notice.text for notice in answer.notices]
    if answer.escalation is not None:
        parts.append(f"Ask: {answer.escalation.name} {answer.escalation.contact}".strip())
    return Message(kind="answer", text="\n\n".join(part for part in parts if part), answer=answer)
