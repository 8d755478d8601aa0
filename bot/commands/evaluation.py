"""``signpost evaluate…``, ``learn…`` and ``fit``: how well it does, and what it has learnt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.printing import Json, print_json, print_lines, print_progress, print_text
from bot.settings import Settings, load_settings

app = typer.Typer()


def topic_ranker(settings: Settings) -> Callable[[str], dict[str, float]]:
    """What ranks the topics of a question, in place of the dialogue."""
    from bot.index.sentence_encoder import SentenceEncoder  # noqa: PLC0415 - brings faiss
    from bot.retrieval.spelling import mend_spelling  # noqa: PLC0415 - reads a dictionary
    from bot.retrieval.topic_classifier import TopicClassifier  # noqa: PLC0415 - brings scikit-learn

    encoder = SentenceEncoder(settings.onnx_encoder)
    classifier = TopicClassifier(encoder, settings.index)
    return lambda text: classifier.rank(encoder.encode([mend_spelling(text)])[0])


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
        body = command.run_sweep(questions, settings, topic_ranker(settings))
    elif robustness:
        body = command.run_robustness(questions, settings, topic_ranker(settings))
    elif leave_out:
        body = command.run_leave_out(leave_out, questions, settings, topic_ranker(settings), print_progress)
    else:
        rank, token = (None, token or settings.api_token) if through else (topic_ranker(settings), "")
        body = command.run_evaluation(questions, settings, rank, through=through, token=token, misses=misses)
    print_lines(body, as_json=as_json)


@app.command()
def learn(
    epochs: Annotated[int, typer.Option(help="How often every question is studied; 0 keeps the encoder.")] = 4,
) -> None:
    """Teach the sentence encoder the language of schools and policies, from the readings and the topics."""
    from bot.learning.command import learn_cases, learn_encoder  # noqa: PLC0415 - brings torch
    from bot.learning.train_encoder import Course  # noqa: PLC0415

    learn_encoder(print_text, course=Course(epochs=epochs)) if epochs else learn_cases()
    print_text("Stored. 'make run' exports the encoder anew; then 'signpost fit' and 'signpost evaluate --sweep'.")


@app.command()
def learn_screen(as_json: Json = False) -> None:
    """Fit the safeguarding screen on the training messages, and say how it does on authors it has not read."""
    from bot.evaluation.learn_screen import learn_screen as learn_it  # noqa: PLC0415 - brings scipy

    found = learn_it(load_settings().onnx_encoder, print_progress)
    lines = [
        f"{model:20} " + "  ".join(f"{name} {share}" for name, share in rates.items()) for model, rates in found.items()
    ]
    print_json(found) if as_json else print_text("\n".join(lines))


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
    print_lines(body, as_json=as_json)


@app.command()
def evaluate_held_out(as_json: Json = False) -> None:
    """Ask the questions of the readings that nothing was learnt from, of the engine."""
    from bot.evaluation import command  # noqa: PLC0415 - brings the whole engine

    body = command.run_held_out(load_settings())
    print_lines(body, as_json=as_json)


@app.command()
def evaluate_coverage(as_json: Json = False) -> None:
    """Compare what each sample school's policies are said to cover with the labelled questions on the topic."""
    from bot.evaluation.coverage import run_coverage  # noqa: PLC0415 - brings the whole engine

    body = run_coverage(load_settings(), print_progress)
    print_lines(body, as_json=as_json)


@app.command()
def evaluate_verdicts(
    labels: Annotated[list[Path], typer.Argument(help="Sets of labelled clauses, one JSON object a line.")],
    readings: Annotated[Path | None, typer.Option(help="A folder of readings, whose labels are compared too.")] = None,
    as_json: Json = False,
) -> None:
    """Compare the kind of rule read off each labelled clause with its label; schools not in the index are skipped."""
    from bot.evaluation.verdicts import run_verdicts  # noqa: PLC0415 - brings spaCy

    body = run_verdicts(labels, load_settings(), readings)
    print_lines(body, as_json=as_json)


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
    print_lines(body, as_json=as_json)


@app.command()
def evaluate_grouping(
    same: Annotated[Path, typer.Argument(help="A set of questions that mean the same, one JSON object a line.")],
    questions: Annotated[Path, typer.Argument(help="A question set, of which those on other clauses are others.")],
    as_json: Json = False,
) -> None:
    """Count how well questions that mean the same are told from those that do not, and choose the thresholds."""
    from bot.evaluation.grouping import run_grouping  # noqa: PLC0415 - brings scipy

    body = run_grouping(same, questions, load_settings())
    print_lines(body, as_json=as_json)


@app.command()
def evaluate_approved(
    answers: Annotated[Path, typer.Argument(help="A set of answers and questions, one JSON object a line.")],
    questions: Annotated[Path | None, typer.Option(help="A question set: other questions.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Learn on the developed half first.")] = False,
    misses: Annotated[int, typer.Option(help="How many misses of the developed half to print.")] = 0,
    as_json: Json = False,
) -> None:
    """Count how surely approved answers reach those who ask in other words, and nobody else, with 95 % intervals."""
    from bot.evaluation.approved_answers import run_approved  # noqa: PLC0415 - brings scipy

    settings = load_settings()
    if fit:
        from bot.evaluation.fit_approved import fit_approved  # noqa: PLC0415 - brings scikit-learn

        fit_approved(answers, questions, settings)
    body = run_approved(answers, questions, settings, misses)
    print_lines(body, as_json=as_json)


@app.command()
def fit(
    questions: Sets,
    as_json: Json = False,
) -> None:
    """Fit the weights on question sets whose schools are in the index."""
    from bot.evaluation import command  # noqa: PLC0415 - brings the whole engine

    settings = load_settings()
    body = command.run_fit(questions, settings, topic_ranker(settings))
    print_lines(body, as_json=as_json)
