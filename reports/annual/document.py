"""What a report is made of, free of any file format: sections, paragraphs, tables, annexes, and what the text claims.

Texts are Vietnamese and final: a writer draws them and never changes a word. Widths are shares of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from dnfa.core.numbers import format_money

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, its share of the table's width, how its cells stand."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """One row. A group row carries one cell that spans the table and is counted among the groups; a total stands for no record.

    The heading over what belongs to no group (localities without a country) is a group row that is not counted.
    """

    cells: tuple[str, ...]
    is_group: bool = False
    is_counted: bool = True
    is_total: bool = False


def numbered(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """Rows with their number before them, from 1."""
    return tuple(Row((str(number), *cells)) for number, cells in enumerate(rows, 1))


@dataclass(frozen=True)
class Listing:
    """Where the house lists what a table or a sum is made of, for the same day: on the screen and in the API."""

    page: str
    api: str


@dataclass(frozen=True)
class Table:
    """A table with a stable key. `empty` is what is printed instead when there are no rows, `note` stands below them.

    `size` is that of the letters on paper in points: a table of many columns is set smaller, so that numbers stay whole.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "Không có."
    note: str = ""
    size: float = 12
    listing: Listing | None = None

    @property
    def row_count(self) -> int:
        """Rows that stand for a record; headings of groups and totals are none."""
        return sum(1 for row in self.rows if not row.is_group and not row.is_total)

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its cells beside their columns, as a page draws them."""
        return [(row, list(zip(self.columns, row.cells, strict=False))) for row in self.rows]

    @property
    def group_count(self) -> int:
        return sum(1 for row in self.rows if row.is_group and row.is_counted)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; `kind` "item" is a line of an enumeration, "heading" a numbered sub-heading."""

    text: str
    kind: Literal["text", "item", "heading"] = "text"


Block = Paragraph | Table


@dataclass(frozen=True)
class Section:
    """A numbered section of the body."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Annex:
    """An annex on pages of its own; one title, one table or several with their own titles."""

    number: str
    title: str
    tables: tuple[Table, ...]
    landscape: bool = True
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """A number that a sentence states and the list that must bear it out."""

    sentence: str
    value: int
    table_key: str
    counts: Literal["rows", "groups"] = "rows"


@dataclass(frozen=True)
class FigureLine:
    """A figure as printed: value at the cut-off, unit, and the exact definition."""

    key: str
    label: str
    value: int
    unit: str
    definition: str


@dataclass(frozen=True)
class SumLine:
    """A sum of money as printed: one kind, one currency; `is_estimate` where a source gives a part of it as about, at least or at most."""

    key: str
    label: str
    value: Decimal
    currency: str
    is_estimate: bool
    definition: str
    listing: Listing

    @property
    def words(self) -> str:
        """The sum as a paper prints it: "ước 468.000.000 JPY"."""
        told = format_money(self.value, self.currency)
        return f"ước {told}" if self.is_estimate else told


@dataclass(frozen=True)
class RoundFigure:
    """A figure agencies were asked for in a round, added up over the answers taken by the cut-off; `without` gave none."""

    round: str
    period: tuple[date | None, date | None]
    label: str
    unit: str
    value: Decimal
    by_agency: tuple[tuple[str, Decimal], ...]
    nothing: tuple[str, ...]
    without: tuple[str, ...]
    api: str


@dataclass(frozen=True)
class MissingLine:
    """A round with the agencies whose answer was not taken by the cut-off."""

    round: str
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Letterhead:
    """The fixed parts of a report of the Department (Decree 30/2020/NĐ-CP, Annex I).

    Number, day and month stay blank: the records office gives them when the paper is issued.
    """

    parent_body: str = "UBND THÀNH PHỐ ĐÀ NẴNG"
    body: str = "SỞ NGOẠI VỤ"
    symbol: str = "Số:         /BC-SNgV"
    motto_upper: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto_lower: str = "Độc lập - Tự do - Hạnh phúc"
    place: str = "Đà Nẵng"
    type_name: str = "BÁO CÁO"
    addressee: str = "Kính gửi: Ủy ban nhân dân thành phố Đà Nẵng."
    signer: str = "GIÁM ĐỐC"
    recipients: tuple[str, ...] = ("- Như trên;", "- Lưu: VT.")


@dataclass(frozen=True)
class YearlyReport:
    """A whole report: everything the three files show."""

    year: int
    cutoff: date
    prepared_at: datetime
    subject: str
    basis: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: str
    annexes: tuple[Annex, ...]
    figures: tuple[FigureLine, ...]
    claims: tuple[Claim, ...]
    sums: tuple[SumLine, ...] = ()
    round_figures: tuple[RoundFigure, ...] = ()
    missing: tuple[MissingLine, ...] = ()
    letterhead: Letterhead = field(default_factory=Letterhead)

    @property
    def issued_line(self) -> str:
        """Place and date with room for day and month."""
        return f"{self.letterhead.place}, ngày        tháng        năm {self.cutoff.year}"

    @property
    def annex_reference(self) -> str:
        """The line under each annex's title that ties it to the report."""
        return f"(Kèm theo Báo cáo số         /BC-SNgV ngày        tháng        năm {self.cutoff.year} của Sở Ngoại vụ)"

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Every table with the number of its annex; tables of the body come first, with an empty number."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield "", block
        for annex in self.annexes:
            for table in annex.tables:
                yield annex.number, table

    def as_json(self) -> dict[str, Any]:
        """Figures with definitions, sums by currency, and the row count of every table (`figures.json`).

        `list` is the address in the API that lists what was counted or added up, where the house has one for it.
        """
        return {
            "year": self.year,
            "cutoff": self.cutoff.isoformat(),
            "prepared_at": self.prepared_at.isoformat(timespec="seconds"),
            "figures": [
                {
                    "key": line.key,
                    "label": line.label,
                    "value": line.value,
                    "unit": line.unit,
                    "as_of": self.cutoff.isoformat(),
                    "definition_vi": line.definition,
                }
                for line in self.figures
            ],
            "sums": [
                {
                    "key": line.key,
                    "label": line.label,
                    "value": str(line.value),
                    "currency": line.currency,
                    "is_estimate": line.is_estimate,
                    "definition_vi": line.definition,
                    "list": line.listing.api,
                }
                for line in self.sums
            ],
            **self._answers_as_json(),
            "tables": [
                {
                    "key": table.key,
                    "annex": number,
                    "title": table.title,
                    "rows": table.row_count,
                    "list": table.listing.api if table.listing else None,
                }
                for number, table in self.tables()
            ],
        }

    def _answers_as_json(self) -> dict[str, Any]:
        """What agencies told in rounds, figure by figure, and who told nothing."""
        return {
            "rounds": [
                {
                    "round": line.round,
                    "period": [day.isoformat() if day else None for day in line.period],
                    "label": line.label,
                    "value": str(line.value),
                    "unit": line.unit,
                    "by_agency": [
                        {"agency": agency, "value": str(figure)} for agency, figure in line.by_agency
                    ],
                    "nothing": list(line.nothing),
                    "without_answer": list(line.without),
                    "list": line.api,
                }
                for line in self.round_figures
            ],
            "missing_answers": [
                {"round": line.round, "agencies": list(line.agencies)} for line in self.missing
            ],
        }
