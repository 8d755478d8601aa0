"""``python -m actions``: the Rasa SDK's action server, on loopback, behind the shared secret."""

from __future__ import annotations

import bot.spacy_without_torch  # noqa: F401  # isort: skip

import hmac
import logging
import sys
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request, Sanic, response
from sanic.handlers import ErrorHandler

from actions.action_acknowledge_role import ActionAcknowledgeRole
from actions.action_answer_policy_question import ActionAnswerPolicyQuestion
from actions.action_refer_to_person import ActionReferToPerson
from actions.action_respond_to_safeguarding import ActionRespondToSafeguarding
from actions.action_show_more_clauses import ActionShowMoreClauses
from actions.action_show_reason import ActionShowReason
from actions.engine import engine, known_profile_of
from bot.answering.engine import warm_up
from bot.answering.fixed_messages import build_failed_message
from bot.errors import SettingsError, SignpostError
from bot.settings import load_settings

logger = logging.getLogger("actions")

ACTIONS = (
    ActionAnswerPolicyQuestion,
    ActionShowMoreClauses,
    ActionShowReason,
    ActionReferToPerson,
    ActionRespondToSafeguarding,
    ActionAcknowledgeRole,
)


def _failed_reply(call: dict[str, Any]) -> dict[str, Any]:
    try:
        message = build_failed_message(known_profile_of(call["tracker"]["slots"]["school"]))
    except Exception:  # noqa: BLE001 - a call in any shape at all gets the safe text, without names if need be
        message = build_failed_message(None)
    return {"events": [], "responses": [{"custom": message.model_dump(mode="json")}]}


class _Result:
    """What the SDK's endpoint asks of an action's result."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def model_dump(self) -> dict[str, Any]:
        return self._body


class SafeActionExecutor(ActionExecutor):  # type: ignore[misc]
    """Runs actions; a failing one gives the safe text, and neither log nor reply holds what people wrote."""

    async def run(self, action_call: dict[str, Any]) -> _Result:
        """Run one action call of the Rasa SDK's protocol."""
        try:
            return _Result((await super().run(action_call)).model_dump())
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the asker must get the safe text
            reason = str(error) if isinstance(error, SignpostError) else type(error).__name__
            logger.error("Action %s failed: %s", action_call.get("next_action"), reason)
            return _Result(_failed_reply(action_call))


class _TextFreeErrors(ErrorHandler):  # type: ignore[misc]
    """Answers what went wrong outside an action; the SDK's own handler would log and return the whole request."""

    def response(self, request: Request | None, exception: Exception) -> HTTPResponse:
        """An error in a word, for the log and for the caller."""
        status = getattr(exception, "status_code", None) or 500
        logger.error("A request could not be taken (%s).", type(exception).__name__)
        return response.json({"error": "The request could not be taken."}, status=status)


def build_app(secret: str) -> Sanic:
    """The action server's application; every path but /health asks for the secret."""
    executor = SafeActionExecutor()
    for action in ACTIONS:
        executor.register_action(action)
    app = create_app(executor, cors_origins=None)
    app.error_handler = _TextFreeErrors()

    async def require_secret(request: Request) -> HTTPResponse | None:
        # A header may hold any bytes at all.
        offered = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if request.path == "/health" or hmac.compare_digest(offered, f"Bearer {secret}".encode()):
            return None
        return response.json({"error": "The shared secret is missing or wrong."}, status=401)

    app.register_middleware(require_secret, "request")
    return app


def main() -> int:
    """Load the engine, then serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s actions %(levelname)s %(message)s")
    try:
        settings = load_settings()
        if not settings.actions_secret:
            raise SettingsError("SIGNPOST_ACTIONS_SECRET is not set: start with 'make run', which makes one.")
        warm_up(engine())
    except SignpostError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the person at the keyboard reads this one line
        return 1
    build_app(settings.actions_secret).run(
        host="127.0.0.1", port=settings.actions_port, single_process=True, motd=False, access_log=False
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
