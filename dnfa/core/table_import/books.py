"""Workbooks that go out: the template of a kind, its records to edit and send back, the sheet as sent with its errors."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from dnfa.core.enums import ImportFate
from dnfa.core.exports import neutralise
from dnfa.core.models import ImportBatch, ImportRow
from dnfa.core.sheets import RowMark, mark_sheet
from dnfa.core.table_import.kinds import CLEARS, ERROR, SheetColumn, SheetKind
from dnfa.core.table_import.layout import EXAMPLE_MARK, NUMBER_HEADING, read_table

_MOST_CELL_CHARACTERS = 32_767  # the limit of the .xlsx format
_FORMULA_STARTS = ("=", "＝")  # as dnfa.core.sheets refuses them
_LAST_ROW = 5_000  # drop-downs and text format reach to here; below, cells can still be typed
_NARROW, _WIDE = 14, 48
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def template_book(kind: SheetKind) -> bytes:
    """An empty table of this kind: headings, one example row that is passed over, drop-downs, a guide. Always Vietnamese."""
    with override("vi"):
        example = [EXAMPLE_MARK, *(str(column.example) for column in kind.columns)]
        return _book(kind, [example], is_example=True)


def export_rows(kind: SheetKind, queryset: Iterable[Any], user: Any) -> bytes:
    """The records in the columns of this kind, ready to be edited and imported again. Always Vietnamese.

    `queryset` are records that `user` sees (`kind.exported(user)`); only those who may import get it. Formulas are
    neutralised. A text that an import would not take back (longer than a cell holds, or beginning with "=") is left
    empty, which is read as "leave as it is".
    """
    if user is not None and not kind.may_import(user):
        queryset = []
    with override("vi"):
        return _book(kind, _written(kind, queryset), is_example=False)


def _written(kind: SheetKind, records: Iterable[Any]) -> Iterable[Sequence[str]]:
    for number, record in enumerate(records, start=1):
        values: Mapping[str, Any] = kind.values_of(record)
        texts = (column.reader.written(values.get(column.key)) for column in kind.columns)
        yield [str(number), *(text if _comes_back(text) else "" for text in texts)]


def _comes_back(text: str) -> bool:
    """Whether an import reads the text as it stands: no cell holds more, and what begins like a formula is refused."""
    return len(text) < _MOST_CELL_CHARACTERS and not text.lstrip().startswith(_FORMULA_STARTS)


def _book(kind: SheetKind, rows: Iterable[Sequence[str]], *, is_example: bool) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        formats = _formats(book)
        sheet = book.add_worksheet(_("Dữ liệu"))
        guide = book.add_worksheet(_("Hướng dẫn"))
        lists = book.add_worksheet(_("Danh mục"))
        _write_head(sheet, kind, formats)
        last = 0
        for last, row in enumerate(rows, start=1):
            for position, text in enumerate(row):
                look = "example" if is_example else "text"
                sheet.write_string(last, position, neutralise(text), formats[look])
        _add_choices(sheet, lists, kind, first_row=2 if is_example else 1, last_row=max(last, _LAST_ROW))
        _write_guide(guide, kind, formats)
        sheet.autofilter(0, 0, max(last, 1), len(kind.columns))
        sheet.activate()
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "text_wrap": True, "num_format": "@"}
    head = {**cell, "border": 1, "bg_color": "#E5F0F8", "valign": "vcenter"}
    return {
        "text": book.add_format(cell),
        "example": book.add_format({**cell, "italic": True, "font_color": "#6B7280", "bg_color": "#F3F4F6"}),
        "head": book.add_format(head),
        "required": book.add_format({**head, "bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "strong": book.add_format({**cell, "bold": True}),
    }


def _write_head(sheet: Any, kind: SheetKind, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 8, formats["text"])
    sheet.write_string(0, 0, NUMBER_HEADING, formats["head"])
    for position, column in enumerate(kind.columns, start=1):
        sheet.set_column(position, position, _width(column), formats["text"])
        sheet.write_string(0, position, _heading(column), formats["required" if column.required else "head"])
        sheet.write_comment(0, position, str(column.help or column.reader.hint) or str(column.label))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _heading(column: SheetColumn) -> str:
    return f"{column.label} *" if column.required else str(column.label)


def _width(column: SheetColumn) -> int:
    longest = max(len(_heading(column)) + 4, len(str(column.example)) + 2)
    return max(_NARROW, min(_WIDE, longest))


def _add_choices(sheet: Any, lists: Any, kind: SheetKind, *, first_row: int, last_row: int) -> None:
    """Drop-downs from a hidden sheet: a list written into the cell itself may have 255 characters only."""
    used = 0
    for position, column in enumerate(kind.columns, start=1):
        choices = column.reader.choices() if column.reader.choices is not None else []
        if not choices:
            continue
        for row, choice in enumerate(choices):
            lists.write_string(row, used, neutralise(choice))
        letter = xlsxwriter.utility.xl_col_to_name(used)
        sheet.data_validation(
            first_row,
            position,
            last_row,
            position,
            {
                "validate": "list",
                "source": f"='{lists.get_name()}'!${letter}$1:${letter}${len(choices)}",
                "error_type": "warning",
                "error_title": _("Không có trong danh sách"),
                "error_message": _("Hãy chọn một giá trị trong danh sách."),
            },
        )
        used += 1
    lists.hide()


def _write_guide(guide: Any, kind: SheetKind, formats: dict[str, Any]) -> None:
    guide.set_column(0, 0, 28)
    guide.set_column(1, 1, 12)
    guide.set_column(2, 2, 70)
    guide.set_column(3, 3, 34)
    guide.write_string(0, 0, neutralise(str(kind.title)), formats["title"])
    row = 1
    for sentence in _rules():
        guide.merge_range(row, 0, row, 3, sentence, formats["text"])
        row += 1
    row += 1
    for position, words in enumerate((_("Tên cột"), _("Bắt buộc"), _("Cách ghi"), _("Ví dụ về cách ghi"))):
        guide.write_string(row, position, words, formats["required"])
    for column in kind.columns:
        row += 1
        how = " ".join(part for part in (str(column.help), str(column.reader.hint)) if part)
        if column.reader.choices is not None:
            how = f"{how} {'; '.join(column.reader.choices())}."
        required = _("Có") if column.required else _("Không")
        for position, words in enumerate((str(column.label), required, how, str(column.example))):
            guide.write_string(
                row, position, neutralise(words), formats["strong" if position == 0 else "text"]
            )


def _rules() -> list[str]:
    return [
        _("Mỗi dòng là một bản ghi. Thứ tự cột tùy ý; cột không có trong mẫu được bỏ qua."),
        _("Cột có dấu * phải có và phải điền khi thêm bản ghi mới."),
        _("Ô trống: bản ghi đã có được giữ nguyên. Ghi dấu “%(mark)s”: xóa giá trị đang có.")
        % {"mark": CLEARS},
        _("Ngày viết ngày/tháng/năm dạng chữ, ví dụ 05/03/2026. Không dùng công thức."),
        _("Dòng có chữ “%(mark)s” ở cột %(column)s được bỏ qua khi nhập.")
        % {"mark": EXAMPLE_MARK, "column": NUMBER_HEADING},
    ]


def marked_sheet(kind: SheetKind, batch: ImportBatch) -> bytes:
    """The sheet as sent, .xlsx, with the result of each row and what to mend; wrong cells red, noted ones yellow."""
    content = bytes(batch.content)
    table = read_table(kind, content)
    marks = {row.number: _mark(kind, row, table.positions) for row in batch.rows.all()}
    return mark_sheet(content, sheet=table.sheet, header_row=table.header_row, marks=marks)


def _mark(kind: SheetKind, row: ImportRow, positions: Mapping[str, int]) -> RowMark:
    wrong: set[int] = set()
    unclear: set[int] = set()
    advice = []
    for problem in row.problems:
        column = kind.column(problem["column"])
        if problem["column"] in positions:
            (wrong if problem["severity"] == ERROR else unclear).add(positions[problem["column"]])
        advice.append(f"{column.label}: {problem['message']}" if column else problem["message"])
    result = str(ImportFate(row.fate).label)
    return RowMark(result, "\n".join(advice), frozenset(wrong), frozenset(unclear - wrong))
