"""Rasa's check of what the action server replies, without checking Rasa's own schema anew at every turn.

``jsonschema.validate`` first validates the schema, which here is large and never changes: it took more time than
everything else in a turn. The reply itself is still checked against the same schema, and refused with the same error.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


@cache
def _validator() -> Draft202012Validator:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Stand in for ``RemoteAction._validate_action_result``: True, or the ValidationError that Rasa expects."""
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        raise error
    return True


def check_action_replies_once() -> None:
    """Have every action server's reply checked against the schema, and the schema itself once."""
    RemoteAction._validate_action_result = _validate_action_result
