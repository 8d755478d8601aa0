"""The token that Signpost shows to the Bot Connector, from Microsoft's own library for signing in.

The SDK has a wrapper of its own round the same library; it waits without end for a login service that does not
answer, and holds up the event loop while it first looks for it. Here each wait has an end, in a thread of its own.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from microsoft_agents.hosting.core.authorization import AuthenticationConstants
from msal import ConfidentialClientApplication

from bot.deliveries.sender import RetryLaterError
from bot.settings import TeamsSettings

LOGIN = "https://login.microsoftonline.com"
PATIENCE = 10  # seconds for each request to the login service

_SCOPE = f"{AuthenticationConstants.AGENTS_SDK_SCOPE}/.default"


class AccessTokens:
    """Fetches the bot's token, and keeps it until shortly before it ends."""

    def __init__(self, teams: TeamsSettings, login: str = LOGIN) -> None:
        self._teams = teams
        self._authority = f"{login}/{teams.tenant_id}"
        self._application: ConfidentialClientApplication | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="teams-login")

    async def token(self) -> str:
        """A token that is good now; empty on trial, where none is asked for.

        :raises RetryLaterError: the login service does not answer or refuses the bot (a wrong or ended secret), or the
            certificate cannot be read.
        """
        if self._teams.local_connector:
            return ""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._acquire)

    def _acquire(self) -> str:
        try:
            self._application = self._application or self._sign_in()
            result = self._application.acquire_token_for_client(scopes=[_SCOPE])
        except (OSError, ValueError) as error:
            raise RetryLaterError(f"Signing in to Microsoft failed ({type(error).__name__})") from None
        token = result.get("access_token")
        if not isinstance(token, str):
            raise RetryLaterError(f"Microsoft's login refuses the bot ({_code(result)}): check its secret")
        return token

    def _sign_in(self) -> ConfidentialClientApplication:
        certificate = {"private_key_pfx_path": str(self._teams.certificate), "public_certificate": True}
        return ConfidentialClientApplication(
            self._teams.app_id,
            authority=self._authority,
            client_credential=certificate if self._teams.certificate else self._teams.secret,
            instance_discovery=False,  # Microsoft's own address needs no looking up
            timeout=PATIENCE,
        )


def _code(result: dict[str, object]) -> str:
    """Microsoft's number for the fault, such as AADSTS7000222 for a secret that has ended; its text names ids."""
    codes = result.get("error_codes")
    return f"AADSTS{codes[0]}" if isinstance(codes, list) and codes else str(result.get("error", "no reason"))[:40]
