"""A message as HTML for the web chat. Pure: the same message gives the same markup, and nothing is looked up.

Everything that a person or a policy wrote is escaped, and stands in an element of its own with ``dir="auto"``,
so that no markup reaches beyond it; what turns the direction of a text is taken out. The buttons belong to the form
whose id is ``composer`` on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from bot.answering.notices import OPENING_CODES
from bot.channels.answer_buttons import ButtonAction
from bot.channels.rendering.plain_text import DIRECTION_CONTROLS
from bot.channels.rendering.text_blocks import split_text
from bot.channels.rendering.wording import (
    ALSO_HEADING,
    SAFEGUARDING_OUTCOMES,
    heading_over,
    heading_over_quotations,
    note_under,
    own_text,
    repeats_clause,
    split_verdict,
)
from bot.datatypes.answer import Answer, Button, Citation, Escalation, Message, Outcome

TEMPLATES = Path(__file__).resolve().parent / "templates"

# The two that say how an answer was: they are shown pressed or not, apart from those that ask for something.
FEEDBACK_ACTIONS = {ButtonAction.HELPFUL: True, ButtonAction.NOT_HELPFUL: False}

_PHONE = re.compile(r"^\+?[0-9][0-9 ()]{2,19}$")
_PHONE_IN_TEXT = re.compile(r"(?<![\w+])(999|\+?[0-9](?:[ ()-]?[0-9]){8,13})(?!\w)")
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$")


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)])


def safe_link(url: str) -> str:
    """``url`` if a browser may follow it (http, https, or a path of this site), else the empty string."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.netloc:
        return url
    own_path = not parts.scheme and not parts.netloc and url.startswith("/") and "\\" not in url
    return url if own_path else ""


def contact_link(contact: str) -> str:
    """A ``tel:`` or ``mailto:`` link where the contact is nothing but a number or an address, else empty."""
    if _PHONE.match(contact):
        return "tel:" + re.sub(r"[^0-9+]", "", contact.replace("(0)", ""))
    return f"mailto:{contact}" if _EMAIL.match(contact) else ""


def clause_link(citation: Citation, public_url: str = "") -> str:
    """Where the clause can be read in its policy, with the fragment that scrolls to it.

    ``public_url`` is taken off the front where the address begins with it, so that a reader who came by
    another name of the same server stays on it.
    """
    url = citation.url
    if public_url and url.startswith(f"{public_url}/"):
        url = url.removeprefix(public_url)
    url = safe_link(url)
    ends_in_clause = url.rstrip("/").endswith(f"/{quote(citation.clause_id, safe='')}")
    return f"{url}#{quote(citation.clause_id, safe='')}" if ends_in_clause and "#" not in url else url


def full_clause_link(citation: Citation, public_url: str) -> str:
    """The same address in full, for what is read elsewhere than on our pages; empty where there is none to follow."""
    link = clause_link(citation)
    return urljoin(f"{public_url}/", link) if link else ""


@dataclass(frozen=True)
class _Quotation:
    """One citation as the template shows it."""

    citation: Citation
    link: str

    @property
    def section(self) -> str:
        """The section, unless the reference names it already."""
        return "" if self.citation.section in self.citation.reference else self.citation.section

    @property
    def cells(self) -> list[str]:
        return self.citation.text.split("\t")


def _segments(line: str) -> list[dict[str, str]]:
    """A line of a text in pieces, each with the link of the telephone number it is, if it is one."""
    pieces = _PHONE_IN_TEXT.split(line)
    return [{"text": piece, "link": contact_link(piece) if odd % 2 else ""} for odd, piece in enumerate(pieces)]


def _blocks(text: str) -> list[dict[str, object]]:
    return [
        {"is_list": block.is_list, "ordered": block.ordered, "lines": [_segments(line) for line in block.lines]}
        for block in split_text(text)
    ]


def _contact(escalation: Escalation | None, said: str) -> dict[str, str] | None:
    """The escalation with a link to call or write, or None where ``said`` names the person already."""
    if escalation is None or escalation.name in said:
        return None
    return {**escalation.model_dump(), "link": contact_link(escalation.contact)}


def _verdict_context(answer: Answer) -> dict[str, str] | None:
    if answer.verdict is None:
        return None
    label, words = split_verdict(answer.verdict)
    return {
        "modality": answer.verdict.modality,
        "label": label,
        "words": "" if repeats_clause(words, answer) else words,
    }


def _answer_context(message: Message, answer: Answer, said: str, public_url: str) -> dict[str, object]:
    quotations = [_Quotation(citation, clause_link(citation, public_url)) for citation in answer.citations]
    return {
        "outcome": answer.outcome,
        "heading": heading_over(message),
        "note": note_under(message),
        "is_approved": answer.outcome is Outcome.ANSWERED_BY_APPROVED_ANSWER,
        "is_safeguarding": answer.outcome in SAFEGUARDING_OUTCOMES,
        "is_emergency": answer.outcome is Outcome.SAFEGUARDING_EMERGENCY,
        "verdict": _verdict_context(answer),
        "first": quotations[:1],
        "others": quotations[1:],
        "others_count": str(len(quotations[1:])),  # as text: to print a number, Django would ask for a locale
        "opening": [notice for notice in answer.notices if notice.code in OPENING_CODES],
        "notices": [notice for notice in answer.notices if notice.code not in OPENING_CODES],
        "escalation": _contact(answer.escalation, said),
        "quotations_heading": heading_over_quotations(answer),
        "also_heading": ALSO_HEADING,
    }


def _feedback_of(button: Button) -> bool | None:
    """Whether pressing ``button`` says "helpful" or "not helpful"; None for every other button."""
    _, _, action = button.id.rpartition(":")
    return FEEDBACK_ACTIONS[ButtonAction(action)] if action in FEEDBACK_ACTIONS else None


def _feedback(buttons: tuple[Button, ...], helpful: bool | None) -> list[dict[str, object]]:
    said = [(button, _feedback_of(button)) for button in buttons]
    return [{"button": button, "pressed": helpful is says} for button, says in said if says is not None]


def render_html(
    message: Message,
    *,
    public_url: str = "",
    with_buttons: bool = True,
    is_latest: bool = True,
    helpful: bool | None = None,
) -> SafeString:
    """One message as an HTML fragment.

    :param public_url: the gateway's own address without a trailing slash; links to it become paths.
    :param with_buttons: whether there is anything to press: not where somebody else looks at the answer.
    :param is_latest: whether the buttons that ask for more are shown; an older answer can only be rated.
    :param helpful: what its reader said of it, None if nothing.
    """
    said = own_text(message)
    buttons = message.buttons if with_buttons else ()
    context: dict[str, object] = {
        "blocks": _blocks(said),
        "buttons": [b for b in buttons if is_latest and _feedback_of(b) is None],
        "feedback": _feedback(buttons, helpful),
        "was_rated": helpful is not None,
    }
    if message.answer is not None:
        context |= _answer_context(message, message.answer, said, public_url)
    rendered = _engine().get_template("rendering/message.html").render(Context(context))
    lines = (line.strip() for line in rendered.split("\n"))
    shown = "\n".join(line for line in lines if line)
    return mark_safe("".join(c for c in shown if c not in DIRECTION_CONTROLS))  # noqa: S308 (escaped by the template)
