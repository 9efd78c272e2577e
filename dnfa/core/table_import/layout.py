"""Finding the table in a file: any sheet, its heading in the first 30 rows, columns in any order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from dnfa.core.sheets import Limits, ReadSheet, SheetError, SheetRow, read_sheets
from dnfa.core.sheets.marked import ADVICE_HEADING, RESULT_HEADING
from dnfa.core.table_import.kinds import SheetColumn, SheetKind, heading_of
from dnfa.core.table_import.periods import Period
from dnfa.core.table_import.readers import nearest
from dnfa.core.text import clean_line, fold, nfc

LIMITS = Limits(rows=100_000)
HEADER_WITHIN = 30
EXAMPLE_MARK = "Ví dụ"
NUMBER_HEADING = "STT"
_WORD_BREAKS = re.compile(r"[\W_]+")
_PASSED_OVER = {"", "tt", *map(heading_of, (NUMBER_HEADING, RESULT_HEADING, ADVICE_HEADING))}


@dataclass(frozen=True)
class UnknownHeading:
    """A heading that means no column of the kind, and the known one most like it (empty: none is)."""

    heading: str
    nearest: str = ""


@dataclass(frozen=True)
class Table:
    """The table of a file: where its heading stands, where each column is, its rows below.

    The two columns of a period stand in one place.
    """

    sheet: str
    header_row: int
    positions: dict[str, int]
    unknown: list[UnknownHeading] = field(default_factory=list)
    rows: list[SheetRow] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)


def read_table(kind: SheetKind, content: bytes) -> Table:
    """The table of a file of this kind. Raises `SheetError` when there is none, or required headings are missing."""
    by_heading = {heading: column for column in kind.columns for heading in column.headings()}
    by_period = {heading_of(words) for period in kind.periods for words in period.headings}
    best: tuple[int, ReadSheet, int] | None = None
    for sheet in read_sheets(content, limits=LIMITS):
        for index, row in enumerate(sheet.rows):
            if row.number > HEADER_WITHIN:
                break
            names = set(map(heading_of, row.texts))
            count = len({by_heading[name].key for name in names if name in by_heading}) + len(
                names & by_period
            )
            if count and (best is None or count > best[0]):
                best = (count, sheet, index)
    if best is None:
        raise _no_heading(kind)
    _count, sheet, index = best
    return _table(kind, by_heading, sheet, index)


def _table(kind: SheetKind, by_heading: dict[str, SheetColumn], sheet: ReadSheet, index: int) -> Table:
    header = sheet.rows[index]
    places: dict[str, list[int]] = defaultdict(list)
    unknown: list[tuple[int, str]] = []
    for position, words in enumerate(header.texts):
        column = by_heading.get(heading_of(words))
        if column is not None:
            places[column.key].append(position)
        elif heading_of(words) not in _PASSED_OVER:
            unknown.append((position, words))
    _hand_on(kind, header, places)
    twice = [str(column.label) for column in kind.columns if len(places.get(column.key, ())) > 1]
    positions = {key: found[0] for key, found in places.items()}
    periods, unknown = _placed(kind, unknown, positions)
    free = [str(column.label) for column in kind.columns if column.key not in positions]
    lines = [clean_line(words) for _position, words in unknown]
    named = [UnknownHeading(line, nearest(line, free)) for line in lines]
    _refuse_never_kept(kind, header)
    _refuse(kind, header, positions, named, twice)
    rows = [row for row in sheet.rows[index + 1 :] if _is_data(row, positions)]
    if not rows:
        raise SheetError("empty_table", _("Bảng có tiêu đề nhưng không có dòng nào bên dưới."))
    return Table(sheet.title, header.number, positions, named, rows, periods)


def _hand_on(kind: SheetKind, header: SheetRow, places: dict[str, list[int]]) -> None:
    """Give a heading whose column stands twice to the column that takes it then."""
    for key in [key for key, found in places.items() if len(found) > 1]:
        for position in places[key]:
            heading = heading_of(header.texts[position])
            taker = next(
                (
                    column.key
                    for column in kind.columns
                    if column.key not in places and heading in map(heading_of, column.spare)
                ),
                None,
            )
            if taker is not None:
                places[taker] = [position]
                places[key] = [place for place in places[key] if place != position]
                break


def _placed(
    kind: SheetKind, headings: Sequence[tuple[int, str]], positions: dict[str, int]
) -> tuple[list[Period], list[tuple[int, str]]]:
    """The periods among headings that mean no column, put into `positions`, and the headings left over."""
    periods: list[Period] = []
    left: list[tuple[int, str]] = []
    for position, words in headings:
        meant = [one for one in kind.periods if heading_of(words) in map(heading_of, one.headings)]
        free = [one for one in meant if one.first not in positions and one.last not in positions]
        for period in free:
            positions[period.first] = positions[period.last] = position
        periods += free
        left += [] if free else [(position, words)]
    return periods, left


def _refuse_never_kept(kind: SheetKind, header: SheetRow) -> None:
    """A batch keeps the file as sent, so a column that the register must not hold keeps the whole file out."""
    found = [
        clean_line(words)
        for words in header.texts
        if any(f" {never} " in f" {_WORD_BREAKS.sub(' ', fold(words))} " for never in kind.never_kept)
    ]
    if found:
        raise SheetError(
            "column_never_kept",
            _(
                "Cột %(columns)s không được giữ: sổ không lưu ngày sinh, giấy tờ tùy thân, địa chỉ, số điện thoại của "
                "cá nhân. Hãy bỏ cột đó rồi nhập lại; chưa lưu gì của bảng này."
            )
            % {"columns": _quoted(found)},
        )


def _refuse(
    kind: SheetKind,
    header: SheetRow,
    positions: dict[str, int],
    unknown: Sequence[UnknownHeading],
    twice: Sequence[str],
) -> None:
    if twice:
        raise SheetError(
            "column_twice",
            _("Dòng tiêu đề (dòng %(row)s) có hai cột: %(columns)s. Hãy bỏ bớt một cột.")
            % {"row": header.number, "columns": _quoted(twice)},
        )
    missing = [
        str(column.label) for column in kind.columns if column.required and column.key not in positions
    ]
    if not missing:
        return
    sentences = [
        _("Dòng tiêu đề (dòng %(row)s) thiếu cột: %(columns)s.")
        % {"row": header.number, "columns": _quoted(missing)}
    ]
    sentences += [heading_note(found) for found in unknown]
    raise SheetError("missing_columns", " ".join(sentences))


def heading_note(found: UnknownHeading) -> str:
    """What to tell of a heading nobody knows."""
    if found.nearest:
        return _("Cột “%(heading)s” không có trong mẫu; có phải là “%(near)s”?") % {
            "heading": found.heading,
            "near": found.nearest,
        }
    return _("Cột “%(heading)s” không có trong mẫu.") % {"heading": found.heading}


def _no_heading(kind: SheetKind) -> SheetError:
    required = [str(column.label) for column in kind.columns if column.required]
    return SheetError(
        "no_heading",
        _(
            "Không tìm thấy dòng tiêu đề: cần có các cột %(columns)s. Hãy tải bảng mẫu, hoặc chép cả dòng tiêu đề."
        )
        % {"columns": _quoted(required or [str(column.label) for column in kind.columns])},
    )


def _quoted(names: Sequence[str]) -> str:
    return "; ".join(f"“{name}”" for name in names)


def _is_data(row: SheetRow, positions: dict[str, int]) -> bool:
    """Not the example of the template, nor a line with nothing in a column of ours."""
    if any(
        fold(cell.text) == fold(EXAMPLE_MARK)
        for position, cell in enumerate(row.cells)
        if position not in positions.values()
    ):
        return False
    return any(row.cell(position).text.strip() for position in positions.values())


def cell_text(row: SheetRow, position: int) -> str:
    """What a cell says, composed; a real number of Excel with a decimal comma, as people write it here."""
    cell = row.cell(position)
    if cell.is_number and not cell.text.lstrip("-").isdigit():
        return format(Decimal(cell.text), "f").replace(".", ",")
    return nfc(cell.text).strip()
