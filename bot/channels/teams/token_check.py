"""Who sent an activity: the Bot Connector of Teams, for this bot, from the address that the activity names.

The SDK's validator checks signature (RS256 alone), expiry, audience and issuer with the keys that Microsoft
publishes. Here stands what it leaves open: a token must have an end and name its service address, which must be
the activity's and one of Teams; nothing is accepted without a token; and no keys are fetched for a token that is
for another bot or from another issuer.
Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
from typing import Any

import jwt
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core.authorization import (
    AgentAuthConfiguration,
    AuthenticationConstants,
    JwtTokenValidator,
)

from bot.channels.teams.service_hosts import is_teams_service, service_hosts
from bot.errors import SignpostError
from bot.settings import TeamsSettings

ISSUER = AuthenticationConstants.AGENTS_SDK_TOKEN_ISSUER
KEYS_PATIENCE = 10.0  # seconds; Teams wants an answer within fifteen
TEAMS_CHANNEL = "msteams"  # the id that the Bot Connector gives Teams


class TokenRefusedError(SignpostError):
    """The activity did not come from Teams for this bot; ``str()`` says which check it failed, for the log."""


class KeysUnavailableError(SignpostError):
    """Microsoft's keys could not be fetched, so nobody can be told apart just now: the sender has to try again."""


class TokenCheck:
    """Checks the tokens of one bot. Keys are fetched when the first token comes, and kept by the SDK."""

    def __init__(self, teams: TeamsSettings) -> None:
        self._teams = teams
        self._hosts = service_hosts(teams)
        self._validator = JwtTokenValidator(
            AgentAuthConfiguration(
                client_id=teams.app_id, tenant_id=teams.tenant_id, issuers=[ISSUER], validate_issuer=True
            )
        )

    async def check(self, authorization: str, activity: Activity) -> None:
        """Return if ``activity`` may be acted on; ``authorization`` is the header of that name.

        :raises TokenRefusedError: it may not.
        :raises KeysUnavailableError: it cannot be told.
        """
        if not is_teams_service(activity.service_url or "", self._teams, self._hosts):
            raise TokenRefusedError("the service address is none of Teams")
        if self._teams.local_connector:
            return
        claims = await self._claims(authorization)
        if "exp" not in claims:
            raise TokenRefusedError("the token has no end")
        if _address(claims.get(AuthenticationConstants.SERVICE_URL_CLAIM)) != _address(activity.service_url):
            raise TokenRefusedError("the token is for another service address")
        if activity.channel_id != TEAMS_CHANNEL:
            raise TokenRefusedError("the activity is of another channel")

    async def _claims(self, authorization: str) -> dict[str, Any]:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TokenRefusedError("there is no bearer token")
        try:
            said = jwt.decode(token, options={"verify_signature": False})
            if said.get("iss") != ISSUER or str(said.get("aud")).lower() != self._teams.app_id:
                raise TokenRefusedError("the token is of another issuer, or for another bot")
            async with asyncio.timeout(KEYS_PATIENCE):
                return (await self._validator.validate_token(token)).claims
        except (jwt.PyJWKClientConnectionError, TimeoutError):
            raise KeysUnavailableError("Microsoft's keys cannot be fetched from login.botframework.com.") from None
        except (jwt.PyJWTError, ValueError, KeyError) as error:
            raise TokenRefusedError(f"the token cannot be used ({type(error).__name__})") from None


def _address(url: object) -> str:
    return url.rstrip("/").casefold() if isinstance(url, str) else ""
