"""The gateway's side of the dialogue's one private channel. The contract stands in ``bot/README.md``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from weakref import WeakKeyDictionary

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, field_validator

from bot.datatypes.answer import Message
from bot.datatypes.search_report import SearchReport
from bot.errors import DialogueUnavailableError
from bot.settings import Settings

FORGET_PATIENCE = 10.0  # seconds
REPLY_LIMIT = 1024 * 1024  # bytes; three quoted clauses are a few kilobytes


@dataclass(frozen=True)
class DialogueTurn:
    """What the dialogue is told each turn, so that it may forget everything in between.

    ``text`` is what was typed, ``question`` what it was taken to ask where that is something else; ``asked_for`` whom
    ``question`` asks for, or ``last_question`` where there is no ``question``, if that is not the asker.
    """

    conversation: str
    text: str
    school: str
    button: str | None = None
    role: str | None = None
    last_question: str | None = None
    question: str | None = None
    asked_for: str | None = None


def dialogue_conversation(channel: str, school: str, conversation: str) -> str:
    """The dialogue's name for a conversation: it may be of any characters, and says nothing about anybody."""
    return sha256("\n".join((channel, school, conversation)).encode()).hexdigest()


def bearer(secret: str) -> str:
    """The header's value; a secret that is not set makes a header that may be sent and is refused."""
    return f"Bearer {secret}".rstrip()


class DialogueReply(BaseModel):
    """What the dialogue must answer: the messages, who is asking as far as it knows by now, and how its search went.

    A report of the search that cannot be read is left out: nobody's answer depends on it.
    """

    model_config = ConfigDict(extra="forbid")

    messages: list[Message] = Field(min_length=1)
    role: str | None = Field(default=None, max_length=40)
    search: SearchReport | None = None

    @field_validator("search", mode="wrap")
    @classmethod
    def _leave_out(cls, value: object, read: ValidatorFunctionWrapHandler) -> SearchReport | None:
        try:
            found: SearchReport | None = read(value)
        except ValidationError:
            return None
        return found


class DialogueClient:
    """Sends turns to the dialogue and reads its messages. One pool of connections for each event loop."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.dialogue_url
        self._forget_url = f"{self._url.rpartition('/')[0]}/forget"
        # No encoding: a few kilobytes on loopback gain nothing by it, and what is packed small may unfold without end.
        self._headers = {"Authorization": bearer(settings.dialogue_secret), "Accept-Encoding": "identity"}
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

    def _pool(self) -> httpx.AsyncClient:
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            # No time limit here: the caller has one for the whole turn. Proxies are for the outside, not loopback.
            self._pools[loop] = httpx.AsyncClient(headers=self._headers, timeout=None, trust_env=False)  # noqa: S113
        return self._pools[loop]

    async def send(self, turn: DialogueTurn) -> DialogueReply:
        """The dialogue's reply to one turn: at least one message. Waits as long as the caller lets it.

        :raises DialogueUnavailableError: it cannot be reached, refuses, or answers something else than messages.
        """
        try:
            async with self._pool().stream("POST", self._url, json=asdict(turn)) as response:
                if response.status_code != httpx.codes.OK:
                    raise DialogueUnavailableError(f"The dialogue answered {response.status_code}: see its log.")
                body = await _read(response)
        except httpx.HTTPError as error:
            raise DialogueUnavailableError(f"The dialogue cannot be reached ({type(error).__name__}).") from None
        return _parse(body)

    async def forget(self, conversations: Sequence[str]) -> None:
        """Have the dialogue forget conversations, by the names it knows them by.

        :raises DialogueUnavailableError: it cannot be reached, or did not.
        """
        body = {"conversations": list(conversations)}
        try:
            response = await self._pool().post(self._forget_url, json=body, timeout=FORGET_PATIENCE)
        except httpx.HTTPError as error:
            raise DialogueUnavailableError(f"The dialogue cannot be reached ({type(error).__name__}).") from None
        if response.status_code != httpx.codes.NO_CONTENT:
            raise DialogueUnavailableError(f"The dialogue answered {response.status_code}: see its log.")


async def _read(response: httpx.Response) -> bytes:
    if "Content-Encoding" in response.headers:
        raise DialogueUnavailableError("The dialogue's reply is encoded, which nobody asked for: see its log.")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > REPLY_LIMIT:
            raise DialogueUnavailableError(f"The dialogue's reply is larger than {REPLY_LIMIT} bytes: see its log.")
    return bytes(body)


def _parse(body: bytes) -> DialogueReply:
    try:
        reply = DialogueReply.model_validate_json(body)
    except ValidationError as error:
        # Its text would quote the reply, and so perhaps a question: say where it is wrong, and no more.
        place = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise DialogueUnavailableError(f"The dialogue's reply breaks the contract at {place or 'its start'}.") from None
    if any(not message.text.strip() for message in reply.messages):
        raise DialogueUnavailableError("The dialogue's reply holds a message without text.")
    return reply
