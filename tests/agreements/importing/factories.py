"""The names a relations table is matched with, and tables written for a test."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from dnfa.accounts.models import Agency
from partners.models import Country, Partner, PartnerName

DATA = Path(__file__).resolve().parents[3] / "data"
TODAY = date(2023, 12, 26)
HEADINGS = [
    "Stt",
    "Cơ quan ký kết\n(UBND tỉnh/thành, HĐND tỉnh/thành, Tỉnh ủy/Thành ủy)",
    "Đối tác ký\n(Chính quyền tỉnh, thành phố ...)",
    "Nước đối tác",
    "Ngày ký, ngày hiệu lực",
    "Thời hạn hiệu lực",
    "Ghi chú",
]
CITY = "UBND thành phố Đà Nẵng"


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]


FEW = frozenset({"kr-daegu", "kr-seoul", "la-salavan"})


def load_names(only: frozenset[str] | None = None) -> None:
    """Countries, agencies and partners of the real register with all their names; nothing signed, no ties.

    `only` names the partners to load, and with them the countries and agencies that tests speak of.
    """
    rows = [row for row in _rows("countries.csv") if only is None or row["code"] in {"KR", "LA", "JP"}]
    for is_part in (False, True):
        Country.objects.bulk_create(
            Country(
                code=row["code"],
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                continent=row["continent"],
                aliases=_words(row["aliases"]),
                part_of_id=row["part_of"] or None,
            )
            for row in rows
            if bool(row["part_of"]) == is_part
        )
    Agency.objects.bulk_create(
        Agency(
            key=row["key"],
            name_vi=row["name_vi"],
            kind=row["kind"],
            abbreviations=_words(row["abbreviations"]),
        )
        for row in _rows("agencies.csv")
    )
    rows = [row for row in _rows("partners.csv") if only is None or row["key"] in only]
    partners = {
        row["key"]: Partner(
            key=row["key"],
            kind=row["kind"],
            level=row["level"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            name_native=row["name_native"],
            country_id=row["country_code"] or None,
        )
        for row in rows
    }
    Partner.objects.bulk_create(partners.values())
    children = [row for row in rows if row["parent_key"]]
    for row in children:
        partners[row["key"]].parent = partners[row["parent_key"]]
    Partner.objects.bulk_update([partners[row["key"]] for row in children], ["parent"])
    PartnerName.objects.bulk_create(
        PartnerName(partner=partners[row["key"]], name=name, kind=kind)
        for row in rows
        for column, kind in (("former_names", "former"), ("aliases", "alias"))
        for name in _words(row[column])
    )


def official(name: str = "relations_table.xlsx") -> bytes:
    """The official table of 48 rows."""
    return (DATA / name).read_bytes()


def line(
    stt: Any = 1, partner: Any = "Thành phố Daegu", country: Any = "Hàn Quốc", **cells: Any
) -> list[Any]:
    """One row of a table; `signing`, `term`, `note`, `signatory` by name."""
    return [
        stt,
        cells.get("signatory", CITY),
        partner,
        country,
        cells.get("signing", "2004"),
        cells.get("term", "Không có thời hạn"),
        cells.get("note"),
    ]


def workbook(
    *lines: list[Any], headings: list[Any] | None = None, before: list[list[Any]] | None = None
) -> bytes:
    """An .xlsx with a title, the headings and these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in before if before is not None else [["BẢNG THỐNG KÊ"], []]:
        sheet.append(row)
    sheet.append(headings or HEADINGS)
    for row in lines:
        sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table_csv(*lines: list[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(HEADINGS)
    writer.writerows(lines)
    return target.getvalue().encode(encoding)
