"""Reading the data files: every cell is checked, every complaint names file, line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from dnfa.core.partial_dates import InvalidPartialDate, PartialDate
from dnfa.core.text import nfc

Choice = TypeVar("Choice", bound=models.TextChoices)

YES_NO = {"yes": True, "no": False}
# What a precision column says of a date that is not there.
UNDATED = frozenset({"unknown", "recurring", ""})


class DataError(Exception):
    """A data file cannot be loaded; the message says which file, line and column. Nothing is saved."""

    @classmethod
    def at(cls, file: str, line: int, message: str, *, column: str = "") -> DataError:
        """The error of one place in a file."""
        if column:
            place = _("%(file)s, dòng %(line)s, cột %(column)s")
        elif line:
            place = _("%(file)s, dòng %(line)s")
        else:
            place = "%(file)s"
        return cls(f"{place % {'file': file, 'line': line, 'column': column}}: {message}")


class Row:
    """One row of a data file. Each reader turns a cell into a value or raises `DataError`."""

    def __init__(self, file: str, line: int, cells: dict[str, str]) -> None:
        self.file = file
        self.line = line
        self.cells = cells

    def error(self, message: str, *, column: str = "") -> DataError:
        return DataError.at(self.file, self.line, message, column=column)

    def text(self, column: str) -> str:
        """The cell, trimmed; "" when empty."""
        return self.cells[column]

    def required(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not self.cells[column]:
            raise self.error(_("ô này không được để trống."), column=column)
        return self.cells[column]

    def many(self, column: str) -> list[str]:
        """The values of a cell that holds several, in order."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def yes(self, column: str) -> bool:
        if self.cells[column] not in YES_NO:
            raise self.error(_("phải là “yes” hoặc “no”."), column=column)
        return YES_NO[self.cells[column]]

    def choice(self, column: str, choices: type[Choice]) -> Choice:
        """The member of `choices` that the cell names."""
        try:
            return choices(self.required(column))
        except ValueError as error:
            raise self.error(
                _("“%(value)s” không có trong danh sách: %(list)s.")
                % {"value": self.cells[column], "list": ", ".join(choices.values)},
                column=column,
            ) from error

    def choice_or_none(self, column: str, choices: type[Choice]) -> Choice | None:
        return self.choice(column, choices) if self.cells[column] else None

    def partial(self, column: str, *, precision: str = "") -> PartialDate | None:
        """A date of any precision in ISO form; `precision` names the column that must say the same."""
        try:
            value = PartialDate.from_iso(self.cells[column]) if self.cells[column] else None
        except InvalidPartialDate as error:
            raise self.error(str(error), column=column) from error
        if precision:
            stated = self.cells[precision]
            agrees = stated in UNDATED if value is None else stated == value.precision.value
            if not agrees:
                raise self.error(
                    _("“%(stated)s” không khớp với ngày “%(value)s”.")
                    % {"stated": stated, "value": self.cells[column]},
                    column=precision,
                )
        return value

    def day(self, column: str) -> date | None:
        """A whole date."""
        value = self.partial(column)
        if value is not None and value.day is None:
            raise self.error(_("cần đủ ngày, tháng, năm."), column=column)
        return None if value is None else value.first_day()

    def required_day(self, column: str) -> date:
        self.required(column)
        value = self.day(column)
        assert value is not None  # the line above has seen a value  # noqa: S101
        return value

    def decimal(self, column: str) -> Decimal | None:
        """A plain decimal with a point, exactly as written."""
        if not self.cells[column]:
            return None
        try:
            value = Decimal(self.cells[column])
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise self.error(
                _("“%(value)s” không phải là số.") % {"value": self.cells[column]}, column=column
            )
        return value

    def integer(self, column: str) -> int | None:
        value = self.decimal(column)
        if value is None:
            return None
        if value != value.to_integral_value() or value < 0:
            raise self.error(_("cần một số nguyên không âm."), column=column)
        return int(value)


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read a CSV file (UTF-8, header, RFC 4180) that has exactly `columns`, in any order.

    Raises `DataError` for a missing file, a wrong encoding, header, quoting or number of cells.
    """
    file = f"data/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DataError.at(file, 0, _("không tìm thấy tệp.")) from error
    except UnicodeDecodeError as error:
        raise DataError.at(file, 0, _("tệp không phải là UTF-8.")) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        _check_header(file, header, columns)
        for cells in reader:
            if len(cells) != len(header):
                raise DataError.at(
                    file,
                    reader.line_num,
                    _("có %(found)s ô, cần %(expected)s ô.") % {"found": len(cells), "expected": len(header)},
                )
            values = {column: nfc(cell).strip() for column, cell in zip(header, cells, strict=True)}
            rows.append(Row(file, reader.line_num, values))
    except csv.Error as error:
        raise DataError.at(file, reader.line_num, _("dấu ngoặc kép không đúng cách viết CSV.")) from error
    return rows


def _check_header(file: str, header: list[str], columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    if missing:
        raise DataError.at(file, 1, _("thiếu cột này."), column=missing[0])
    if unknown or len(set(header)) != len(header):
        raise DataError.at(file, 1, _("cột lạ hoặc lặp lại."), column=(unknown or header)[-1])
