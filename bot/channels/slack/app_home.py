"""The Home tab of the app in Slack: what Signpost can answer, whom to turn to, how to ask, and what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from bot.answering.fixed_messages import EMERGENCY
from bot.channels.rendering.block_kit import Element, link, paragraphs, rich_text, section, words
from bot.channels.slack.wording import ASK_IN_MESSAGES, ASKING, NO_SCHOOL, PRIVACY
from bot.datatypes.policy import Contact, School, SchoolProfile

_MOST_POLICIES = 80  # far more than a school has; Slack takes 100 blocks


def build_home(school: School | None, *, has_choice: bool, public_url: str) -> dict[str, object]:
    """The view for ``views.publish``. ``school`` is None where it is unknown, or yet to be chosen (``has_choice``)."""
    if school is None:
        blocks = [*_heading("Signpost"), *paragraphs(ASK_IN_MESSAGES if has_choice else NO_SCHOOL)]
    else:
        blocks = [*_policies(school, public_url), *_contacts(school.profile)]
    asking = [*_heading("How to ask"), *paragraphs(ASKING), *_heading("Your privacy"), *paragraphs(PRIVACY)]
    return {"type": "home", "blocks": [*blocks, *paragraphs(EMERGENCY), *asking]}


def _heading(text: str) -> list[Element]:
    return [rich_text(section(words(text, bold=True)))]


def _list(items: Sequence[Element]) -> Element:
    return rich_text({"type": "rich_text_list", "style": "bullet", "elements": list(items)})


def _policies(school: School, public_url: str) -> list[Element]:
    name = quote(school.profile.school, safe="")
    items = [
        section(link(document.title, f"{public_url}/policies/{name}/{quote(document.document_id, safe='')}/"))
        for document in school.documents[:_MOST_POLICIES]
    ]
    heading = _heading(f"What I can answer: the policies of {school.profile.name}")
    return [*heading, _list(items)] if items else heading


def _contacts(profile: SchoolProfile) -> list[Element]:
    people = (
        ("Safeguarding lead", profile.safeguarding_lead),
        *(("Deputy", deputy) for deputy in profile.deputies),
        ("Headteacher", profile.head),
        ("Chair of governors", profile.chair),
        ("Local authority", profile.local_authority),
        ("Out of hours", profile.out_of_hours),
    )
    items = [section(words(f"{role}: ", bold=True), words(_person(one))) for role, one in people if one]
    return [*_heading("Who to talk to"), _list(items)] if items else []


def _person(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.contact) if part)
