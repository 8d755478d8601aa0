"""``signpost``: the command line. Each command is thin: it reads its arguments, calls the engine, prints."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.datatypes.answer import Answer, Question
from bot.errors import SettingsError, SignpostError, TrainingDataError
from bot.reporting import commands as reporting_commands
from bot.settings import ROOT, Settings, load_settings

app = typer.Typer(
    help="Signpost answers school staff's policy questions with the clause that answers them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
users = typer.Typer(help="People who may sign in to the console.", no_args_is_help=True)
app.add_typer(users, name="user")
approved = typer.Typer(help="Answers that a person approved.", no_args_is_help=True)
app.add_typer(approved, name="approved")
app.add_typer(reporting_commands.app)
retention = typer.Typer(help="What has served its time.", no_args_is_help=True)
app.add_typer(retention, name="retention")

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]


def _print(text: str) -> None:
    typer.echo(text)


def _progress(text: str) -> None:
    typer.echo(text, err=True)


def _dump(value: Any) -> None:  # noqa: ANN401 - anything json can write
    _print(json.dumps(value, ensure_ascii=False))


@app.command()
def export_encoder() -> None:
    """Export the sentence encoder to ONNX, where that has not been done."""
    from bot.index.sentence_encoder import export_encoder as export  # noqa: PLC0415 - brings torch

    settings = load_settings()
    export(settings.encoder, settings.onnx_encoder)
    _print(f"Sentence encoder: {settings.onnx_encoder}")


@app.command()
def ingest(
    report: Annotated[bool, typer.Option(help="Print the tree of sections and clauses.")] = False, as_json: Json = False
) -> None:
    """Read the corpus, store its clauses, and build the index of every school whose clauses changed."""
    from bot.indexing import ingest_and_index  # noqa: PLC0415 - brings faiss and spaCy

    done = ingest_and_index(load_settings())
    lapsed = _lapse_answers() if done.changed_clauses else 0
    if as_json:
        _dump({**done.as_json(), "lapsed_answers": lapsed})
    else:
        _print(done.tree() if report else done.summary())
    if lapsed and not as_json:
        _print(f"{lapsed} approved answers rest on what has changed: see Approved answers in the console.")


def _ranker(settings: Settings) -> Callable[[str], dict[str, float]]:
    from bot.index.sentence_encoder import SentenceEncoder  # noqa: PLC0415 - brings faiss
    from bot.retrieval.spelling import mend_spelling  # noqa: PLC0415 - reads a dictionary
    from bot.retrieval.topic_classifier import TopicClassifier  # noqa: PLC0415 - brings scikit-learn

    encoder = SentenceEncoder(settings.onnx_encoder)
    classifier = TopicClassifier(encoder, settings.index)
    return lambda text: classifier.rank(encoder.encode([mend_spelling(text)])[0])


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
    context, rank, screen = open_engine(settings), _ranker(settings), SafeguardingScreen(settings.onnx_encoder)

    if batch is not None:
        for row, asked in _batch(batch):
            _dump({"id": row, "answer": ask_engine(asked, context, rank, screen).model_dump(mode="json")})
        return
    if not question or not school:
        raise SettingsError('Say which school and what: signpost ask --school S "question".')
    found = ask_engine(Question(school=school, text=question, role=role), context, rank, screen)
    text = _safeguarding_text(found, settings, school) or build_message(found).text
    _dump(found.model_dump(mode="json")) if as_json else _print(f"[{found.outcome}]\n{text}")


Sets = Annotated[list[Path], typer.Argument(help="Question sets, one JSON object a line.")]


@app.command()
def evaluate(  # noqa: PLR0913, PLR0917 - the options of a command
    questions: Sets,
    through: Annotated[str | None, typer.Option(help="A running service's address; the engine if left out.")] = None,
    token: Annotated[str | None, typer.Option(help="The service's token; SIGNPOST_API_TOKEN if left out.")] = None,
    misses: Annotated[int, typer.Option(help="How many misses to print.")] = 0,
    sweep: Annotated[bool, typer.Option(help="Choose the answerability thresholds on the sets.")] = False,
    robustness: Annotated[
        bool, typer.Option(help="Ask the answered questions with typing slips and the like.")
    ] = False,
    leave_out: Annotated[str | None, typer.Option(help="topic or school: without what was learnt on each.")] = None,
    as_json: Json = False,
) -> None:
    """Ask question sets and count what was found, left unanswered and recognised."""
    from bot.evaluation import command  # noqa: PLC0415 - brings the whole engine

    settings = load_settings()
    if sweep:
        body = command.run_sweep(questions, settings, _ranker(settings))
    elif robustness:
        body = command.run_robustness(questions, settings, _ranker(settings))
    elif leave_out:
        body = command.run_leave_out(leave_out, questions, settings, _ranker(settings), _progress)
    else:
        rank, token = (None, token or settings.api_token) if through else (_ranker(settings), "")
        body = command.run_evaluation(questions, settings, rank, through=through, token=token, misses=misses)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def learn(
    epochs: Annotated[int, typer.Option(help="How often every question is studied; 0 keeps the encoder.")] = 4,
) -> None:
    """Teach the sentence encoder the language of schools and policies, from the readings and the topics."""
    from bot.learning.command import learn_cases, learn_encoder  # noqa: PLC0415 - brings torch
    from bot.learning.train_encoder import Course  # noqa: PLC0415

    learn_encoder(_print, course=Course(epochs=epochs)) if epochs else learn_cases()
    _print("Stored. 'make run' exports the encoder anew; then 'signpost fit' and 'signpost evaluate --sweep'.")


@app.command()
def learn_screen(as_json: Json = False) -> None:
    """Fit the safeguarding screen on the training messages, and say how it does on authors it has not read."""
    from bot.evaluation.learn_screen import learn_screen as learn_it  # noqa: PLC0415 - brings scipy

    found = learn_it(load_settings().onnx_encoder, _progress)
    lines = [
        f"{model:20} " + "  ".join(f"{name} {share}" for name, share in rates.items()) for model, rates in found.items()
    ]
    _dump(found) if as_json else _print("\n".join(lines))


@app.command()
def evaluate_safeguarding(
    messages: Annotated[Path | None, typer.Argument(help="A set of messages; our own test set if left out.")] = None,
    through: Annotated[
        str | None, typer.Option(help="A running service's address; the screen alone if left out.")
    ] = None,
    token: Annotated[str | None, typer.Option(help="The service's token; SIGNPOST_API_TOKEN if left out.")] = None,
    school: Annotated[str, typer.Option(help="The school to ask for, of a running service.")] = "saltmarrow",
    as_json: Json = False,
) -> None:
    """Count how well concerns are told from ordinary messages, with 95 % intervals."""
    from bot.answering.safeguarding_screen import SafeguardingScreen  # noqa: PLC0415 - brings spaCy
    from bot.evaluation import safeguarding as told  # noqa: PLC0415 - brings scipy
    from bot.evaluation.safeguarding_messages import GOLD_MESSAGES, read_messages  # noqa: PLC0415

    settings, rows = load_settings(), read_messages(messages or GOLD_MESSAGES)
    if through:
        judged = told.judge_through(rows, through, token or settings.api_token, school)
    else:
        judged = told.judge_with_screen(rows, SafeguardingScreen(settings.onnx_encoder))
    body = told.count(judged)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_held_out(as_json: Json = False) -> None:
    """Ask the questions of the readings that nothing was learnt from, of the engine."""
    from bot.evaluation import command  # noqa: PLC0415 - brings the whole engine

    body = command.run_held_out(load_settings())
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_coverage(as_json: Json = False) -> None:
    """Compare what each sample school's policies are said to cover with the labelled questions on the topic."""
    from bot.evaluation.coverage import run_coverage  # noqa: PLC0415 - brings the whole engine

    body = run_coverage(load_settings(), _progress)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_verdicts(
    labels: Annotated[list[Path], typer.Argument(help="Sets of labelled clauses, one JSON object a line.")],
    readings: Annotated[Path | None, typer.Option(help="A folder of readings, whose labels are compared too.")] = None,
    as_json: Json = False,
) -> None:
    """Compare the kind of rule read off each labelled clause with its label; schools not in the index are skipped."""
    from bot.evaluation.verdicts import run_verdicts  # noqa: PLC0415 - brings spaCy

    body = run_verdicts(labels, load_settings(), readings)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_scrubbing(
    labels: Annotated[Path, typer.Argument(help="A set of labelled messages, one JSON object a line.")],
    questions: Annotated[Path | None, typer.Option(help="A question set, whose questions should not change.")] = None,
    misses: Annotated[int, typer.Option(help="How many misread messages of the developed half to print.")] = 0,
    as_json: Json = False,
) -> None:
    """Count what is scrubbed of all that identifies people, and how many ordinary questions are left as they are."""
    from bot.evaluation.scrubbing import run_scrubbing  # noqa: PLC0415 - brings scipy

    body = run_scrubbing(labels, questions, misses)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_grouping(
    same: Annotated[Path, typer.Argument(help="A set of questions that mean the same, one JSON object a line.")],
    questions: Annotated[Path, typer.Argument(help="A question set, of which those on other clauses are others.")],
    as_json: Json = False,
) -> None:
    """Count how well questions that mean the same are told from those that do not, and choose the thresholds."""
    from bot.evaluation.grouping import run_grouping  # noqa: PLC0415 - brings scipy

    body = run_grouping(same, questions, load_settings())
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def evaluate_approved(
    answers: Annotated[Path, typer.Argument(help="A set of answers and questions, one JSON object a line.")],
    questions: Annotated[Path | None, typer.Option(help="A question set: other questions.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Learn on the developed half first.")] = False,
    misses: Annotated[int, typer.Option(help="How many misses of the developed half to print.")] = 0,
    as_json: Json = False,
) -> None:
    """Count how surely approved answers reach those who ask in other words, and nobody else, with 95 % intervals."""
    from bot.evaluation.approved_answers import fit_approved, run_approved  # noqa: PLC0415 - brings scipy

    settings = load_settings()
    if fit:
        fit_approved(answers, questions, settings)
    body = run_approved(answers, questions, settings, misses)
    _dump(body) if as_json else _print("\n".join(body["lines"]))


