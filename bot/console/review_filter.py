"""Which review items are listed: what the address asks for, narrowed to what its reader may see."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from bot.console.offered_choices import offer_choices
from bot.console.school_names import school_choices
from bot.questions.access import User, roles_by_school, visible_kinds
from bot.questions.models import WAITING, ReviewItem

CHANNELS = {"teams": "Teams", "slack": "Slack", "web": "Web chat", "api": "API"}
# Days, and whether the item is to be older than that.
_AGES = {"new": (1, False), "1": (1, True), "3": (3, True), "7": (7, True), "30": (30, True)}
_STATUS_CHOICES = [("waiting", "Open or assigned"), *ReviewItem.Status.choices, ("all", "All")]
_AGE_CHOICES = [
    ("", "Any time"),
    ("new", "In the last day"),
    ("1", "More than a day ago"),
    ("3", "More than 3 days ago"),
    ("7", "More than a week ago"),
    ("30", "More than 30 days ago"),
]
SORTS = {"newest": ("-newest", "-first"), "oldest": ("oldest", "first"), "askers": ("-askers", "-newest", "-first")}
_SORT_CHOICES = [("newest", "Newest first"), ("oldest", "Longest waiting first"), ("askers", "Most askers first")]


class ReviewFilter(forms.Form):
    """Narrows the list. A value that is not in the list narrows nothing."""

    q = forms.CharField(
        required=False, label="Words of the question", max_length=200, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(choices=_STATUS_CHOICES, required=False, label="Status")
    kind = forms.ChoiceField(required=False, label="Why it waits")
    channel = forms.ChoiceField(choices=[("", "Any"), *CHANNELS.items()], required=False, label="Asked in")
    role = forms.ChoiceField(required=False, label="Asked as")
    age = forms.ChoiceField(choices=_AGE_CHOICES, required=False, label="Asked")
    owner = forms.ChoiceField(required=False, label="Owner")
    category = forms.ChoiceField(
        choices=[("", "Any"), *ReviewItem.Category.choices], required=False, label="What it needed"
    )
    school = forms.ChoiceField(required=False, label="School")
    sort = forms.ChoiceField(choices=_SORT_CHOICES, required=False, label="Order")

    def __init__(self, data: QueryDict, user: User, visible: QuerySet[ReviewItem]) -> None:
        self._user = user
        parts = roles_by_school(user)
        kinds = set[ReviewItem.Kind]().union(*(visible_kinds(roles) for roles in parts.values()))
        super().__init__(data if "status" in data else {**data.dict(), "status": "waiting"})
        self._offer("kind", [(kind.value, str(kind.label)) for kind in ReviewItem.Kind if kind in kinds])
        self._offer("role", [(role, role) for role in _roles(visible)])
        self._offer("owner", [("mine", "You"), ("nobody", "Nobody"), *_owners(visible)])
        self._offer("school", school_choices(parts))
        if len(parts) < 2:
            del self.fields["school"]
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offer_choices(self, name, [("", "Any"), *choices])

    def asked(self, name: str) -> str:
        """What is asked for; empty where that is nothing, or cannot be."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def status_asked(self) -> str:
        """The status that is shown."""
        return self.asked("status") or "waiting"

    @property
    def order(self) -> tuple[str, ...]:
        """How the rows are put in order."""
        return SORTS[self.asked("sort") or "newest"]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words, the status and the order is asked for."""
        return any(self.asked(name) for name in self.fields if name not in {"q", "status", "sort"})

    def narrow(self, items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
        """Those of ``items`` that are asked for."""
        if self.status_asked != "all":
            items = items.filter(status__in=WAITING if self.status_asked == "waiting" else [self.status_asked])
        exact = {"kind": "kind", "question__channel": "channel", "question__role": "role", "category": "category"}
        exact |= {"school": "school"}
        items = items.filter(**{field: self.asked(name) for field, name in exact.items() if self.asked(name)})
        return items.filter(self._of_age() & self._of_owner() & self._with_words())

    def _of_age(self) -> Q:
        if not self.asked("age"):
            return Q()
        days, is_older = _AGES[self.asked("age")]
        since = timezone.now() - timedelta(days=days)
        return Q(opened_at__lt=since) if is_older else Q(opened_at__gte=since)

    def _of_owner(self) -> Q:
        owner = self.asked("owner")
        if not owner:
            return Q()
        return Q(owner=None) if owner == "nobody" else Q(owner_id=self._user.pk if owner == "mine" else int(owner))

    def _with_words(self) -> Q:
        wanted = Q()
        for word in self.asked("q").split():
            wanted &= Q(question__text__icontains=word) | Q(question__in_full__icontains=word)
        return wanted


def counts_by_status(visible: QuerySet[ReviewItem], school: str) -> list[tuple[str, str, int]]:
    """Value, label and number of items of each status, of one school or of all that may be seen."""
    items = visible.filter(school=school) if school else visible
    counted = dict(items.order_by().values_list("status").annotate(Count("pk")))
    return [(status.value, str(status.label), counted.get(status.value, 0)) for status in ReviewItem.Status]


def _roles(visible: QuerySet[ReviewItem]) -> list[str]:
    roles = visible.exclude(question__role="").order_by("question__role")
    return list(roles.values_list("question__role", flat=True).distinct())


def _owners(visible: QuerySet[ReviewItem]) -> list[tuple[str, str]]:
    fields = ("owner_id", "owner__first_name", "owner__last_name", "owner__username")
    owners = visible.exclude(owner=None).order_by("owner_id").values_list(*fields).distinct()
    return [(str(pk), f"{first} {last}".strip() or username) for pk, first, last, username in owners]
