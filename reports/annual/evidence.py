"""Where the sources differ: from each other, and from our own count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dnfa.core.models import Provenance
from reports.annual import words
from reports.annual.document import Column, Row, Table
from reports.annual.material import Material
from reports.models import PublishedCount

# A source is named by the first words of its title: "Quyết định 2887/QĐ-UBND", "Luận án tiến sĩ", "Báo Đà Nẵng".
_TITLE_GOES_ON = re.compile(r",| \(| ngày | về | của | do ")


def contradictions_table(material: Material) -> Table:
    """Facts of which sources say different things, with the value in use and the others."""
    columns = (
        Column("STT", 11, "center"),
        Column("Nội dung", 62),
        Column("Điểm khác nhau", 34),
        Column("Giá trị đang dùng", 62),
        Column("Nguồn khác ghi", 84),
    )
    rows = tuple(
        Row(
            (
                str(number),
                record_name(item.record),
                words.sentence_case(item.field),
                _said(item.used),
                _said(item.others),
            )
        )
        for number, item in enumerate(material.contradictions, 1)
    )
    return Table("contradictions", "C. Điểm các nguồn nói khác nhau", columns, rows, "Không có điểm nào.")


def record_name(record: Any) -> str:
    """What the record is, for a reader who does not know keys."""
    if isinstance(record, PublishedCount):
        return f"Số đã công bố, tính đến {words.partial(record.as_of) or 'ngày không rõ'}"
    return str(record)


def _said(rows: Iterable[Provenance]) -> str:
    return "\n".join(f"{row.value_as_printed} ({_where(row)})" for row in rows) or "Không rõ"


def _where(row: Provenance) -> str:
    short = _TITLE_GOES_ON.split(row.source.title, maxsplit=1)[0]
    return f"{short}, {row.locator}" if row.locator else short


def published_table(material: Material) -> Table:
    """Published totals beside our own count on the cut-off."""
    columns = (
        Column("Tính đến", 26, "center"),
        Column("Cách có số", 36),
        Column("Địa phương", 22, "right"),
        Column("Quốc gia và vùng lãnh thổ", 26, "right"),
        Column("Thỏa thuận", 22, "right"),
        Column("Ghi chú", 60),
    )
    rows = [
        Row(
            (
                words.partial(item.as_of),
                str(item.get_basis_display()),
                _number(item.localities),
                _number(item.countries_and_territories),
                _number(item.agreements),
                item.note,
            )
        )
        for item in material.published
    ]
    own = Row(
        (
            words.short_date(material.cutoff),
            "Sổ quan hệ đối ngoại",
            str(material.value("localities")),
            str(material.value("countries_and_territories")),
            str(material.value("agreements_signed")),
            "Thỏa thuận: số lần ký cấp thành phố; cách tính ở mục I.",
        )
    )
    return Table("published_counts", "Số đã công bố và số của sổ", columns, (*rows, own))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
