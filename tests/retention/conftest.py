from tests.channels.gateway_fixtures import ask, dialogue, gateway, post, quick_passwords
from tests.questions.people import forget_attempts

__all__ = ["ask", "dialogue", "forget_attempts", "gateway", "post", "quick_passwords"]
