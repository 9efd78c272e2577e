"""Buttons at the head of an agreement's page: each area of this room, and rooms above, bring their own.

A button is there when the person may do it and the paper's state allows it; leaders and focal points see none
of those that write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from agreements.models import Agreement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Test = Callable[[Agreement, Any], bool]


@dataclass(frozen=True)
class Action:
    """`url_name` is reversed with the agreement's key; `icon` is one of dnfa/core/icons.py."""

    label: StrOrPromise
    url_name: str
    test: Test
    order: int
    icon: str
    is_primary: bool


@dataclass(frozen=True)
class Button:
    """One button of one page."""

    label: StrOrPromise
    href: str
    icon: str
    is_primary: bool


_actions: dict[str, Action] = {}


def register_action(
    label: StrOrPromise,
    url_name: str,
    test: Test,
    *,
    order: int = 50,
    icon: str = "",
    is_primary: bool = False,
) -> None:
    """Add a button; called from `AppConfig.ready()`. A URL name registered twice replaces the first."""
    _actions[url_name] = Action(label, url_name, test, order, icon, is_primary)


def buttons(agreement: Agreement, user: Any) -> list[Button]:
    """The buttons this person sees on this paper's page, in order."""
    return [
        Button(action.label, reverse(action.url_name, args=[agreement.key]), action.icon, action.is_primary)
        for action in sorted(_actions.values(), key=lambda action: (action.order, action.url_name))
        if action.test(agreement, user)
    ]
