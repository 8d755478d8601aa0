"""Whose school a message of a platform belongs to: told by its workspace, its room, or the asker's own choice."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.message_service import gateway_service
from bot.datatypes.policy import ChannelPlaces, SchoolProfile
from bot.deliveries.asker_pseudonym import make_pseudonym
from bot.deliveries.models import SchoolChoice


@dataclass(frozen=True)
class Place:
    """Where somebody wrote: ids of the platform. ``workspace`` is a Teams tenant too.

    ``room`` is the Slack channel or the team; empty where only the asker reads along. ``user`` is who wrote.
    """

    channel: str
    workspace: str
    room: str
    user: str

    @property
    def chooser(self) -> str:
        """The asker's pseudonym while no school is known."""
        return make_pseudonym("", self.channel, f"{self.workspace}\n{self.user}" if self.user else "")


@dataclass(frozen=True)
class SchoolFound:
    """``school``, if it is known; else the ``choices`` that the asker has; else neither: the workspace is nobody's.

    ``others``: further schools share the place, so that the asker may change. ``is_private``: people of other schools
    read along there, so the answer is for the asker alone.
    """

    school: SchoolProfile | None = None
    choices: tuple[SchoolProfile, ...] = ()
    is_private: bool = False


def find_school(place: Place) -> SchoolFound:
    """The school whose policies answer at ``place``.

    A room that one school names as its own is that school's. A workspace of one school is that school's. Where several
    share it, each asker chooses once. ``choices`` holds what can be chosen from, also after somebody chose.

    :raises django.db.Error: what the asker chose cannot be read.
    """
    sharing = [p for p in gateway_service().directory.profiles() if place.workspace in _places(p, place).workspaces]
    owners = [p for p in sharing if place.room and place.room in _places(p, place).rooms]
    if len(owners) == 1:
        return SchoolFound(owners[0])
    if len(sharing) == 1:
        return SchoolFound(sharing[0])
    chosen = _chosen(place) if sharing else None
    school = next((p for p in sharing if p.school == chosen), None)
    return SchoolFound(school, tuple(sharing), is_private=bool(place.room))


def choose_school(place: Place, school: str) -> SchoolProfile | None:
    """Remember the asker's choice; None if ``school`` is none of the place's choices, and nothing changes."""
    profile = next((p for p in find_school(place).choices if p.school == school), None)
    if profile and place.chooser:
        SchoolChoice.objects.update_or_create(
            channel=place.channel, asker=place.chooser, defaults={"school": profile.school}
        )
    return profile


def forget_school(place: Place) -> None:
    """Have the asker choose again at the next message."""
    SchoolChoice.objects.filter(channel=place.channel, asker=place.chooser).delete()


def _places(profile: SchoolProfile, place: Place) -> ChannelPlaces:
    return profile.places.get(place.channel, ChannelPlaces())


def _chosen(place: Place) -> str | None:
    return (
        SchoolChoice.objects.filter(channel=place.channel, asker=place.chooser).values_list("school", flat=True).first()
    )
