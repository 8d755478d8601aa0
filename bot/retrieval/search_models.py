"""Everything the search has learnt, together: what ships with Signpost, or what an evaluation fitted for itself."""

from __future__ import annotations

from dataclasses import dataclass

from bot.retrieval.answerable import read_answerable_model
from bot.retrieval.cases import Cases, read_cases
from bot.retrieval.forest_model import ForestModel
from bot.retrieval.late_interaction import LateInteraction, read_late_interaction
from bot.retrieval.logistic_model import LogisticModel
from bot.retrieval.reranker import read_relevance_model


@dataclass(frozen=True)
class SearchModels:
    """How tokens count, what was asked elsewhere, how likely a clause is to answer, how likely the policies are to
    answer at all.
    """

    late: LateInteraction
    cases: Cases
    relevance: LogisticModel
    answerable: ForestModel


def read_search_models() -> SearchModels:
    """The models that ship with Signpost.

    :raises TrainingDataError: one of their files is missing, malformed, or has other features.
    """
    return SearchModels(read_late_interaction(), read_cases(), read_relevance_model(), read_answerable_model())
