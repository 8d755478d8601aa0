"""The fixed words around an answer, the same in every channel.

They are labels only. What a policy says is never put into words here; it is quoted.
"""

from __future__ import annotations

from bot.answering.approved_text import RESTS_ON, read_approved
from bot.answering.outcomes import OUTCOMES
from bot.answering.verdict import MODALITY_LABELS
from bot.datatypes.answer import Answer, Citation, Escalation, Message, Outcome, Verdict

# What stands over quotations that are not a policy's plain answer.
QUOTATION_HEADINGS: dict[Outcome, str] = {
    Outcome.PARTLY_RELATED_CLAUSES: OUTCOMES[Outcome.PARTLY_RELATED_CLAUSES].reply,
}

# These hold a fixed text that must be read first and in full; a quotation only follows it.
SAFEGUARDING_OUTCOMES = frozenset(outcome for outcome in Outcome if outcome.startswith("safeguarding_"))

ALSO_HEADING = "Also in your policies"
POLICY_HEADING = "What your school’s policy says"
APPROVED_NOTE = "This is a person’s answer, not a policy’s words."

_LONGEST_LABEL = 40  # characters; anything longer is part of a sentence


def heading_over(message: Message) -> str:
    """What stands over everything else of an answer; empty where nothing does."""
    if (approved := read_approved(message)) is not None:
        return approved.heading
    quoted = message.answer is not None and message.answer.citations
    return QUOTATION_HEADINGS.get(message.answer.outcome, "") if message.answer and quoted else ""


def note_under(message: Message) -> str:
    """What must be said right below an answer's own words; empty where nothing must."""
    return APPROVED_NOTE if read_approved(message) is not None else ""


def heading_over_quotations(answer: Answer) -> str:
    """What stands over clauses that only follow what was said before them; empty where the clauses are the answer."""
    if not answer.citations:
        return ""
    if answer.outcome is Outcome.ANSWERED_BY_APPROVED_ANSWER:
        return RESTS_ON
    return POLICY_HEADING if answer.outcome in SAFEGUARDING_OUTCOMES else ""


def split_verdict(verdict: Verdict) -> tuple[str, str]:
    """The verdict's label ("Not allowed") and its words."""
    label, colon, words = verdict.text.partition(": ")
    if colon and words.startswith("“") and len(label) <= _LONGEST_LABEL:
        return label, words
    return MODALITY_LABELS[verdict.modality], verdict.text


def repeats_clause(words: str, answer: Answer) -> bool:
    """Whether a verdict's words are the whole of the clause that is quoted right below it."""
    if not answer.citations:
        return False
    first = answer.citations[0]
    quoted = " ".join(words.strip("“”").replace("” “", " ").split())
    return quoted in {" ".join(text.split()) for text in (first.text, f"{first.lead_in} {first.text}")}


def own_text(message: Message) -> str:
    """The part of a message's text that its verdict, quotations, notices and escalation do not say again."""
    answer = message.answer
    if answer is None or answer.outcome in SAFEGUARDING_OUTCOMES:
        return message.text
    if (approved := read_approved(message)) is not None:
        return approved.words
    if answer.verdict or answer.citations:
        return ""
    return "\n".join(line for line in message.text.split("\n") if not _is_said_elsewhere(line, answer))


def _is_said_elsewhere(line: str, answer: Answer) -> bool:
    asks = answer.escalation is not None and line.startswith(f"Ask: {answer.escalation.name}")
    return asks or line in {notice.text for notice in answer.notices}


def labelled_quotation(citation: Citation) -> str:
    """A clause between quotation marks, its own number before it: "5.2.3 “Phones stay …”"."""
    return f"{citation.label} “{citation.text}”" if citation.label else f"“{citation.text}”"


def whole_quotation(citation: Citation) -> str:
    """The same, below the words that the clause hangs from."""
    return f"{citation.lead_in}\n{labelled_quotation(citation)}" if citation.lead_in else labelled_quotation(citation)


def whom_to_ask(escalation: Escalation | None, said: str) -> str:
    """Whom to ask and why; empty where nobody is named, or ``said`` names them already."""
    if escalation is None or escalation.name in said:
        return ""
    contact = f", {escalation.contact}" if escalation.contact else ""
    return f"{escalation.name}{contact}. {escalation.reason}".rstrip()


def split_own_address(text: str, public_url: str) -> tuple[str, str]:
    """A text of ours and, where its last line is the address of a page of ours, that address by itself; else ""."""
    words, _, last = text.rpartition("\n")
    is_address = last.startswith(f"{public_url}/") and not any(letter.isspace() for letter in last)
    return (words, last) if is_address else (text, "")
