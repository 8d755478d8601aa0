"""Which addresses Signpost speaks to as Teams: Microsoft's, or on trial the connector of this machine."""

from __future__ import annotations

from urllib.parse import urlsplit

from microsoft_agents.hosting.core.security import OutboundHostValidator

from bot.settings import TeamsSettings

# Where Teams has its Bot Connector for every region of the public cloud; the path names the region.
TEAMS_HOSTS = ("smba.trafficmanager.net",)


def service_hosts(teams: TeamsSettings) -> OutboundHostValidator:
    """The SDK's own guard: https, these hosts, and no address of the school's network behind their names."""
    return OutboundHostValidator(
        list(TEAMS_HOSTS), enabled=not teams.local_connector, include_default_microsoft_hosts=False
    )


def is_teams_service(service_url: str, teams: TeamsSettings, hosts: OutboundHostValidator) -> bool:
    """Whether an activity's ``serviceUrl`` is an address that may be answered to."""
    if teams.local_connector:
        return urlsplit(service_url)[:2] == urlsplit(teams.local_connector)[:2]
    return hosts.is_allowed(service_url)
