"""No test reaches the network; the answering engine over the sample corpus, made once for all that ask for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
# These need no socket at all; the others start servers, or speak to a browser, on this machine.
WITHOUT_SOCKETS = ("index", "retrieval", "answering", "evaluation", "ingestion", "gold")
LOOPBACK = ["127.0.0.1", "::1", "localhost"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Close the network: altogether for the rooms that compute, to this machine for the rest."""
    for item in items:
        if item.get_closest_marker("enable_socket"):
            continue
        room = item.path.relative_to(ROOT / "tests").parts[0]
        item.add_marker(pytest.mark.disable_socket if room in WITHOUT_SOCKETS else pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(autouse=True)
def audit_log_can_be_emptied(request: pytest.FixtureRequest) -> None:
    """Take the audit log's guards away where a test's own database is emptied at its end, which they would refuse."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        from django.db import connection

        from bot.questions.audit_triggers import remove_audit_triggers

        request.getfixturevalue("transactional_db")
        with connection.cursor() as cursor:
            remove_audit_triggers(None, SimpleNamespace(connection=connection, execute=cursor.execute))


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with an encoder and an index of the sample corpus; kept, within Signpost's own, where an encoder is made.

    SIGNPOST_ENCODER_ONNX tells of an encoder that lies elsewhere.
    """
    from bot.index.encoder_export import export_encoder
    from bot.indexing import ingest_and_index

    kept = load_settings()
    made = Path(os.environ.get("SIGNPOST_ENCODER_ONNX") or kept.onnx_encoder).resolve()
    home = kept.home.resolve() / "tests" if (made / "onnx").is_dir() else tmp_path_factory.mktemp("home")
    settings = load_settings({"SIGNPOST_HOME": str(home), "SIGNPOST_CORPUS": str(ROOT / "corpus")})
    if (made / "onnx").is_dir() and not settings.onnx_encoder.exists():
        home.mkdir(parents=True, exist_ok=True)
        settings.onnx_encoder.symlink_to(made, target_is_directory=True)
    export_encoder("", settings.onnx_encoder)
    ingest_and_index(settings)
    return settings


@pytest.fixture(scope="session")
def sample_engine(sample_settings: Settings):
    """The answering engine over the sample corpus, on a day when every date is known."""
    from bot.answering.draft import AnsweringContext
    from bot.answering.engine import open_engine

    engine = open_engine(sample_settings)
    return AnsweringContext(retriever=engine.retriever, public_url="https://ask.example.org", today=_test_day)


def _test_day() -> date:
    return date(2026, 9, 1)


@pytest.fixture(scope="session")
def sample_rank(sample_settings: Settings) -> Callable[[str], dict[str, float]]:
    """The ranking of topics that stands in for the dialogue's."""
    from bot.index.sentence_encoder import SentenceEncoder
    from bot.retrieval.topic_classifier import TopicClassifier

    encoder = SentenceEncoder(sample_settings.onnx_encoder)
    classifier = TopicClassifier(encoder, sample_settings.index)
    return lambda text: classifier.rank(encoder.encode([text])[0])
