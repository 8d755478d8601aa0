"""A message as HTML for the web chat. Pure: the same message gives the same markup, and nothing is looked up.

Everything that a person or a policy wrote is escaped, and stands in an element of its own with ``dir="auto"``,
so that neither markup nor a right-to-left override reaches beyond it. The buttons belong to the form whose id
is ``composer`` on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from bot.channels.rendering.text_blocks import split_text
from bot.channels.rendering.wording import (
    ALSO_HEADING,
    MODALITY_LABELS,
    OUTCOME_HEADINGS,
    POLICY_HEADING,
    SAFEGUARDING_OUTCOMES,
)
from bot.datatypes.answer import Answer, Citation, Escalation, Message, Outcome

TEMPLATES = Path(__file__).resolve().parent / "templates"

_PHONE = re.compile(r"^\+?[0-9][0-9 ()]{2,19}$")
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$")


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


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


@dataclass(frozen=True)
class _Quotation:
    """One citation as the template shows it."""

    citation: Citation
    link: str

    @property
    def cells(self) -> list[str]:
        return self.citation.text.split("\t")


def _shows_text(message: Message) -> bool:
    """Whether the message's own text is shown: where the parts of the answer would not say it all."""
    answer = message.answer
    if answer is None or answer.outcome in SAFEGUARDING_OUTCOMES:
        return True
    return not (answer.verdict or answer.citations)


def _contact(escalation: Escalation | None) -> dict[str, str] | None:
    if escalation is None:
        return None
    return {**escalation.model_dump(), "link": contact_link(escalation.contact)}


def _answer_context(answer: Answer, public_url: str) -> dict[str, object]:
    quotations = [_Quotation(citation, clause_link(citation, public_url)) for citation in answer.citations]
    return {
        "outcome": answer.outcome,
        "heading": OUTCOME_HEADINGS[answer.outcome],
        "is_safeguarding": answer.outcome in SAFEGUARDING_OUTCOMES,
        "is_emergency": answer.outcome is Outcome.SAFEGUARDING_EMERGENCY,
        "verdict": answer.verdict,
        "modality_label": MODALITY_LABELS[answer.verdict.modality] if answer.verdict else "",
        "first": quotations[:1],
        "others": quotations[1:],
        "others_count": str(len(quotations[1:])),  # as text: to print a number, Django would ask for a locale
        "notices": answer.notices,
        "escalation": _contact(answer.escalation),
        "policy_heading": POLICY_HEADING,
        "also_heading": ALSO_HEADING,
    }


def render_html(message: Message, *, public_url: str = "", with_buttons: bool = True) -> SafeString:
    """One message as an HTML fragment.

    :param public_url: the gateway's own address without a trailing slash; links to it become paths.
    :param with_buttons: whether the message's buttons are shown; those of an older answer are not.
    """
    context: dict[str, object] = {
        "blocks": split_text(message.text) if _shows_text(message) else [],
        "buttons": message.buttons if with_buttons else (),
    }
    if message.answer is not None:
        context |= _answer_context(message.answer, public_url)
    rendered = _engine().get_template("rendering/message.html").render(Context(context))
    lines = (line.strip() for line in rendered.split("\n"))
    return mark_safe("\n".join(line for line in lines if line))  # noqa: S308 (escaped by the template)
