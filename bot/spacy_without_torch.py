"""Imports spaCy without torch. Import this before anything of ours that uses spaCy.

spaCy's library thinc imports torch wherever it is installed, which costs a process three seconds of every start and
hundreds of megabytes; neither the gateway nor the action server does anything with it.
"""

from __future__ import annotations

import sys

if "torch" not in sys.modules:
    sys.modules["torch"] = None  # type: ignore[assignment] # Python's own way to have an import fail
    try:
        import thinc.compat  # noqa: F401
    finally:
        del sys.modules["torch"]
