from tests.channels.gateway_fixtures import quick_passwords

__all__ = ["quick_passwords"]
