"""Every error Signpost raises on purpose.

    SignpostError
    ├── SettingsError          a setting is missing or cannot be used
    ├── CorpusError            the corpus folder, a policy file or school.yml cannot be read
    ├── IndexUnusableError     the index is missing, or was built from something else
    ├── TrainingDataError      a data file of ours (topics, thresholds, question set) is malformed
    └── DialogueUnavailableError   the dialogue gave no usable reply in time

Each carries one sentence that says what was wrong, where, and what to do; the command line prints that
sentence alone.
"""

from __future__ import annotations


class SignpostError(Exception):
    """Raised never by itself: the root, so that the command line can tell our errors from faults."""


class SettingsError(SignpostError):
    """A setting is missing or has a value that cannot be used: the reader has to change the environment."""


class CorpusError(SignpostError):
    """A policy file, its folder or school.yml cannot be read as it stands: somebody has to mend the corpus."""


class IndexUnusableError(SignpostError):
    """The index is missing, damaged, or built by another model or from another corpus: ingest again."""


class TrainingDataError(SignpostError):
    """A data file that ships with Signpost (or a question set given to it) breaks its format."""


class DialogueUnavailableError(SignpostError):
    """The dialogue process gave no usable reply in time: the gateway must answer with its safe text."""
