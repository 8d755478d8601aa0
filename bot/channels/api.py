"""The HTTP API: ``POST /api/v1/messages`` and ``GET /healthz``."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bot.channels.message_service import IncomingMessage, MessageRefusedError, answer_message
from bot.channels.readiness import gateway_readiness

BODY_LIMIT = 64 * 1024  # bytes

_FIELDS = {"school": True, "conversation": True, "text": True, "role": False, "button": False}  # required?
_STATUS = {"unknown_school": HTTPStatus.NOT_FOUND}


class ApiError(Exception):
    """A request that is answered with an error: ``status``, a code for programs, and the remedy for people."""

    def __init__(self, status: HTTPStatus, code: str, remedy: str) -> None:
        super().__init__(remedy)
        self.status = status
        self.code = code

    def response(self) -> JsonResponse:
        """The one shape of every error."""
        return _json({"error": {"code": self.code, "message": str(self)}}, self.status)


def _json(content: dict[str, object], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Length"] = str(len(response.content))
    return response


@csrf_exempt  # a token in a header, not a cookie, says who asks
async def messages(request: HttpRequest) -> JsonResponse:
    """Answer one message."""
    try:
        _check_method(request, "POST")
        _check_token(request)
        replies = await answer_message(_read_message(_read_body(request)))
    except ApiError as error:
        return _with_headers(error)
    except MessageRefusedError as refused:
        status = _STATUS.get(refused.code, HTTPStatus.UNPROCESSABLE_ENTITY)
        return ApiError(status, refused.code, str(refused)).response()
    return _json({"messages": [reply.model_dump(mode="json") for reply in replies]})


async def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether a question can be answered end to end."""
    if request.method not in ("GET", "HEAD"):
        return _with_headers(ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "Use GET."))
    reason = await gateway_readiness().reason_not_ready()
    if reason is None:
        return _json({"status": "ok"})
    return _json({"status": "starting", "reason": reason}, HTTPStatus.SERVICE_UNAVAILABLE)


def _with_headers(error: ApiError) -> JsonResponse:
    response = error.response()
    if error.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.status is HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = str(error).removeprefix("Use ").removesuffix(".")
    return response


def _check_method(request: HttpRequest, method: str) -> None:
    if request.method != method:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", f"Use {method}.")


def _check_token(request: HttpRequest) -> None:
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    token: str = settings.SIGNPOST.api_token
    right = secrets.compare_digest(shown.strip().encode(), token.encode())
    if not token or not right or scheme.lower() != "bearer":
        remedy = "Send the header 'Authorization: Bearer <token>' with the token of this service."
        raise ApiError(HTTPStatus.UNAUTHORIZED, "unauthorized", remedy)


def _read_body(request: HttpRequest) -> bytes:
    too_large = ApiError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large", f"Send at most {BODY_LIMIT} bytes of JSON."
    )
    try:
        body = request.body
    except RequestDataTooBig:
        raise too_large from None
    if len(body) > BODY_LIMIT:
        raise too_large
    return body


def _read_message(body: bytes) -> IncomingMessage:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed_json", "Send one JSON object in UTF-8.") from None
    if not isinstance(content, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed_json", "Send one JSON object in UTF-8.")
    if content.get("button") is not None:
        content.setdefault("text", "")  # a press says all there is to say
    fields = {name: _read_field(content, name, required=required) for name, required in _FIELDS.items()}
    return IncomingMessage(
        school=fields["school"] or "",
        conversation=fields["conversation"] or "",
        text=fields["text"] or "",
        role=fields["role"],
        button=fields["button"],
        channel="api",
    )


def _read_field(content: dict[str, object], name: str, *, required: bool) -> str | None:
    """One field: a string, or None where it may be left out. Other keys of the body are ignored."""
    if required and name not in content:
        raise ApiError(HTTPStatus.BAD_REQUEST, "missing_field", f"Add the field '{name}', a string.")
    value = content.get(name)
    if isinstance(value, str) or (value is None and not required):
        return value
    raise ApiError(HTTPStatus.BAD_REQUEST, "wrong_type", f"Send the field '{name}' as a string.")
