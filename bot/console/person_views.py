"""The page of what is held on a person: shown in numbers, handed out as a copy, erased."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bot.console.console_page import console_page, reader
from bot.console.keeping_forms import PersonForm
from bot.questions.access import schools_where
from bot.retention.holds import HOLDERS
from bot.retention.person import Person, find_person
from bot.retention.person_data import copy_held, erase_held, list_held

_DEEDS = ("list", "copy", "erase")


@require_http_methods(["GET", "HEAD", "POST"])
@console_page(*HOLDERS)
def person_data(request: HttpRequest) -> HttpResponse:
    """Deal with the request of a person, as far as the reader may see what is held on them."""
    schools = schools_where(request.user, *HOLDERS)
    if request.method != "POST":
        return render(request, "console/person_data.html", {"form": PersonForm(schools=schools)})
    do, form = request.POST.get("do", ""), PersonForm(request.POST, schools=schools)
    if do not in _DEEDS:
        raise Http404
    if not form.is_valid():
        return render(request, "console/person_data.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    person = find_person(form.cleaned_data["school"], **form.names())
    if do == "copy":
        return _copy(request, person)
    erased = erase_held(person, by=reader(request)) if do == "erase" else None
    context = {"form": form, "person": person, "held": list_held(person, by=reader(request)), "erased": erased}
    return render(request, "console/person_data.html", {**context, "looked": True})


def _copy(request: HttpRequest, person: Person) -> HttpResponse:
    packed = copy_held(person, by=reader(request))
    response = HttpResponse(packed, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="what-is-held-{person.reference}.zip"'
    return response
