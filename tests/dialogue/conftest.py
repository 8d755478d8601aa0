"""The island's tests run on Python 3.10 with Rasa; elsewhere they are left out.

    SIGNPOST_ENCODER_ONNX=<folder> python -m pytest tests/dialogue

One model is trained for all of them (Rasa's cache makes the second time quick), one dialogue process serves it.
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACT = ROOT / "tests" / "contract"

if importlib.util.find_spec("rasa") is None:
    collect_ignore_glob = ["test_*.py"]

# Read by Rasa and TensorFlow when they are imported.
os.environ.update(
    RASA_TELEMETRY_ENABLED="false",
    TF_CPP_MIN_LOG_LEVEL="3",
    SQLALCHEMY_SILENCE_UBER_WARNING="1",
    TQDM_DISABLE="1",
)


def run_rasa(*arguments, **environment):
    """Run Rasa's command line to its end; its output is one text."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def encoder():
    """The folder of the exported sentence encoder."""
    folder = os.environ.get("SIGNPOST_ENCODER_ONNX", "")
    assert folder, "Set SIGNPOST_ENCODER_ONNX to the folder of the exported sentence encoder."
    return Path(folder)


@pytest.fixture(scope="session")
def model(encoder, tmp_path_factory):
    """The trained model of this tree."""
    out = tmp_path_factory.mktemp("model")
    arguments = ["--config", "config.yml", "--domain", "bot/dialogue/domain", "--data", "data", "--out", str(out)]
    done = run_rasa("train", *arguments, "--fixed-model-name", "dialogue", "--skip-validation")
    assert done.returncode == 0, done.stdout[-2000:]
    return with_digest(out / "dialogue.tar.gz")


def with_digest(model):
    """The model, with the digest beside it that training by the start command leaves there."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    model.with_name(f"{model.name}.sha256").write_text(f"{digest}  {model.name}\n")
    return model


@pytest.fixture(scope="session")
def agent(model):
    """The model, loaded into this process."""
    from rasa.core.agent import Agent

    return Agent.load(str(model))


@pytest.fixture(scope="session")
def action_server():
    """Something that answers in the action server's place, and remembers what it was asked."""
    from tests.dialogue.recording_action_server import RecordingActionServer

    with RecordingActionServer() as server:
        yield server


@pytest.fixture(scope="session")
def dialogue(model, action_server):
    """A running dialogue process."""
    from tests.dialogue.dialogue_process import DialogueProcess

    with DialogueProcess(model, action_server.port) as process:
        yield process
