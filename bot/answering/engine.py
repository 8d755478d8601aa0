"""Putting the answering engine together from the settings."""

from __future__ import annotations

from datetime import date

from bot.answering.draft import AnsweringContext
from bot.index.clause_store import ClauseStore
from bot.index.sentence_encoder import SentenceEncoder
from bot.retrieval.cases import read_cases
from bot.retrieval.hybrid_retriever import HybridRetriever
from bot.retrieval.topic_catalogue import read_topics
from bot.retrieval.topic_prior import TopicPrior
from bot.settings import Settings


def open_engine(settings: Settings, encoder: SentenceEncoder | None = None) -> AnsweringContext:
    """The answering engine over the index and encoder that the settings name; nothing is loaded yet.

    :param encoder: that encoder, where there is one already.
    """
    encoder = encoder or SentenceEncoder(settings.onnx_encoder)
    prior = TopicPrior(read_topics(), encoder, settings.index, read_cases())
    retriever = HybridRetriever(ClauseStore(settings.index), encoder, prior)
    return AnsweringContext(retriever=retriever, public_url=settings.public_url, today=date.today)


def warm_up(context: AnsweringContext) -> None:
    """Load the encoder and every school now, so that the first question is as quick as the next.

    :raises IndexUnusableError: an index or the encoder is missing, damaged, or does not fit.
    """
    for school in context.retriever.schools():
        context.retriever.school(school)
    context.retriever.warm_up()
