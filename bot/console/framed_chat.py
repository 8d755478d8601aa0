"""The chat in a frame of another website: whose conversation it is stands in the page itself, sealed.

Browsers keep the cookies of a framed page from it, or ask people about them. So nothing of a framed chat depends on a
cookie: the server seals conversation and admission into a token, which the page sends back with every request. A
website that forges a request has no such token, so it can neither ask nor read in anybody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from bot.channels.web import WebConversation
from bot.console.web_access import Admission

FIELD = "conversation"  # of a form
HEADER = "X-Signpost-Conversation"  # of what the script asks for

_SIGNER = TimestampSigner(salt="bot.console.framed_chat")


@dataclass(frozen=True)
class FramedChat:
    """A conversation, and by which induction link its browser came, if by any."""

    conversation: WebConversation
    admission: Admission | None = None

    def seal(self) -> str:
        """The token that ``read_framed_chat`` reads, for as long as a conversation lasts."""
        conversation, admission = self.conversation, self.admission
        came_by = [str(admission.link), admission.role] if admission else None
        return _SIGNER.sign_object([conversation.school, conversation.id, conversation.role, came_by])


def read_framed_chat(request: HttpRequest, school: str) -> FramedChat | None:
    """What the request's token says; None where it has none of ``school``, an old one, or one that we did not sign."""
    token = request.POST.get(FIELD) or request.headers.get(HEADER, "")
    try:
        theirs, identifier, role, came_by = _SIGNER.unsign_object(token, max_age=settings.SESSION_COOKIE_AGE)
    except BadSignature:
        return None
    if theirs != school:
        return None
    admission = Admission(UUID(came_by[0]), came_by[1]) if came_by else None
    return FramedChat(WebConversation(school, identifier, role), admission)
