"""What has to be there before the processes start, as steps: encoder, index, dialogue model, tables.

Each step is left out where a stamp shows that its result is there, made from just what it would be made from now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from bot.ingestion.ingest_corpus import school_folders
from bot.launcher.installation import APP_PYTHON, DIALOGUE_PYTHON, DIALOGUE_VARIABLES, Installation
from bot.launcher.stamps import Stamp, content_hash
from bot.launcher.steps import TIED, Step
from bot.settings import ROOT

# What an earlier model or a killed export left there goes first: the export leaves alone what it finds.
EXPORT = """
import pathlib, shutil, sys
from bot.errors import SignpostError
from bot.index.encoder_export import export_encoder
model, folder = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
try:
    export_encoder(model, folder)
except SignpostError as error:
    sys.exit(str(error))
"""


def preparation(installation: Installation) -> list[Step]:
    """The steps in the order people see them; which wait for which stands in their ``needs``."""
    return [
        encoder_step(installation),
        policies_step(installation),
        dialogue_step(installation),
        database_step(installation),
    ]


def encoder_step(installation: Installation) -> Step:
    """Export the sentence encoder to ONNX, which the answering and the dialogue share."""
    settings = installation.settings
    stamp = _encoder_stamp(installation)
    return Step(
        name="encoder",
        number="[3/7]",
        title="Sentence encoder",
        command=_unless(stamp, [str(APP_PYTHON), "-c", EXPORT, settings.encoder, str(settings.onnx_encoder)]),
        log=installation.logs / "encoder.log",
        advice="The sentence encoder could not be exported ({said}); see {log}",
        environment=installation.environment(),
        done=stamp.write,
    )


def policies_step(installation: Installation) -> Step:
    """Read the corpus into the index; again whenever the corpus, its place, the reader or the encoder changes."""
    settings = installation.settings
    rooms = [ROOT / "bot" / room for room in ("datatypes", "index", "ingestion", "retrieval", "indexing.py")]
    made_from = content_hash([settings.corpus, *rooms], str(settings.corpus), encoder_hash(installation))
    schools = [settings.index / folder.name for folder in school_folders(settings.corpus)]
    stamp = Stamp(installation.stamps / "policies", made_from, schools)
    return Step(
        name="policies",
        number="[4/7]",
        title="Policies of the schools",
        command=_unless(stamp, [str(APP_PYTHON), "-m", "bot.cli", "ingest"]),
        log=installation.logs / "policies.log",
        advice="{said}",  # the command tells the person at the keyboard what to mend, in one line
        needs=frozenset({"encoder"}),
        environment=installation.environment(),
        done=stamp.write,
    )


def dialogue_step(installation: Installation) -> Step:
    """Train the dialogue; again whenever its data, its code, its lock file or the encoder changes."""
    model = installation.dialogue_model
    sources = [ROOT / "data", ROOT / "config.yml", ROOT / "bot" / "dialogue"]
    digest = model.with_name(f"{model.name}.sha256")
    stamp = Stamp(installation.stamps / "dialogue", content_hash(sources, encoder_hash(installation)), [model, digest])

    def trained() -> None:
        # The dialogue compares before it unpacks; the line is what sha256sum writes, so people can compare as well.
        digest.write_text(f"{hashlib.sha256(model.read_bytes()).hexdigest()}  {model.name}\n", encoding="ascii")
        stamp.write()

    only = ",".join(DIALOGUE_VARIABLES)
    train = [str(DIALOGUE_PYTHON), "-m", "rasa", "train", "--config", "config.yml", "--data", "data"]
    train += ["--domain", "bot/dialogue/domain", "--out", str(model.parent), "--fixed-model-name", "dialogue"]
    train += ["--skip-validation"]  # make test validates the data; here it would cost a third of the time
    return Step(
        name="dialogue",
        number="[5/7]",
        title="Dialogue model",
        command=_unless(stamp, [str(APP_PYTHON), "-I", str(TIED), "SIGKILL", "--only", only, *train]),
        log=installation.logs / "training.log",
        advice="The dialogue could not be trained ({said}); see {log}",
        needs=frozenset({"encoder"}),
        environment=installation.environment(),
        done=trained,
    )


def database_step(installation: Installation) -> Step:
    """Bring the tables up to date; asked of the database itself each time, which may lie elsewhere."""
    return Step(
        name="database",
        number="[6/7]",
        title="Database",
        command=[str(APP_PYTHON), "-m", "django", "migrate", "--noinput", "--verbosity", "0"],
        log=installation.logs / "database.log",
        advice="The database could not be brought up to date ({said}); see {log}",
        environment=installation.environment(),
    )


def encoder_hash(installation: Installation) -> str:
    """What the exported encoder is made from: the model's name or folder, our adapter, the packages that export it."""
    encoder = installation.settings.encoder
    index = ROOT / "bot" / "index"
    sources = [ROOT / "requirements.txt", index / "sentence_encoder.py", index / "encoder_adapter"]
    if encoder and Path(encoder).is_dir():
        sources.append(Path(encoder))
    return content_hash(sources, encoder)


def _encoder_stamp(installation: Installation) -> Stamp:
    folder = installation.settings.onnx_encoder
    return Stamp(installation.stamps / "encoder", encoder_hash(installation), [folder])


def _unless(stamp: Stamp, command: Sequence[str]) -> Sequence[str] | None:
    return None if stamp.is_fresh() else command
