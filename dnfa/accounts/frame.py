"""What the frame of every page says of the person, read together with the person's row: no query of its own.

Rooms above register a number under a name; `request.user` of a page then has it as an attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models.expressions import BaseExpression

_numbers: dict[str, Callable[[], BaseExpression]] = {}


def register_number(name: str, expression: Callable[[], BaseExpression]) -> None:
    """Let the signed-in person bring a number; `expression()` speaks of the user as the outer row."""
    _numbers[name] = expression


def numbers() -> dict[str, Any]:
    """The registered numbers as annotations of a queryset of users."""
    return {name: expression() for name, expression in _numbers.items()}
