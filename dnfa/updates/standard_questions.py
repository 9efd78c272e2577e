"""What a round asks when a matter is ticked: words, and the figures that come back every quarter under the same name.

The names are Vietnamese whatever language the officer reads: agencies read them, and the yearly report adds up what bears
the same name. Rooms above announce the headings of the report that agencies may be asked to write for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import override

from dnfa.accounts.models import Agency
from dnfa.updates.enums import AskKind

# Matter: (what is counted, unit). Quarterly exchange on delegations, investment promotion, aid.
FIGURES: dict[str, tuple[tuple[str, str], ...]] = {
    AskKind.DELEGATIONS: (
        ("Số đoàn nước ngoài đã đón", "đoàn"),
        ("Số đoàn đã cử đi nước ngoài", "đoàn"),
        ("Số lượt người đi nước ngoài", "lượt người"),
    ),
    AskKind.INVESTMENT: (("Số hoạt động xúc tiến đầu tư, thương mại với nước ngoài", "hoạt động"),),
    AskKind.AID: (
        ("Số khoản viện trợ, dự án mới tiếp nhận", "khoản"),
        ("Giá trị giải ngân trong kỳ", "USD"),
    ),
}
_UNIT = re.compile(r"\s*\[([^\[\]]+)\]\s*$")
_headings: list[str] = []
NAMES = frozenset(title for figures in FIGURES.values() for title, _unit in figures)


@dataclass(frozen=True)
class Counted:
    """What the register itself holds of a figure, and the list that shows it."""

    value: Decimal
    href: str


class Counts(Protocol):
    """Counts what the register holds of an agency in a period, as known on a day."""

    def __call__(self, *, agency: Agency, first: date, last: date, today: date) -> Counted: ...


_counts: dict[str, Counts] = {}


def register_count(title: str, count: Counts) -> None:
    """Say what the register holds of a figure of `FIGURES`; from `AppConfig.ready()`. Raises `LookupError` for another name."""
    if title not in NAMES:
        raise LookupError(title)
    _counts[title] = count


def count_of(title: str, **scope: Any) -> Counted | None:
    """The register's own figure under this name; None where no room counts one."""
    count = _counts.get(title)
    return None if count is None else count(**scope)


def register_headings(headings: Iterable[str]) -> None:
    """Say for which headings of the yearly report agencies may be asked to write; from `AppConfig.ready()`."""
    _headings[:] = headings


def heading_choices() -> list[tuple[str, str]]:
    """The headings as choices of a form."""
    return [(heading, heading) for heading in _headings]


def questions_of(asks: Sequence[str], more: str, sections: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The matters that were ticked with their figures, text for each heading chosen, then one question a line.

    "[unit]" at the end of a line asks a figure. Chosen headings stand in place of the general question for the report.
    """
    left_out = {AskKind.OTHER.value} if more.strip() else set()
    left_out |= {AskKind.SECTION.value} if sections else set()
    told: list[dict[str, Any]] = []
    for kind in AskKind:
        if kind.value in asks and kind.value not in left_out:
            with override("vi"):
                told.append({"kind": kind.value, "title": str(kind.label)})
            told += [
                {"kind": kind.value, "title": title, "unit": unit} for title, unit in FIGURES.get(kind, ())
            ]
        if kind == AskKind.SECTION:
            told += [{"kind": kind.value, "title": heading} for heading in sections]
    return [*told, *_lines(more)]


def _lines(more: str) -> list[dict[str, Any]]:
    found = []
    for line in more.splitlines():
        if line.strip():
            unit = _UNIT.search(line)
            found.append(
                {
                    "kind": AskKind.OTHER.value,
                    "title": _UNIT.sub("", line).strip(),
                    "unit": unit.group(1).strip() if unit else "",
                }
            )
    return found
