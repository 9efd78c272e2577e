"""The names a relations table is matched with, and tables written for a test."""

from __future__ import annotations

import csv
import io
from datetime import date
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


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]


def load_names() -> None:
    """Countries, agencies and partners of the real register with all their names; nothing signed, no ties."""
    continents = {"Châu Á": "asia", "Châu Âu": "europe", "Châu Mỹ": "americas", "Châu Úc": "oceania", "Châu Phi": "africa"}
    rows = _rows("countries.csv")
    for row in sorted(rows, key=lambda row: bool(row["part_of"])):
        Country.objects.create(
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            continent=continents.get(row["continent"], row["continent"]),
            aliases=_words(row["aliases"]),
            part_of_id=row["part_of"] or None,
        )
    Agency.objects.bulk_create(
        Agency(key=row["key"], name_vi=row["name_vi"], kind=row["kind"], abbreviations=_words(row["abbreviations"]))
        for row in _rows("agencies.csv")
    )
    rows = _rows("partners.csv")
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


def line(stt: Any = 1, partner: Any = "Thành phố Daegu", country: Any = "Hàn Quốc", **cells: Any) -> list[Any]:
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


def workbook(*lines: list[Any], headings: list[Any] | None = None, before: list[list[Any]] | None = None) -> bytes:
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
