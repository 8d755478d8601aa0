from tests.approved_answers.desk import clauses, encoder, lead, policies, publish, write
from tests.channels.gateway_fixtures import ask, dialogue, gateway, impatient, post, quick_passwords

__all__ = [
    "ask",
    "clauses",
    "dialogue",
    "encoder",
    "gateway",
    "impatient",
    "lead",
    "policies",
    "post",
    "publish",
    "quick_passwords",
    "write",
]
