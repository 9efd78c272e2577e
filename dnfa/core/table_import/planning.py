"""What becomes of each row: understood, compared with the register and with the other rows. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.core.enums import ImportFate
from dnfa.core.imports import RowPreview
from dnfa.core.models import ImportRow
from dnfa.core.sheets import SheetRow, address
from dnfa.core.table_import.kinds import CLEARS, ERROR, Found, Problem, RowValues, SheetColumn, SheetKind
from dnfa.core.table_import.layout import Table, cell_text, read_table
from dnfa.core.table_import.periods import split_period
from dnfa.core.table_import.readers import ReadCell
from dnfa.core.text import clean_line

PORTION = 1_000  # rows compared at once: the number of queries grows with this, never with single rows
SHEET = "sheet"


@dataclass
class PlannedRow:
    """One row with its meaning. `differences` are {"column", "before", "after"} in the words of a sheet."""

    values: RowValues
    cells: list[str]
    record: models.Model | None = None
    problems: list[Problem] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.values.number

    @property
    def fate(self) -> ImportFate:
        """What a commit does with the row."""
        if any(problem.severity == ERROR for problem in self.problems):
            return ImportFate.WRONG
        if self.record is None:
            return ImportFate.NEW
        return ImportFate.CHANGED if self.differences else ImportFate.UNCHANGED


@dataclass
class Plan:
    """All rows of a table against the register as it is now."""

    kind: SheetKind
    table: Table
    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(row.fate == ImportFate.WRONG for row in self.rows)

    @property
    def written(self) -> list[PlannedRow]:
        """The rows a commit writes."""
        return [row for row in self.rows if row.fate in {ImportFate.NEW, ImportFate.CHANGED}]

    def previews(self) -> Iterable[RowPreview]:
        """The rows as a batch keeps them; the first also keeps what was said of the heading."""
        for index, row in enumerate(self.rows):
            parsed = _parsed(row)
            if index == 0:
                parsed[SHEET] = {
                    "title": self.table.sheet,
                    "header_row": self.table.header_row,
                    "unknown": [[found.heading, found.nearest] for found in self.table.unknown],
                }
            problems = [problem.as_json() for problem in row.problems]
            yield RowPreview(row.number, row.cells, parsed, problems, row.fate)


def _parsed(row: PlannedRow) -> dict[str, Any]:
    address_of = getattr(row.record, "get_absolute_url", None)
    return {
        "record": row.record.pk if row.record is not None else None,
        "name": str(row.record) if row.record is not None else "",
        "href": address_of() if address_of is not None else "",
        "values": row.shown,
        "differences": row.differences,
    }


def seen(row: RowPreview | ImportRow) -> tuple[Any, ...]:
    """What the officer agreed to: which row, which record, what becomes of it."""
    return row.number, str(row.fate), row.parsed["record"], row.parsed["values"], row.parsed["differences"]


def plan_table(
    kind: SheetKind,
    content: bytes,
    *,
    user: Any,
    today: date,
    tick: Callable[[int, int], None] | None = None,
) -> Plan:
    """Read a file and compare it with the register, in portions; `tick(done, total)` after each.

    Raises `SheetError` when the file cannot be read as this kind of table. Sentences are in the language of the moment,
    values always in Vietnamese.
    """
    plan = Plan(kind, read_table(kind, content))
    known: dict[Hashable, PlannedRow] = {}
    total = len(plan.table.rows)
    for start in range(0, total, PORTION):
        rows = _understood(kind, plan.table, plan.table.rows[start : start + PORTION], user)
        _compare(kind, rows, user=user, today=today)
        for row in rows:
            _note_twice(kind, row, known)
        plan.rows += rows
        if tick is not None:
            tick(len(plan.rows), total)
    return plan


def _understood(kind: SheetKind, table: Table, portion: Sequence[SheetRow], user: Any) -> list[PlannedRow]:
    texts = [_texts(table, row) for row in portion]
    columns = [column for column in kind.columns if column.key in table.positions]
    reads = {
        column.key: column.reader.bind(
            [said[column.key] for said in texts if said[column.key] not in ("", CLEARS)], user
        )
        for column in columns
    }
    return [
        _understood_row(columns, reads, row, said, table) for row, said in zip(portion, texts, strict=True)
    ]


def _texts(table: Table, row: SheetRow) -> dict[str, str]:
    """What the cells of a row say, by column; a period is two columns."""
    texts = {key: cell_text(row, position) for key, position in table.positions.items()}
    for period in table.periods:
        said = texts[period.first]
        texts[period.first], texts[period.last] = (said, said) if said == CLEARS else split_period(said)
    return texts


def _understood_row(
    columns: Sequence[SheetColumn],
    reads: dict[str, ReadCell],
    row: SheetRow,
    texts: dict[str, str],
    table: Table,
) -> PlannedRow:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        typed = texts[column.key]
        refusal = _refusal(row, table.positions[column.key])
        if not refusal and typed == CLEARS:
            refusal = _("Cột bắt buộc, không xóa trống được.") if column.required else ""
            if not refusal:
                values[column.key] = column.reader.empty
        elif not refusal and typed:
            try:
                values[column.key] = reads[column.key](typed)
            except ValidationError as error:
                refusal = " ".join(error.messages)
            except ValueError as error:
                refusal = str(error)
        if refusal:
            problems.append(Problem(column.key, refusal))
    return PlannedRow(RowValues(row.number, values, texts), row.texts, problems=problems)


def _refusal(row: SheetRow, position: int) -> str:
    cell = row.cell(position)
    if cell.is_formula:
        return _("Ô %(cell)s là công thức: hãy dán lại dưới dạng giá trị.") % {
            "cell": address(position, row.number)
        }
    if cell.is_error:
        return _("Ô %(cell)s báo lỗi của Excel (%(text)s): hãy ghi giá trị.") % {
            "cell": address(position, row.number),
            "text": cell.text,
        }
    return ""


def _compare(kind: SheetKind, rows: list[PlannedRow], *, user: Any, today: date) -> None:
    """Find the record of each row, what differs, and what the kind says against it."""
    values = [row.values for row in rows]
    found: Sequence[Found] = kind.find(values, user)
    for row, match in zip(rows, found, strict=True):
        if isinstance(match, Problem):
            row.problems.append(match)
        else:
            row.record = match
    records = [row.record for row in rows]
    for row, more in zip(
        rows, kind.check_all(values, records, user=user, today=today) or [[]] * len(rows), strict=True
    ):
        row.problems += more
        row.problems += kind.check(row.values, row.record, user=user, today=today)
        _note_missing(kind, row)
        with override("vi"):
            _note_differences(kind, row)


def _note_missing(kind: SheetKind, row: PlannedRow) -> None:
    """A new record needs its required cells; one that could not be read is told already."""
    if row.record is not None:
        return
    told = {problem.column for problem in row.problems}
    row.problems += [
        Problem(column.key, _("Thiếu: cột này bắt buộc khi thêm mới."))
        for column in kind.columns
        if column.required and not row.values.texts.get(column.key) and column.key not in told
    ]


def _note_differences(kind: SheetKind, row: PlannedRow) -> None:
    current = kind.values_of(row.record) if row.record is not None else {}
    for column in kind.columns:
        if column.key not in row.values:
            typed = row.values.texts.get(column.key, "")
            row.shown |= {column.key: typed} if typed else {}
            continue
        reader, after = column.reader, row.values[column.key]
        row.shown[column.key] = reader.shown(after)
        if row.record is not None and reader.written(current.get(column.key)) != reader.written(after):
            before = reader.shown(current.get(column.key))
            row.differences.append({"column": column.key, "before": before, "after": reader.shown(after)})


def _note_twice(kind: SheetKind, row: PlannedRow, known: dict[Hashable, PlannedRow]) -> None:
    """Two rows of one record would overwrite one another: both are wrong, once."""
    identities: list[Hashable] = [("record", row.record.pk)] if row.record is not None else []
    identities += kind.identities(row.values)
    others = {known[identity].number: known[identity] for identity in identities if identity in known}
    for other in others.values():
        for mine, theirs in ((row, other), (other, row)):
            sentence = _("Trùng với dòng %(row)s của bảng: mỗi bản ghi chỉ ghi một dòng.") % {
                "row": theirs.number
            }
            mine.problems.append(Problem(_first_column(kind, row), clean_line(sentence)))
    for identity in identities:
        known.setdefault(identity, row)


def _first_column(kind: SheetKind, row: PlannedRow) -> str:
    """Where to colour two rows that mean one record: the first column they are known by."""
    keys = [key for columns in kind.identified_by for key in columns if row.values.get(key)]
    return keys[0] if keys else ""
