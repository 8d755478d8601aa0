"""That a concern was seen by somebody who may see it, and what its asker is told of that."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format

from bot.datatypes.answer import Answer, Message, Outcome
from bot.questions.access import Kind, User
from bot.questions.alert_recipients import CONCERNS, recipients
from bot.questions.models import ReviewItem
from bot.questions.sighting_model import Sighting

# Sent with ``sighting`` inside the transaction that records it: a channel that can write to people queues what to tell.
concern_seen = Signal()

# What a message to the asker of a concern is marked as, so that it is shown to nobody else.
CONCERN_OUTCOMES = {
    Kind.CONCERN: Outcome.SAFEGUARDING_CONCERN,
    Kind.ALLEGATION: Outcome.SAFEGUARDING_ALLEGATION,
    Kind.ALLEGATION_ABOUT_HEAD: Outcome.SAFEGUARDING_ALLEGATION_ABOUT_HEAD,
}


def person_saw(user: User, item: ReviewItem) -> Sighting | None:
    """Note that ``user``, who may see ``item``, has opened it; call it in the transaction in which they did.

    :returns: the sighting, if the item is a concern and nobody had seen it as such before.
    """
    if item.kind not in CONCERNS:
        return None
    seen_by = next((one for one in recipients(item.school, Kind(item.kind)) if one.user.pk == user.pk), None)
    if seen_by is None:
        return None
    sighting, is_first = Sighting.objects.get_or_create(
        item=item, kind=item.kind, defaults={"who": seen_by.spoken(), "at": timezone.now()}
    )
    if not is_first:
        return None
    concern_seen.send(sender=Sighting, sighting=sighting)
    return sighting


def seen_text(sighting: Sighting) -> str:
    """What the asker is told, once it is true: "Seen by Mrs Okafor, Designated Safeguarding Lead, at 10:42"."""
    at = timezone.localtime(sighting.at)
    time = date_format(at, "H:i") if at.date() == timezone.localdate() else date_format(at, "H:i, j F")
    return f"Seen by {sighting.who}{',' if ',' in sighting.who else ''} at {time}."


def seen_message(sighting: Sighting) -> Message:
    """The same as a message of its own, marked as about a concern: it is for nobody's eyes but the asker's."""
    outcome = CONCERN_OUTCOMES[Kind(sighting.kind)]
    return Message(kind="answer", text=seen_text(sighting), answer=Answer(outcome=outcome))


def sightings_of_concerns(items: Collection[int]) -> QuerySet[Sighting]:
    """The sightings of these items as what they are now, the first first."""
    return Sighting.objects.filter(item_id__in=items, kind=F("item__kind")).order_by("at")


def seen_texts(items: Collection[int]) -> list[str]:
    """What the asker of these items is told: a sentence for each that was seen as what it is now."""
    return [seen_text(sighting) for sighting in sightings_of_concerns(items)]
