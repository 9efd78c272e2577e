"""The URL table of docs/roles.md: every address and who may open it, written by a program."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import override

from dnfa.accounts.access import THIRD_PARTY_NAMESPACES, Door, doors

START = "<!-- access-table: bin/manage access_table --write -->"
END = "<!-- /access-table -->"
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
_CONVERTER = re.compile(r"<\w+:(\w+)>")


def address(door: Door) -> str:
    """The route as a person writes it: `/viec/<pk>/`."""
    return _CONVERTER.sub(r"<\1>", _GROUP.sub(r"<\1>", door.route)).replace("^", "").removesuffix("$")


def _folded(all_doors: Iterable[Door]) -> Iterable[Door]:
    """One row for a namespace of others (the admin), none for the second spelling with a format suffix."""
    seen: set[str] = set()
    for door in all_doors:
        namespace = door.name.partition(":")[0]
        if namespace in THIRD_PARTY_NAMESPACES:
            if namespace not in seen:
                seen.add(namespace)
                yield Door(f"{door.route}…", f"{namespace}:*", door.view, door.access)
        elif "format" not in door.route:
            yield door


def lines() -> list[str]:
    """The table in Markdown, Vietnamese whatever the language of the moment."""
    with override("vi"):
        rows = [
            f"| `{address(door)}` | `{door.name}` | {door.access.describe() if door.access else 'KHÔNG AI'} |"
            for door in _folded(doors())
        ]
    return ["| Địa chỉ | Tên | Ai mở được |", "|---|---|---|", *sorted(rows)]


def with_table(text: str) -> str:
    """The page with the table between the markers renewed. `ValueError` when a marker is missing."""
    head, start, rest = text.partition(START)
    _old, end, tail = rest.partition(END)
    if not start or not end:
        message = f"the page lacks {START} or {END}"
        raise ValueError(message)
    return "\n".join([f"{head}{START}", *lines(), f"{END}{tail}"])
