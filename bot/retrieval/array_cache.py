"""Arrays that take long to work out, kept in a file beside the index for as long as they are still right."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def read_arrays(path: Path, key: str) -> Arrays | None:
    """The arrays in ``path``, or None where there are none, they were made from something else, or are damaged.

    :param key: a digest of everything the arrays were made from.
    """
    try:
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile):
        return None  # they are worked out again
    return arrays if str(arrays.pop("key", "")) == key else None


def write_arrays(path: Path, key: str, arrays: Arrays) -> None:
    """Keep arrays, replacing what was there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.stem}.new.npz")
    np.savez(draft, allow_pickle=False, key=np.array(key), **arrays)
    draft.replace(path)
