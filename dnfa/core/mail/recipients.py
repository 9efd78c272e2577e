"""Who may still get mail at the moment it goes out. Accounts belong to a higher floor, which says its rule here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_tests: list[Callable[[Any], bool]] = [lambda person: person.is_active]


def register_test(test: Callable[[Any], bool]) -> None:
    """Say who gets mail besides being active; every test said must hold."""
    if test not in _tests:
        _tests.append(test)


def may_get_mail(person: Any) -> bool:
    """Whether mail may go to this person now."""
    return all(test(person) for test in _tests)
