"""What a person fills in about approved answers: the answer itself, the list's filter, the file of an import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from bot.approved_answers.answer_writing import QUESTION_LIMIT, USUAL, AnswerContent
from bot.approved_answers.models import ApprovedAnswer
from bot.console.offered_choices import offer_choices, offer_own_schools
from bot.questions.triage import REPLY_LIMIT


class AnswerForm(forms.Form):
    """An answer with its wordings. The clauses are chosen beside it, as boxes of the name ``clauses``."""

    school = forms.ChoiceField()
    question = forms.CharField(max_length=QUESTION_LIMIT, label="The question", help_text="In your own words.")
    phrasings = forms.CharField(
        required=False,
        label="How else people ask it",
        help_text="One a line. What was asked in the queue stands here already; add how your staff would put it. "
        "Leave out names.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    text = forms.CharField(
        max_length=REPLY_LIMIT,
        label="The answer",
        help_text="People read it as your answer, never as policy.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    audience = forms.ChoiceField(choices=ApprovedAnswer.Audience.choices, label="It holds for")
    expires_on = forms.DateField(
        required=False, label="Use it until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    find = forms.CharField(required=False, max_length=200, label="Find clauses that it rests on")

    def __init__(self, *arguments: object, schools: Sequence[tuple[str, str]], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        offer_choices(self, "school", schools)

    def content(self, clause_ids: Sequence[str]) -> AnswerContent:
        """What was filled in; only of a form that is valid."""
        given = self.cleaned_data
        lines = (" ".join(line.split()) for line in given["phrasings"].splitlines())
        return AnswerContent(
            question=given["question"],
            text=given["text"],
            phrasings=tuple(dict.fromkeys(line for line in lines if line)),
            audience=given["audience"],
            expires_on=given["expires_on"],
            clause_ids=tuple(dict.fromkeys(clause_ids)),
        )


def new_answer_fields(question: str = "", phrasings: Sequence[str] = (), text: str = "") -> dict[str, object]:
    """What stands in the form of a new answer."""
    return {
        "question": question[:QUESTION_LIMIT],
        "phrasings": "\n".join(phrasing[:QUESTION_LIMIT] for phrasing in phrasings),
        "text": text,
        "expires_on": timezone.localdate() + USUAL,
    }


def answer_fields(answer: ApprovedAnswer, asked: Iterable[str] = ()) -> dict[str, object]:
    """What stands in the form of an answer that is there; ``asked`` are phrasings that it may be given besides."""
    phrasings = dict.fromkeys(
        [*(one.text for one in answer.phrasings.all()), *(" ".join(one.split()) for one in asked)]
    )
    fields = new_answer_fields(answer.question, list(phrasings), answer.text)
    kept = answer.expires_on if answer.expires_on and answer.expires_on >= timezone.localdate() else None
    return fields | {"school": answer.school, "audience": answer.audience, "expires_on": kept or fields["expires_on"]}


class AnswerFilter(forms.Form):
    """Narrows the list."""

    words = forms.CharField(required=False, max_length=200, label="Words")
    status = forms.ChoiceField(choices=[("", "All"), *ApprovedAnswer.Status.choices], required=False, label="State")
    school = forms.ChoiceField(required=False, label="School")

    def __init__(self, data: object, *, schools: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer_own_schools(self, schools)

    def narrow(self, answers: QuerySet[ApprovedAnswer]) -> QuerySet[ApprovedAnswer]:
        """The answers that were asked for; none where the filter cannot be read."""
        if not self.is_valid():
            return answers.none()
        asked = self.cleaned_data
        if asked["words"]:
            fields = ("question", "text", "phrasings__text")
            having = (Q(**{f"{field}__icontains": asked["words"]}) for field in fields)
            answers = answers.filter(next(having) | next(having) | next(having)).distinct()
        wanted = {"status": asked["status"], "school": asked["school"]}
        return answers.filter(**{name: value for name, value in wanted.items() if value})


class ImportForm(forms.Form):
    """A list of questions and answers that the school has already."""

    school = forms.ChoiceField()
    file = forms.FileField(label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def __init__(self, *arguments: object, schools: Sequence[tuple[str, str]]) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        offer_choices(self, "school", schools)
