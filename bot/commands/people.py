"""``signpost user``, ``person``, ``retention``, ``approved``, ``check-audit``, ``demo``: the record and its people."""

from __future__ import annotations

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.printing import Json, School, run_django
from bot.settings import ROOT

app = typer.Typer()
users = typer.Typer(help="People who may sign in to the console.", no_args_is_help=True)
app.add_typer(users, name="user")
approved = typer.Typer(help="Answers that a person approved.", no_args_is_help=True)
app.add_typer(approved, name="approved")
retention = typer.Typer(help="What has served its time.", no_args_is_help=True)
app.add_typer(retention, name="retention")


@app.command()
def check_audit(
    noted: Annotated[str, typer.Option(help="A digest that an earlier check printed, to be found again.")] = "",
    as_json: Json = False,
) -> None:
    """Find entries of the audit log that were changed, deleted or moved."""
    options = [*(["--noted", noted] if noted else []), *(["--json"] if as_json else [])]
    raise typer.Exit(run_django("check_audit", *options).returncode)


@approved.command("import")
def import_answers(
    file: Annotated[Path, typer.Argument(help="A CSV file: question, answer, phrasings, expires.")], school: School
) -> None:
    """Take in a list of questions and answers as drafts, for a person to approve in the console."""
    raise typer.Exit(run_django("import_answers", str(file), "--school", school).returncode)


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
    raise typer.Exit(run_django("add_lead", *who, "--name", name, "--email", email).returncode)


@users.command("invite")
def invite_user(
    email: Annotated[str, typer.Option(help="The address that is invited.")], school: School, role: Part
) -> None:
    """Print a link with which somebody makes their own account; it works once, for a week."""
    raise typer.Exit(run_django("invite_person", "--email", email, "--school", school, "--role", role).returncode)


@users.command("reset-second-factor")
def reset_second_factor(username: Username) -> None:
    """Have somebody who lost their phone and recovery codes set up a second factor anew."""
    raise typer.Exit(run_django("reset_second_factor", "--username", username).returncode)


@retention.command("run")
def run_retention(as_json: Json = False) -> None:
    """Erase now what has served its time; the gateway does so by itself once a day."""
    raise typer.Exit(run_django("retention", "run", *(["--json"] if as_json else [])).returncode)


@retention.command("preview")
def preview_retention(
    days: Annotated[int, typer.Option(help="How far ahead to look.")] = 30, as_json: Json = False
) -> None:
    """Show how much goes next, by kind, school and day."""
    raise typer.Exit(
        run_django("retention", "preview", "--days", str(days), *(["--json"] if as_json else [])).returncode
    )


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
    raise typer.Exit(run_django("person", do.value, *options).returncode)


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
