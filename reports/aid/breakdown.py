"""What the projects of a report come to by country or territory and by field.

Rows and sums are those of the tables of aid (agreements/aid_totals.py), of the projects that the first two annexes list, so that the
last row of each table is the last row of the annex.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from agreements.aid_rows import Scope, TotalRow, Totals
from agreements.aid_totals import DATED, totals
from agreements.enums import FundingKind, ProjectDirection
from agreements.models import Project
from reports.annual.aid import Side, Span
from reports.annual.amounts import row_amounts
from reports.annual.document import Column, Row, Table, numbered

Sides = Mapping[ProjectDirection, Side]
# What a table is by, and what its rows are, by the side told of.
_TABLES = (
    (ProjectDirection.RECEIVED, "country", "Tiếp nhận, theo quốc gia và vùng lãnh thổ của nhà tài trợ"),
    (ProjectDirection.RECEIVED, "field", "Tiếp nhận, theo lĩnh vực"),
    (ProjectDirection.GIVEN, "country", "Hỗ trợ bạn, theo quốc gia và vùng lãnh thổ của bên nhận"),
    (ProjectDirection.GIVEN, "field", "Hỗ trợ bạn, theo lĩnh vực"),
)
_NAMES = {"country": "Quốc gia và vùng lãnh thổ", "field": "Lĩnh vực"}
_LETTERS = 11
_NOTES = {
    "country": "Khoản của nhiều quốc gia và vùng lãnh thổ chia theo tỷ lệ đã ghi; phần không có tỷ lệ đứng ở dòng riêng.",
    "field": "Một dự án có thể đứng ở nhiều lĩnh vực; dòng cộng tính mỗi dự án một lần.",
}


def breakdowns(user: Any, sides: Sides, span: Span) -> tuple[Table, ...]:
    """Each side with money by country or territory and by field: what was promised and approved, what was disbursed in the period and so far."""
    listed = Project.objects.filter(pk__in=[one.pk for side in sides.values() for one in side.projects])
    so_far = Scope(user, span.cutoff, projects=listed, kinds=DATED)
    within = Scope(user, span.cutoff, span.first, span.last, listed, DATED)
    found = {by: (totals(so_far, by), totals(within, by)) for by in _NAMES}
    told = [one for one in _TABLES if found[one[1]][0][one[0]].rows]
    return tuple(
        _table(f"{letter}. {title}", way, by, *(tables[way] for tables in found[by]))
        for letter, (way, by, title) in zip("ABCD", told, strict=False)
    )


def _table(title: str, way: ProjectDirection, by: str, so_far: Totals, within: Totals) -> Table:
    columns = (
        Column("TT", 10, "center"),
        Column(_NAMES[by], 50),
        Column("Số dự án có tiền", 18, "right"),
        Column("Cam kết", 46, "right"),
        Column("Phê duyệt", 46, "right"),
        Column("Giải ngân trong kỳ", 46, "right"),
        Column("Giải ngân lũy kế", 46, "right"),
    )
    now = {tuple(row.query.items()): row for row in within.rows}
    rows = numbered(
        (row.label, *_cells(row, now.get(tuple(row.query.items()), TotalRow("")))) for row in so_far.rows
    )
    whole = Row(("", "Cộng", *_cells(so_far.whole, within.whole)), is_total=True)
    return Table(
        key=f"aid_{way}_by_{by}",
        title=title,
        columns=columns,
        rows=(*rows, whole),
        note=f"Mỗi loại tiền cộng riêng; giá trị theo nguồn không cộng vào đây. {_NOTES[by]}",
        size=_LETTERS,
    )


def _cells(so_far: TotalRow, now: TotalRow) -> Iterator[str]:
    yield str(so_far.projects)
    for kind in (FundingKind.COMMITTED, FundingKind.APPROVED):
        told, in_period = row_amounts(so_far, kind), row_amounts(now, kind)
        yield f"{told}\nTrong kỳ: {in_period}" if in_period else told
    yield row_amounts(now, FundingKind.DISBURSED)
    yield row_amounts(so_far, FundingKind.DISBURSED)
