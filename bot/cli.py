"""``signpost``: the command line. Each command is thin: it reads its arguments, calls the engine, prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.commands import evaluation, people, reporting
from bot.commands.evaluation import topic_ranker
from bot.commands.printing import Json, print_json, print_text, run_django
from bot.datatypes.answer import Answer, Question
from bot.errors import SettingsError, SignpostError, TrainingDataError
from bot.settings import Settings, load_settings

app = typer.Typer(
    help="Signpost answers school staff's policy questions with the clause that answers them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (evaluation, people, reporting):
    app.add_typer(commands.app)


@app.command()
def export_encoder() -> None:
    """Export the sentence encoder to ONNX, where that has not been done."""
    from bot.index.encoder_export import export_encoder as export  # noqa: PLC0415 - brings torch

    settings = load_settings()
    export(settings.encoder, settings.onnx_encoder)
    print_text(f"Sentence encoder: {settings.onnx_encoder}")


@app.command()
def ingest(
    report: Annotated[bool, typer.Option(help="Print the tree of sections and clauses.")] = False, as_json: Json = False
) -> None:
    """Read the corpus, store its clauses, and build the index of every school whose clauses changed."""
    from bot.indexing import ingest_and_index  # noqa: PLC0415 - brings faiss and spaCy

    done = ingest_and_index(load_settings())
    lapsed = _lapse_answers() if done.changed_clauses else 0
    if as_json:
        print_json({**done.as_json(), "lapsed_answers": lapsed})
    else:
        print_text(done.tree() if report else done.summary())
    if lapsed and not as_json:
        print_text(f"{lapsed} approved answers rest on what has changed: see Approved answers in the console.")


def _batch(path: Path) -> Iterator[tuple[Any, Question]]:
    """Each question of a file, with its id: the row's own, or the line's number."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path} cannot be read ({type(error).__name__}): check the file.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
                text = row.get("question") or row["text"]
                yield row.get("id", number), Question(school=row["school"], text=text, role=row.get("role"))
            except (ValueError, KeyError, TypeError, AttributeError):
                raise TrainingDataError(f'{path}, line {number}: needs {{"school", "question"}} in JSON.') from None


def _safeguarding_text(answer: Answer, settings: Settings, school: str) -> str | None:
    """The fixed text for a concern, with the school's contacts; None for any other answer."""
    from bot.answering.safeguarding_reply import build_safeguarding_message  # noqa: PLC0415
    from bot.index.clause_store import ClauseStore  # noqa: PLC0415

    if not answer.outcome.startswith("safeguarding"):
        return None
    return build_safeguarding_message(answer.outcome, ClauseStore(settings.index).read(school).profile).text


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    school: Annotated[str | None, typer.Option(help="The school's id: its folder in the corpus.")] = None,
    role: Annotated[str | None, typer.Option(help="staff, volunteer, visitor, …")] = None,
    batch: Annotated[Path | None, typer.Option(help="A file of questions, one JSON object a line.")] = None,
    as_json: Json = False,
) -> None:
    """Answer without the dialogue, for looking at the engine."""
    from bot.answering.engine import open_engine  # noqa: PLC0415 - brings the whole engine
    from bot.answering.message_text import build_message  # noqa: PLC0415
    from bot.answering.safeguarding_screen import SafeguardingScreen  # noqa: PLC0415
    from bot.evaluation.evaluate import ask_engine  # noqa: PLC0415

    settings = load_settings()
    context, rank, screen = open_engine(settings), topic_ranker(settings), SafeguardingScreen(settings.onnx_encoder)

    if batch is not None:
        for row, asked in _batch(batch):
            print_json({"id": row, "answer": ask_engine(asked, context, rank, screen).model_dump(mode="json")})
        return
    if not question or not school:
        raise SettingsError('Say which school and what: signpost ask --school S "question".')
    found = ask_engine(Question(school=school, text=question, role=role), context, rank, screen)
    text = _safeguarding_text(found, settings, school) or build_message(found).text
    print_json(found.model_dump(mode="json")) if as_json else print_text(f"[{found.outcome}]\n{text}")


_TROUBLES = {
    "undeliverable": "replies will not arrive: see Deliveries in the console.",
    "late": "replies have waited for more than five minutes: see Deliveries in the console.",
    "unanswered": "messages have waited for an answer for more than five minutes: look at gateway.log.",
    "unknown_workspaces": "workspaces that belong to no school wrote to Signpost: see Deliveries in the console.",
}


def _read_deliveries() -> dict[str, int]:
    """What did not arrive, counted; empty where the database cannot be read yet."""
    try:
        counts: dict[str, int] = json.loads(run_django("check_deliveries", capture=True).stdout)
    except ValueError:
        return {}
    return counts


def _lapse_answers() -> int:
    """How many approved answers wait for a person now; none where there is no database yet."""
    try:
        return int(run_django("lapse_answers", capture=True).stdout)
    except ValueError:
        return 0


def _read_audit() -> dict[str, Any]:
    """What the check of the audit log found; a fault of its own where it could not be read."""
    done = run_django("check_audit", "--json", capture=True)
    try:
        audit: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"ok": False, "entries": 0, "faults": [done.stderr.strip() or "The audit log could not be read."]}
    return audit


@app.command()
def check(as_json: Json = False) -> None:
    """Say whether a question could be answered, what a school lacks, what did not arrive, and check the audit log."""
    from bot.indexing import check_index  # noqa: PLC0415 - brings faiss

    findings = check_index(load_settings())
    findings["deliveries"], findings["audit"] = _read_deliveries(), _read_audit()
    findings["lines"] += [f"{count} {_TROUBLES[name]}" for name, count in findings["deliveries"].items() if count]
    findings["lines"] += findings["audit"]["faults"]
    findings["ok"] = findings["ok"] and findings["audit"]["ok"]
    print_json(findings) if as_json else print_text("\n".join(findings["lines"]))
    if not findings["ok"]:
        raise typer.Exit(1)


@app.command()
def teams_package(
    out: Annotated[Path, typer.Option(help="The zip file to write.")] = Path("signpost-teams.zip"),
    name: Annotated[str, typer.Option(help="What the app is called in Teams.")] = "Signpost",
    version: Annotated[
        str, typer.Option(help="The app's version; raise it to replace one that was uploaded.")
    ] = "1.0.0",
    privacy_url: Annotated[str, typer.Option(help="Your privacy notice; Signpost's own address if left out.")] = "",
    terms_url: Annotated[str, typer.Option(help="Your terms of use; Signpost's own address if left out.")] = "",
) -> None:
    """Write the app package to upload to Microsoft Teams."""
    from bot.channels.teams.app_package import AppDetails, write_app_package  # noqa: PLC0415 - no other command needs it

    write_app_package(load_settings(), AppDetails(name, version, privacy_url, terms_url), out)
    print_text(f"Written: {out}. Upload it in the Teams admin centre: see docs/teams.md.")


@app.command()
def slack_manifest(
    url: Annotated[str | None, typer.Option(help="How Slack reaches Signpost; the public URL if left out.")] = None,
    socket_mode: Annotated[bool, typer.Option(help="For a Signpost that Slack cannot reach.")] = False,
) -> None:
    """Print the app manifest that makes Signpost's app in Slack."""
    from bot.channels.slack.manifest import build_manifest  # noqa: PLC0415

    print_text(build_manifest(None if socket_mode else url or load_settings().public_url))


def main() -> None:
    """Run the command line; an error of ours is one sentence on standard error and exit code 1."""
    try:
        app()
    except SignpostError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
