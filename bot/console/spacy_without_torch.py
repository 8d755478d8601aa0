"""Imports spaCy without torch. Import this before anything of ours that uses spaCy.

spaCy's library thinc imports torch wherever it is installed, which costs the gateway three seconds of every start and
hundreds of megabytes, and nothing of the gateway's works with it.
"""

from __future__ import annotations

import sys

if "torch" not in sys.modules:
    sys.modules["torch"] = None  # type: ignore[assignment] # Python's own way to have an import fail
    try:
        import thinc.compat  # noqa: F401
    finally:
        del sys.modules["torch"]
