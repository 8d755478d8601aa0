"""``signpost coverage`` and ``signpost report``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.printing import Json, School, print_json, print_progress, print_text, run_django
from bot.settings import load_settings

app = typer.Typer()


@app.command()
def coverage(
    school: Annotated[str, typer.Option(help="Print the topics of one school, too.")] = "",
    as_json: Json = False,
) -> None:
    """Work out where the policies are silent, for every school whose policies have changed since."""
    from bot.index.clause_store import ClauseStore  # noqa: PLC0415 - these bring the whole engine
    from bot.reporting.coverage_pass import bring_coverage_up_to_date  # noqa: PLC0415
    from bot.reporting.coverage_store import read_coverage  # noqa: PLC0415

    settings = load_settings()
    bring_coverage_up_to_date(settings, lambda name: print_progress(f"{name}: worked out"))
    store = ClauseStore(settings.index)
    found = {name: read_coverage(store, name) or {} for name in store.schools()}
    if as_json:
        print_json({name: {t: c.model_dump() for t, c in one.items()} for name, one in found.items()})
        return
    for name, topics in found.items():
        states = Counter(topic.state.value for topic in topics.values())
        print_text(f"{name:24} " + "  ".join(f"{state} {states[state]}" for state in ("covered", "partly", "silent")))
    for name, topic in sorted(found.get(school, {}).items(), key=lambda row: row[1].state):
        print_text(f"{topic.state.value:8} {topic.answered}/{topic.asked}  {name}")


@app.command()
def report(
    school: School,
    month: Annotated[str, typer.Option(help="As in 2026-11.")],
    pdf: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Write the monthly report of a school, a page of A4 without anybody's words."""
    options = ["--school", school, "--month", month, "--pdf", str(pdf)]
    raise typer.Exit(run_django("monthly_report", *options).returncode)
