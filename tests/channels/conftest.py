from tests.channels.gateway_fixtures import ask, dialogue, gateway, impatient, patient, post

__all__ = ["ask", "dialogue", "gateway", "impatient", "patient", "post"]
