"""What is shown for "more": the next clauses, which bear on the question without deciding it."""

from __future__ import annotations

from bot.answering.answer_steps import MOST_CITATIONS, cite
from bot.answering.clause_folding import fold_clauses
from bot.answering.draft import AnsweringContext
from bot.answering.message_text import quotation
from bot.answering.notices import review_notices
from bot.datatypes.answer import Answer, Message, Outcome, Question

_NOTHING = "There is no question to show more for yet: ask one first."
_NO_MORE = "I have shown every clause that comes near to that question."
_MORE = "Further clauses, the nearest first:"


def build_more_message(question: Question | None, context: AnsweringContext) -> Message:
    """The next clauses for a question already answered.

    :raises IndexUnusableError: the school's index is missing, damaged, or was built from something else.
    """
    conversation = Answer(outcome=Outcome.CONVERSATION)
    if question is None:
        return Message(kind="answer", text=_NOTHING, answer=conversation)
    ranked = fold_clauses(context.retriever.retrieve(question).clauses)
    chosen = ranked[question.skip : question.skip + MOST_CITATIONS]
    if not chosen:
        return Message(kind="answer", text=_NO_MORE, answer=conversation)
    citations = cite(chosen, context)
    quoted = [quotation(citation) for citation in citations]
    answer = Answer(
        outcome=Outcome.CONVERSATION,
        citations=citations,
        notices=review_notices([item.document for item in chosen], context.today()),
    )
    return Message(kind="answer", text="\n\n".join([_MORE, *quoted]), answer=answer)
