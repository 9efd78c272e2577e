"""What a round asks when a matter is ticked: words, and the figures that come back every quarter under the same name.

The names are Vietnamese whatever language the officer reads: agencies read them, and the yearly report adds up what bears
the same name. Rooms above announce the headings of the report that agencies may be asked to write for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override

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
