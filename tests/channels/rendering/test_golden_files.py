"""Every sample message, rendered, is the golden file that stands beside this test.

After an intended change, look at the difference that ``git diff`` shows of
``python -m tests.channels.rendering.test_golden_files``, which writes the files anew.
"""

from pathlib import Path

import pytest

from bot.channels.rendering.html import render_html
from bot.channels.rendering.plain_text import render_plain_text
from tests.channels.rendering.sample_messages import PUBLIC_URL, SAMPLES

GOLDEN = Path(__file__).parent / "golden"


def rendered(name: str, suffix: str) -> str:
    message = SAMPLES[name]
    text = render_html(message, public_url=PUBLIC_URL) if suffix == "html" else render_plain_text(message)
    return f"{text}\n"


@pytest.mark.parametrize("suffix", ["html", "txt"])
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_rendering_matches_golden_file(name, suffix):
    assert rendered(name, suffix) == (GOLDEN / f"{name}.{suffix}").read_text(encoding="utf-8")


if __name__ == "__main__":
    for sample in SAMPLES:
        for kind in ("html", "txt"):
            (GOLDEN / f"{sample}.{kind}").write_text(rendered(sample, kind), encoding="utf-8")
