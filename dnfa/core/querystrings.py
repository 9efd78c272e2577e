"""Addresses that keep what the reader already chose."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def replaced(query: QueryDict, **changes: Any) -> str:
    """`query` with parameters replaced (a list gives several values), removed (None or ""), as "?a=1&b=2".

    Whatever changes, the page number goes unless it is the change: another filter or order starts at page 1.
    An empty query gives "?" , the address of the page itself without parameters.
    """
    copy = query.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            copy.pop(name, None)
        else:
            copy.setlist(name, _texts(value))
    return f"?{copy.urlencode()}"


def without_value(query: QueryDict, name: str, value: str | None = None) -> str:
    """`query` without one value of a parameter (or, with None, without all its values), back on page 1."""
    kept = [] if value is None else [item for item in query.getlist(name) if item != value]
    return replaced(query, **{name: kept or None})
