"""An answer as a message that can be read where nothing but text can be shown."""

from __future__ import annotations

from bot.answering.outcomes import OUTCOMES
from bot.datatypes.answer import Answer, Citation, Message


def quotation(citation: Citation) -> str:
    """A clause's words in quotation marks, its lead-in before it, and where it stands."""
    quoted = f"{citation.lead_in} {citation.text}".strip()
    return f"“{quoted}”\n— {citation.reference}\n{citation.url}"


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