@app.command()
def fit(
    questions: Sets,
    as_json: Json = False,
) -> None:
    """Fit the weights on question sets whose schools are in the index."""
    from bot.evaluation import command  # noqa: PLC0415 - brings the whole engine

    settings = load_settings()
    body = command.run_fit(questions, settings, _ranker(settings))
    _dump(body) if as_json else _print("\n".join(body["lines"]))


_TROUBLES = {
    "undeliverable": "replies will not arrive: see Deliveries in the console.",
    "late": "replies have waited for more than five minutes: see Deliveries in the console.",
    "unanswered": "messages have waited for an answer for more than five minutes: look at gateway.log.",
    "unknown_workspaces": "workspaces that belong to no school wrote to Signpost: see Deliveries in the console.",
}


def _django(*arguments: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command of Django's in a process of its own: its settings belong to the console, which is not imported."""
    command = [sys.executable, "-m", "django", *arguments, "--settings", "bot.console.settings"]
    return subprocess.run(command, check=False, capture_output=capture, text=True)  # noqa: S603 - our own command


def _read_deliveries() -> dict[str, int]:
    """What did not arrive, counted; empty where the database cannot be read yet."""
    try:
        counts: dict[str, int] = json.loads(_django("check_deliveries", capture=True).stdout)
    except ValueError:
        return {}
    return counts


def _lapse_answers() -> int:
    """How many approved answers wait for a person now; none where there is no database yet."""
    try:
        return int(_django("lapse_answers", capture=True).stdout)
    except ValueError:
        return 0


def _read_audit() -> dict[str, Any]:
    """What the check of the audit log found; a fault of its own where it could not be read."""
    done = _django("check_audit", "--json", capture=True)
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
    _dump(findings) if as_json else _print("\n".join(findings["lines"]))
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
    _print(f"Written: {out}. Upload it in the Teams admin centre: see docs/teams.md.")


@app.command()
def check_audit(
    noted: Annotated[str, typer.Option(help="A digest that an earlier check printed, to be found again.")] = "",
    as_json: Json = False,
) -> None:
    """Find entries of the audit log that were changed, deleted or moved."""
    options = [*(["--noted", noted] if noted else []), *(["--json"] if as_json else [])]
    raise typer.Exit(_django("check_audit", *options).returncode)


School = Annotated[str, typer.Option(help="The school: its folder in the corpus.")]


@approved.command("import")
def import_answers(
    file: Annotated[Path, typer.Argument(help="A CSV file: question, answer, phrasings, expires.")], school: School
) -> None:
    """Take in a list of questions and answers as drafts, for a person to approve in the console."""
    raise typer.Exit(_django("import_answers", str(file), "--school", school).returncode)


Username = Annotated[str, typer.Option(help="The name to sign in with.")]
Part = Annotated[str, typer.Option(help="safeguarding_lead, deputy, head, chair, trust_lead or administrator.")]


@users.command("add")
def add_user(
    username: Username,
    school: School,
    role: Part = "safeguarding_lead",
    name: Annotated[str, typer.Option(help="How the person is spoken of: 'Mrs Okafor'.")] = "",
    email: Annotated[str, typer.Option(help="Where to write when a concern waits.")] = "",
) -> None:
    """Make a user of the console; the first is the safeguarding lead. Asks for the password."""
    who = ["--school", school, "--username", username, "--role", role]
    raise typer.Exit(_django("add_lead", *who, "--name", name, "--email", email).returncode)


@users.command("invite")
def invite_user(
    email: Annotated[str, typer.Option(help="The address that is invited.")], school: School, role: Part
) -> None:
    """Print a link with which somebody makes their own account; it works once, for a week."""
    raise typer.Exit(_django("invite_person", "--email", email, "--school", school, "--role", role).returncode)


@users.command("reset-second-factor")
def reset_second_factor(username: Username) -> None:
    """Have somebody who lost their phone and recovery codes set up a second factor anew."""
    raise typer.Exit(_django("reset_second_factor", "--username", username).returncode)


@retention.command("run")
def run_retention(as_json: Json = False) -> None:
    """Erase now what has served its time; the gateway does so by itself once a day."""
    raise typer.Exit(_django("retention", "run", *(["--json"] if as_json else [])).returncode)


@retention.command("preview")
def preview_retention(
    days: Annotated[int, typer.Option(help="How far ahead to look.")] = 30, as_json: Json = False
) -> None:
    """Show how much goes next, by kind, school and day."""
    raise typer.Exit(_django("retention", "preview", "--days", str(days), *(["--json"] if as_json else [])).returncode)


class PersonDeed(StrEnum):
    """What can be done with what is held on a person."""

    LIST = "list"
    EXPORT = "export"
    ERASE = "erase"


@app.command()
def person(  # noqa: PLR0913, PLR0917 - the options of a command
    do: Annotated[PersonDeed, typer.Argument(help="What to do with what is held on them.")],
    school: School,
    slack_user: Annotated[list[str], typer.Option(help="A member id of Slack: U012AB3CD.")] = [],  # noqa: B006
    teams_user: Annotated[list[str], typer.Option(help="An object id of Entra ID.")] = [],  # noqa: B006
    conversation: Annotated[list[str], typer.Option(help="A channel and an id: web:Ab3….")] = [],  # noqa: B006
    account: Annotated[str, typer.Option(help="The name to sign in to the console with.")] = "",
    with_concerns: Annotated[str, typer.Option(help="Why concerns are included; without a reason they are not.")] = "",
    out: Annotated[Path, typer.Option(help="The file that export writes.")] = Path("what-is-held.zip"),
    yes: Annotated[bool, typer.Option(help="Erase without asking.")] = False,
    as_json: Json = False,
) -> None:
    """List, export or erase all that is held on a person, without printing a word of what they wrote."""
    named = {"--slack-user": slack_user, "--teams-user": teams_user, "--conversation": conversation}
    options = [part for name, values in named.items() for value in values for part in (name, value)]
    options += ["--school", school, "--account", account, "--with-concerns", with_concerns, "--out", str(out)]
    options += [name for name, is_set in (("--yes", yes), ("--json", as_json)) if is_set]
    raise typer.Exit(_django("person", do.value, *options).returncode)


@app.command()
def demo(
    home: Annotated[Path, typer.Option(help="A new folder; one that a demo filled before is filled anew.")],
    seed: Annotated[int, typer.Option(help="The same seed on the same day makes the same year.")] = 1,
    questions: Annotated[int, typer.Option(help="How many ordinary questions.")] = 3000,
) -> None:
    """Fill a new home folder with an invented school year of the sample schools, so that anyone can look around."""
    variables = [f"SIGNPOST_HOME={home.absolute()}", f"SIGNPOST_CORPUS={ROOT / 'corpus'}"]
    command = ["env", *variables, "DJANGO_SETTINGS_MODULE=bot.console.settings", sys.executable, "-m", "bot.demo"]
    command += ["--seed", str(seed), "--questions", str(questions)]
    done = subprocess.run(command, check=False, cwd=ROOT)  # noqa: S603 - our own command
    raise typer.Exit(done.returncode)


@app.command()
def slack_manifest(
    url: Annotated[str | None, typer.Option(help="How Slack reaches Signpost; the public URL if left out.")] = None,
    socket_mode: Annotated[bool, typer.Option(help="For a Signpost that Slack cannot reach.")] = False,
) -> None:
    """Print the app manifest that makes Signpost's app in Slack."""
    from bot.channels.slack.manifest import build_manifest  # noqa: PLC0415

    _print(build_manifest(None if socket_mode else url or load_settings().public_url))


def main() -> None:
    """Run the command line; an error of ours is one sentence on standard error and exit code 1."""
    try:
        app()
    except SignpostError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
