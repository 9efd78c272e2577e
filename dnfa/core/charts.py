"""Geometry of our small charts: numbers in, SVG coordinates out. Attributes only, as our CSP forbids inline styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dnfa.core.numbers import format_number

CHART_WIDTH = 640
CHART_HEIGHT = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 8, 18, 26
_MOST_LABELS = 14  # more labels than this on the x axis touch each other


@dataclass(frozen=True)
class Bar:
    """One row of a horizontal bar chart; `percent` is the length for SVG, of the longest bar."""

    label: Any
    value: str
    percent: str
    href: str | None


@dataclass(frozen=True)
class ChartColumn:
    """One column of a column chart, in the units of the view box."""

    label: Any
    value: str
    href: str | None
    x: str
    y: str
    width: str
    height: str
    middle: str
    value_y: str
    show_label: bool
    show_value: bool


@dataclass(frozen=True)
class Gridline:
    """A horizontal line with its value."""

    y: str
    text_y: str
    value: str


def _coordinate(number: float) -> str:
    """A coordinate for SVG: always with a point, whatever the page's language."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _number(row: Mapping[str, Any]) -> float:
    value = float(row["value"] or 0)
    if value < 0:
        message = f"a bar cannot show the negative value {value} of {row['label']!r}"
        raise ValueError(message)
    return value


def bars(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Lengths of horizontal bars. Rows are {label, value, href?}; raises `ValueError` for a negative value."""
    values = [_number(row) for row in rows]
    longest = max(values, default=0) or 1
    return [
        Bar(
            row["label"],
            format_number(row["value"] or 0),
            f"{_coordinate(value * 100 / longest)}%",
            row.get("href"),
        )
        for row, value in zip(rows, values, strict=True)
    ]


def scale_top(largest: float) -> int:
    """The top of the value axis: the first of 4, 8, 12, 20, 40, 80, 120 … that holds the largest value.

    All of them have a whole quarter, so that the axis counts in whole numbers.
    """
    power = 1
    while True:
        for step in (4, 8, 12):
            if largest <= step * power:
                return step * power
        if largest <= 20 * power:
            return 20 * power
        power *= 10


def columns(rows: Sequence[Mapping[str, Any]]) -> list[ChartColumn]:
    """Places of columns, left to right as given. Rows are {label, value, href?}; `ValueError` for a negative value."""
    values = [_number(row) for row in rows]
    top = scale_top(max(values, default=0))
    step = (CHART_WIDTH - _LEFT - _RIGHT) / max(len(rows), 1)
    room = CHART_HEIGHT - _TOP - _BOTTOM
    width = min(step * 0.68, 44)
    every = -(-len(rows) // _MOST_LABELS) if rows else 1
    placed = []
    for index, (row, value) in enumerate(zip(rows, values, strict=True)):
        height = room * value / top
        middle = _LEFT + step * (index + 0.5)
        placed.append(
            ChartColumn(
                label=row["label"],
                value=format_number(row["value"] or 0),
                href=row.get("href"),
                x=_coordinate(middle - width / 2),
                y=_coordinate(CHART_HEIGHT - _BOTTOM - height),
                width=_coordinate(width),
                height=_coordinate(height),
                middle=_coordinate(middle),
                value_y=_coordinate(CHART_HEIGHT - _BOTTOM - height - 4),
                show_label=(len(rows) - 1 - index) % every == 0,
                show_value=value > 0,
            )
        )
    return placed


def gridlines(rows: Sequence[Mapping[str, Any]]) -> list[Gridline]:
    """The lines of a quarter, a half, three quarters and the whole of the value axis, and its foot."""
    top = scale_top(max((_number(row) for row in rows), default=0))
    room = CHART_HEIGHT - _TOP - _BOTTOM
    lines = []
    for quarter in range(5):
        y = CHART_HEIGHT - _BOTTOM - room * quarter / 4
        lines.append(Gridline(_coordinate(y), _coordinate(y + 4), format_number(Decimal(top) * quarter / 4)))
    return lines
