"""The dialogue does not start where it could not answer, and says why."""

import shutil
from pathlib import Path

import pytest

from tests.dialogue.conftest import with_digest
from tests.dialogue.dialogue_process import DialogueProcess


def refusal(model, **arguments):
    process = DialogueProcess(model, actions_port=1, **arguments)
    assert process.run_to_end() != 0
    return process.log


def copy_of(model, folder):
    return Path(shutil.copy(model, folder / "dialogue.tar.gz"))


def test_an_empty_secret_is_refused(model):
    assert "SIGNPOST_DIALOGUE_SECRET is empty" in refusal(model, SIGNPOST_DIALOGUE_SECRET="")


def test_a_missing_model_is_refused_though_rasa_would_take_another(model, tmp_path):
    assert "does not exist: train the dialogue first" in refusal(model, insist_on=tmp_path / "missing.tar.gz")


def test_a_model_that_changed_since_it_was_trained_is_refused_before_it_is_unpacked(model, tmp_path):
    changed = with_digest(copy_of(model, tmp_path))
    with changed.open("ab") as file:
        file.write(b"\0")

    said = refusal(changed)
    assert "has changed since it was trained" in said
    assert "Loading model" not in said


def test_a_model_without_a_digest_is_refused(model, tmp_path):
    assert "dialogue.tar.gz.sha256 cannot be read" in refusal(copy_of(model, tmp_path))


def test_a_truncated_model_is_refused_though_its_digest_is_right(model, tmp_path):
    damaged = copy_of(model, tmp_path)
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])

    assert "model could not be loaded" in refusal(with_digest(damaged))


def test_another_model_than_the_one_asked_for_is_refused(model, tmp_path):
    asked_for = tmp_path / "other.tar.gz"
    asked_for.write_bytes(b"")

    assert "in place of other.tar.gz" in refusal(model, insist_on=with_digest(asked_for))


@pytest.mark.parametrize("value", ["", "true", "yes"])
def test_telemetry_that_is_not_off_is_refused(model, value):
    assert "RASA_TELEMETRY_ENABLED is not 'false'" in refusal(model, RASA_TELEMETRY_ENABLED=value)


def test_another_encoder_than_in_training_is_refused(model, encoder, tmp_path):
    changed = tmp_path / "encoder"
    (changed / "onnx").mkdir(parents=True)
    source = next(encoder.rglob("model.onnx"))
    (changed / "onnx" / "model.onnx").symlink_to(source.resolve())
    (changed / "tokenizer.json").write_bytes((encoder / "tokenizer.json").read_bytes() + b"\n")

    assert "trained with another sentence encoder" in refusal(model, SIGNPOST_ENCODER_ONNX=str(changed))
