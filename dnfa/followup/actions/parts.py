"""What rooms above add to the page of a thing to do: the facts it comes from, by its origin.

A commitment brings its clause and target, a decision of a review its meeting. Registered in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dnfa.followup.models import Action

# Gives the template's context, or None when there is nothing to say to this person.
Build = Callable[[Action, Any, date], "dict[str, Any] | None"]


@dataclass(frozen=True)
class ActionPart:
    """`build(action, user, today)` reads what `user` may see, in constant queries; the template finds it as `part`."""

    origin: str
    template: str
    build: Build


@dataclass(frozen=True)
class BuiltPart:
    """A part of one page, ready to draw."""

    template: str
    context: dict[str, Any]


_parts: dict[str, ActionPart] = {}


def register_part(part: ActionPart) -> None:
    """Add the part of one origin; a second one of the same origin replaces the first."""
    _parts[part.origin] = part


def build_part(action: Action, user: Any, today: date) -> BuiltPart | None:
    """The part of this action, None when its origin has none or it has nothing to say."""
    part = _parts.get(action.origin)
    context = part.build(action, user, today) if part else None
    return BuiltPart(part.template, context) if part and context is not None else None
