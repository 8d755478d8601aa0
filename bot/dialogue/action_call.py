"""Rasa's call of the action server, with bounds: no redirect, no packed reply, no reply without an end.

Rasa by itself unpacks and reads whatever comes, and holds it in memory several times over.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

REPLY_LIMIT = 1024 * 1024  # bytes; three quoted clauses are a few kilobytes


async def _request(
    self: EndpointConfig,
    method: str = "post",
    subpath: str | None = None,
    content_type: str | None = None,
    compress: bool = False,
    **kwargs: Any,  # noqa: ANN401 - Rasa's signature
) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Stand in for ``EndpointConfig.request``, as Rasa calls it for an action: the JSON of the reply.

    :raises aiohttp.ClientError: there is no reply, or none that may be read; Rasa makes a failed action of it.
    """
    headers = {**self.headers, "Accept-Encoding": "identity"}
    async with (
        aiohttp.ClientSession(auto_decompress=False, trust_env=False) as session,
        session.request(method, self.url, json=kwargs["json"], headers=headers, allow_redirects=False) as response,
    ):
        if response.status != 200:
            raise ClientResponseError(response.status, "The action server did not answer 200.", "{}")
        if "Content-Encoding" in response.headers:
            raise aiohttp.ClientPayloadError("The action server's reply is encoded, which nobody asked for.")
        return json.loads(await _read(response))


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > REPLY_LIMIT:
            raise aiohttp.ClientPayloadError(f"The action server's reply is larger than {REPLY_LIMIT} bytes.")
    return bytes(body)


def bound_action_calls() -> None:
    """Have every call of the action server bounded from now on."""
    EndpointConfig.request = _request
