"""How well the dialogue tells topics apart, by cross-validation over data/nlu with the settings of config.yml.

    python -m bot.dialogue.cross_validate_nlu [--folds 5] [--out var/reports/nlu.json]

Each phrase is classified by a model that never saw it. "Family" counts what decides the action: any policy topic
is as good as another, since a topic is a prior of the search, not a gate; a report taken for a question is not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.utils.io import read_config_file
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.dialogue.components.onnx_sentence_encoder import OnnxSentenceEncoder
from bot.dialogue.components.onnx_sentence_featurizer import OnnxSentenceFeaturizer
from bot.dialogue.components.safeguarding_classifier import weigh_reports
from bot.dialogue.components.topic_classifier import TopicClassifier
from bot.dialogue.policy_topics import NLU, NOT_TOPICS, ROOT
from bot.dialogue.settings import encoder_folder


@dataclass(frozen=True)
class Predictions:
    """Out-of-fold probabilities: a row per phrase, a column per intent (``names``, sorted)."""

    phrases: list[str]
    intents: NDArray[np.str_]
    names: NDArray[np.str_]
    probabilities: NDArray[np.float64]


def family(intent: str) -> str:
    """What an intent leads to: ``policy``, ``safeguarding`` or itself."""
    if intent == "nlu_fallback" or (intent.startswith("ask_") and intent not in NOT_TOPICS):
        return "policy"
    return "safeguarding" if intent.startswith("report_") else intent


def cross_validate(folds: int) -> Predictions:
    """Out-of-fold predictions for every phrase of data/nlu."""
    examples = [m for m in load_data(str(NLU)).intent_examples if m.get("text") and m.get("intent")]
    phrases = [m.get("text") for m in examples]
    intents = np.array([m.get("intent") for m in examples])
    settings = _component_settings("OnnxSentenceFeaturizer", OnnxSentenceFeaturizer.get_default_config())
    encoder = OnnxSentenceEncoder.load(
        encoder_folder(), **{k: settings[k] for k in ("max_tokens", "batch_size", "threads")}
    )
    vectors = encoder.encode(phrases)
    names = np.unique(intents)
    probabilities = np.zeros((len(phrases), len(names)))
    for seen, unseen in StratifiedKFold(folds, shuffle=True, random_state=0).split(vectors, intents):
        model = _classifier().fit(vectors[seen], intents[seen])
        probabilities[unseen] = model.predict_proba(vectors[unseen])
    return Predictions(phrases, intents, names, probabilities)


def report(predictions: Predictions) -> dict[str, Any]:
    """What the predictions come to: shares between 0 and 1, and the intents that do worst."""
    order = np.argsort(-predictions.probabilities, axis=1)
    ranked = predictions.names[order]
    right = ranked[:, 0] == predictions.intents
    best = predictions.probabilities.max(axis=1)
    threshold = _component_settings("FallbackClassifier", {})["threshold"]
    final = _final_intents(predictions, np.where(best < threshold, "nlu_fallback", ranked[:, 0]))
    return {
        "phrases": len(predictions.phrases),
        "intents": len(predictions.names),
        "accuracy": _share(right),
        "accuracy_top_3": _share((ranked[:, :3] == predictions.intents[:, None]).any(axis=1)),
        "accuracy_top_10": _share((ranked[:, :10] == predictions.intents[:, None]).any(axis=1)),
        "fallback": _share(best < threshold),
        "families": _families(predictions.intents, final),
        "weakest": _weakest(predictions.intents, ranked[:, 0]),
    }


def main(arguments: list[str] | None = None) -> int:
    """The command line: prints the report as JSON and its sum in a line, and writes it where ``--out`` says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "reports" / "nlu.json")
    parser.add_argument("--at-least", type=float, default=0.0, help="fail below this share of right topics in three")
    options = parser.parse_args(arguments)
    found = report(cross_validate(options.folds))
    text = json.dumps(found, indent=2)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    sys.stdout.write(f"right topic first {found['accuracy']}, among three {found['accuracy_top_3']}\n")
    return int(found["accuracy_top_3"] < options.at_least)


def _component_settings(name: str, defaults: dict[str, Any]) -> dict[str, Any]:
    pipeline = read_config_file(str(ROOT / "config.yml"))["pipeline"]
    found = next(component for component in pipeline if component["name"].rpartition(".")[2] == name)
    return {**defaults, **found}


def _classifier() -> LogisticRegression:
    settings = _component_settings("TopicClassifier", TopicClassifier.get_default_config())
    names = ("C", "max_iter", "tol", "solver", "random_state")
    return LogisticRegression(class_weight="balanced", **{name: settings[name] for name in names})


def _final_intents(predictions: Predictions, before: NDArray[np.str_]) -> NDArray[np.str_]:
    threshold = _component_settings("SafeguardingClassifier", {})["threshold"]
    rankings = (
        [{"name": name, "confidence": share} for name, share in zip(predictions.names, row, strict=True)]
        for row in predictions.probabilities
    )
    reports = (weigh_reports(ranking, threshold) for ranking in rankings)
    return np.array([report["name"] if report else intent for report, intent in zip(reports, before, strict=True)])


def _share(hits: NDArray[np.bool_]) -> float:
    return round(float(np.mean(hits)), 3)


def _families(intents: NDArray[np.str_], final: NDArray[np.str_]) -> dict[str, dict[str, float]]:
    true = np.array([family(name) for name in intents])
    given = np.array([family(name) for name in final])
    return {
        name: {"recall": _share(given[true == name] == name), "precision": _share(true[given == name] == name)}
        for name in sorted(set(true))
    }


def _weakest(intents: NDArray[np.str_], first: NDArray[np.str_], count: int = 20) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name in np.unique(intents):
        given = first[intents == name]
        wrong = Counter(str(g) for g in given if g != name).most_common(3)
        rows.append({"intent": str(name), "recall": _share(given == name), "taken_for": dict(wrong)})
    return sorted(rows, key=lambda row: row["recall"])[:count]


if __name__ == "__main__":
    sys.exit(main())
