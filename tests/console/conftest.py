from tests.channels.gateway_fixtures import ask, dialogue, gateway, impatient, post

__all__ = ["ask", "dialogue", "gateway", "impatient", "post"]
