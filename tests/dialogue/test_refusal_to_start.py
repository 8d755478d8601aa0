"""The dialogue does not start where it could not answer, and says why."""

import pytest

from tests.dialogue.dialogue_process import DialogueProcess


def refusal(model, **arguments):
    process = DialogueProcess(model, actions_port=1, **arguments)
    assert process.run_to_end() != 0
    return process.log


def test_an_empty_secret_is_refused(model):
    assert "SIGNPOST_DIALOGUE_SECRET is empty" in refusal(model, SIGNPOST_DIALOGUE_SECRET="")


def test_a_missing_model_is_refused_though_rasa_would_take_another(model, tmp_path):
    assert "does not exist: train the dialogue first" in refusal(model, insist_on=tmp_path / "missing.tar.gz")


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_truncated_model_is_refused(model, tmp_path, share):
    damaged = tmp_path / "dialogue.tar.gz"
    whole = model.read_bytes()
    damaged.write_bytes(whole[: int(len(whole) * share)])

    assert "model could not be loaded" in refusal(damaged)


def test_another_model_than_the_one_asked_for_is_refused(model, tmp_path):
    asked_for = tmp_path / "other.tar.gz"
    asked_for.write_bytes(b"")

    assert "in place of other.tar.gz" in refusal(model, insist_on=asked_for)


def test_another_encoder_than_in_training_is_refused(model, encoder, tmp_path):
    changed = tmp_path / "encoder"
    (changed / "onnx").mkdir(parents=True)
    source = next(encoder.rglob("model.onnx"))
    (changed / "onnx" / "model.onnx").symlink_to(source.resolve())
    (changed / "tokenizer.json").write_bytes((encoder / "tokenizer.json").read_bytes() + b"\n")

    assert "trained with another sentence encoder" in refusal(model, SIGNPOST_ENCODER_ONNX=str(changed))
