from tests.channels.gateway_fixtures import quick_passwords
from tests.questions.people import forget_attempts

__all__ = ["forget_attempts", "quick_passwords"]
