"""The one channel of the dialogue: the gateway posts a turn and gets its messages back (contract: bot/README.md)."""

from __future__ import annotations

import asyncio
import hmac
import logging
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.action_call import bound_action_calls
from bot.dialogue.action_reply_check import check_action_replies_once
from bot.dialogue.channels.gateway_turn import GatewayTurn, MalformedTurnError, parse_forgotten, parse_turn
from bot.dialogue.channels.turn_output import TurnOutput
from bot.dialogue.components.safeguarding_classifier import REPORTS
from bot.dialogue.message_free_logs import keep_messages_out_of_logs
from bot.dialogue.settings import ChannelSettings, IslandError, channel_settings
from bot.dialogue.typed_commands import without_command_prefix

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message}}, status=status)


class GatewayInput(InputChannel):
    """Takes turns from whoever shows the shared secret, one conversation's in order (Rasa's lock store sees to it).

    :param turn_timeout: seconds after which a turn is given up, so that a hanging action server holds up nothing else.
    """

    def __init__(self, settings: ChannelSettings, turn_timeout: float) -> None:
        self._authorization = f"Bearer {settings.secret}".encode()
        self._model = settings.model
        self._turn_timeout = turn_timeout

    @classmethod
    def name(cls) -> str:
        """The channel's name: its part of the address, and its name in the tracker."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """The channel as credentials.yml and the environment set it up; from here on no log shows a message.

        :raises IslandError: the secret is empty, telemetry is not off, or the model file is not as it was trained.
        """
        keep_messages_out_of_logs()
        bound_action_calls()
        check_action_replies_once()
        return cls(channel_settings(), float((credentials or {}).get("turn_timeout_seconds", 8)))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The channel's routes, below /webhooks/gateway."""
        blueprint = Blueprint("gateway", __name__)

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        async def forget(request: Request) -> HTTPResponse:
            return await self._forget(request)

        blueprint.add_route(receive, "/messages", methods=["POST"])
        blueprint.add_route(forget, "/forget", methods=["POST"])
        blueprint.add_route(_health, "/health", methods=["GET"])
        blueprint.listener("after_server_start")(self._insist_on_model)
        return blueprint

    def _insist_on_model(self, app: Sanic, loop: AbstractEventLoop) -> None:
        """Stop where Rasa would serve without a model, or with another than the one asked for."""
        if not _is_ready(app):
            raise IslandError("The dialogue's model could not be loaded: train it again.")
        loaded = app.ctx.agent.processor.model_filename
        if self._model is not None and loaded != self._model.name:
            raise IslandError(f"Rasa loaded {loaded} in place of {self._model.name}: train the dialogue again.")
        logger.info("The dialogue is ready, with model %s.", loaded)

    def _is_gateway(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, self._authorization)

    async def _forget(self, request: Request) -> HTTPResponse:
        """Forget the conversations that are named: each is one without a turn from then on."""
        if not self._is_gateway(request):
            return _error(401, "unauthorised", "The shared secret is missing or wrong.")
        try:
            names = parse_forgotten(request.body)
        except MalformedTurnError as error:
            return _error(400, "malformed", str(error))
        if not _is_ready(request.app):
            return _error(503, "not_ready", "The dialogue has no model yet.")
        store = request.app.ctx.agent.tracker_store
        for name in set(names) & set(await store.keys()):
            await store.save(DialogueStateTracker.from_events(name, []))
        return response.empty()

    async def _receive(self, request: Request, on_new_message: OnNewMessage) -> HTTPResponse:
        if not self._is_gateway(request):
            return _error(401, "unauthorised", "The shared secret is missing or wrong.")
        try:
            turn = parse_turn(request.body)
        except MalformedTurnError as error:
            return _error(400, "malformed", str(error))
        if not _is_ready(request.app):
            return _error(503, "not_ready", "The dialogue has no model yet.")
        return await self._answer(turn, on_new_message, request.app)

    async def _answer(self, turn: GatewayTurn, on_new_message: OnNewMessage, app: Sanic) -> HTTPResponse:
        output = TurnOutput()
        try:
            await asyncio.wait_for(self._take(turn, output, on_new_message, app.ctx.agent), self._turn_timeout)
            tracker = await app.ctx.agent.tracker_store.retrieve(turn.sender)
        except asyncio.TimeoutError:
            logger.error("A turn took longer than %s seconds and was given up.", self._turn_timeout)
            return _error(504, "timeout", "The turn took too long.")
        except Exception as error:  # noqa: BLE001 - whatever Rasa raises, the gateway gets an answer, the log no text
            logger.error("A turn failed: %s.", type(error).__name__)
            return _error(500, "failed", "The turn failed.")
        return response.json({"messages": output.messages, "role": _role_in(tracker), "search": _search_in(tracker)})

    async def _take(self, turn: GatewayTurn, output: TurnOutput, on_new_message: OnNewMessage, agent: Agent) -> None:
        """Hand the turn to Rasa. What was typed is looked at for a report before it is read as anything else."""
        if turn.question and await _reports(turn.text, agent):
            turn = turn.as_typed()
        text = without_command_prefix(turn.question or turn.text)
        await on_new_message(UserMessage(text, output, turn.sender, input_channel=self.name(), metadata=turn.metadata))


def _role_in(tracker: DialogueStateTracker | None) -> str | None:
    """Who is asking, as far as the conversation has told, for the gateway to remember: this memory is not for ever."""
    role = tracker.get_slot("role") if tracker else None
    return str(role) if role else None


def _search_in(tracker: DialogueStateTracker | None) -> Any:  # noqa: ANN401 - handed on as the action server made it
    """How this turn's search went; None where there was none."""
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered):
            return None
        if isinstance(event, SlotSet) and event.key == "search":
            return event.value
    return None


async def _reports(text: str, agent: Agent) -> bool:
    """Whether a text reports a danger or a worry."""
    if not text.strip():
        return False
    parsed = await agent.parse_message(without_command_prefix(text))
    return (parsed.get("intent") or {}).get("name") in REPORTS


def _is_ready(app: Sanic) -> bool:
    agent = getattr(app.ctx, "agent", None)
    return agent is not None and bool(agent.is_ready())


async def _health(request: Request) -> HTTPResponse:
    return response.empty(200 if _is_ready(request.app) else 503)
