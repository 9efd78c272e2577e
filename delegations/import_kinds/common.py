"""What the tables of this room share: records as they are seen, columns, rows without a key, lists that undo must know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change
from agreements.import_kinds.names import agencies_named, partners_named
from agreements.import_rules import can_import
from delegations.enums import CostSource, MeetingMode
from delegations.models.base import PlannedRecord
from delegations.states import first_day
from dnfa.core.errors import DomainError, InvalidInput
from dnfa.core.functions import ViFold
from dnfa.core.imports import ChangeLog
from dnfa.core.money import currency_code
from dnfa.core.table_import import (
    Period,
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    number,
    plain,
    slug,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import NOTE, Found
from dnfa.core.table_import.links import links_of, note_links
from dnfa.core.text import fold

LARGEST_COST = Decimal(10) ** 18 - 1  # what the column holds
# Words of headings. The register keeps of a person name, title and agency only (docs/delegations.md, "Ai xem tên").
NEVER_KEPT = (
    "ngay sinh", "nam sinh", "sinh ngay", "sinh nam", "noi sinh", "que quan", "ho chieu", "passport", "thi thuc", "visa",
    "cccd", "cmnd", "cmt", "can cuoc", "chung minh nhan dan", "chung minh thu", "dinh danh", "dia chi", "noi o",
    "thuong tru", "tam tru", "dien thoai", "sdt", "di dong", "email", "e mail", "thu dien tu", "birth", "dob",
    "id card", "identity card", "address", "phone", "mobile",
)  # fmt: skip

# A table of this room: who keeps the register brings it in, and a file with what must not be kept is refused whole.
RoomKind = partial(SheetKind, may_import=can_import, never_kept=NEVER_KEPT)

# Sheets of the Department tell both days in one cell.
HELD = Period("starts_on", "ends_on", ("Thời gian", "Thời gian thực hiện", "Thời gian hoạt động"))
PLANNED = Period("planned_starts_on", "planned_ends_on", ("Thời gian dự kiến", "Dự kiến thời gian"))


# --- columns --------------------------------------------------------------------------
def currency() -> Reader:
    """A currency by its code or its name; the value is the code of three letters."""
    return plain(currency_code, empty="", hint=gettext_lazy("Mã ba chữ cái: VND, USD, EUR."))


def key_column() -> SheetColumn:
    """The key by which an exported row is known."""
    return SheetColumn(
        "key",
        gettext_lazy("Khóa"),
        slug(max_length=120),
        help=gettext_lazy("Để trống khi thêm mới: hệ thống tự đặt. Không đổi được về sau."),
    )


def title_columns(*aliases: str, example: Any) -> tuple[SheetColumn, SheetColumn]:
    """What it is, in one sentence, in both languages."""
    return (
        SheetColumn(
            "title_vi",
            gettext_lazy("Nội dung"),
            text(max_length=500),
            required=True,
            aliases=aliases,
            example=example,
        ),
        SheetColumn(
            "title_en",
            gettext_lazy("Tên tiếng Anh"),
            text(max_length=500),
            aliases=("Nội dung bằng tiếng Anh",),
        ),
    )


def partners_column() -> SheetColumn:
    """The partners, by any name they bear."""
    return SheetColumn(
        "partners",
        gettext_lazy("Đối tác"),
        partners_named(many=True),
        aliases=("Đối tác nước ngoài", "Phía bạn"),
        example="jp-sakai",
    )


def lead_column(*aliases: str) -> SheetColumn:
    """The agencies that lead."""
    return SheetColumn(
        "lead_agencies",
        gettext_lazy("Cơ quan chủ trì"),
        agencies_named(many=True),
        aliases=("Chủ trì", "Đơn vị chủ trì", *aliases),
        example="so-ngoai-vu",
    )


def coordinating_column(*aliases: str) -> SheetColumn:
    """The agencies that take part."""
    return SheetColumn(
        "coordinating",
        gettext_lazy("Cơ quan phối hợp, nơi làm việc"),
        agencies_named(many=True),
        aliases=("Cơ quan phối hợp", "Phối hợp", "Nơi làm việc", *aliases),
    )


def persons_column(key: str, label: Any, *aliases: str, least: int = 1, most: int = 100_000) -> SheetColumn:
    """A number of people."""
    return SheetColumn(key, label, number(least=least, most=most), aliases=aliases, example="7")


def day_column(key: str, label: Any, *aliases: str, **more: Any) -> SheetColumn:
    """A day known as a day."""
    return SheetColumn(key, label, whole_date(), aliases=aliases, **more)


def mode_column() -> SheetColumn:
    """How people meet."""
    return SheetColumn("mode", gettext_lazy("Hình thức"), base.cleared_to("", choice(MeetingMode)))


def cost_columns() -> tuple[SheetColumn, ...]:
    """What it costs and who pays."""
    return (
        SheetColumn(
            "cost_amount",
            gettext_lazy("Kinh phí"),
            number(places=2, least=Decimal(0), most=LARGEST_COST),
            aliases=("Số tiền",),
            example="450.000.000",
        ),
        SheetColumn(
            "cost_currency", gettext_lazy("Loại tiền"), currency(), aliases=("Đơn vị tiền",), example="VND"
        ),
        SheetColumn(
            "cost_source",
            gettext_lazy("Nguồn kinh phí"),
            base.cleared_to("", choice(CostSource)),
            aliases=("Nguồn",),
        ),
        SheetColumn("cost_note", gettext_lazy("Ghi chú kinh phí"), text(max_length=300)),
    )


# --- the register ---------------------------------------------------------------------
def facts_of(record: Any, names: Sequence[str], lists: Sequence[str]) -> dict[str, Any]:
    """What the register says now in fields and lists, by column of the same name."""
    fields = {name: getattr(record, name) for name in names}
    return {**fields, **{name: list(getattr(record, name).all()) for name in lists}}


# --- the record of a row ------------------------------------------------------------------
def found_by_key(
    rows: Sequence[RowValues], records: QuerySet[Any], otherwise: Callable[[RowValues], Found]
) -> list[Found]:
    """The record of each row by its key; `otherwise` finds those of rows without one. One query."""
    unknown = _("Trong sổ không có bản ghi với khóa này; khi thêm mới hãy để trống.")
    return base.found_by_cell(rows, records, otherwise, column="key", field="key", unknown=unknown)


def with_words_of(records: QuerySet[Any], rows: Sequence[RowValues]) -> QuerySet[Any]:
    """Those that bear the words of one of the rows, marks and letter case aside."""
    return records.alias(words=ViFold("title_vi")).filter(words__in={title_of(row) for row in rows})


def with_a_partner_of(row: Mapping[str, Any], records: Sequence[Any]) -> list[Any]:
    """Those that share a partner with the row, or where one of the two names none."""
    asked = {partner.pk for partner in row.get("partners") or []}
    if not asked:
        return list(records)
    return [
        one for one in records if not (held := {partner.pk for partner in one.partners.all()}) or held & asked
    ]


def standing_twice(
    rows: Sequence[RowValues],
    records: Sequence[Any],
    name_of: Callable[[RowValues], tuple[Any, ...] | None],
) -> list[list[Problem]]:
    """New rows without partners that stand twice; the engine compares those with partners over the whole file."""

    def name_without_partners(row: RowValues) -> tuple[Any, ...] | None:
        return None if row.get("key") or row.get("partners") else name_of(row)

    return base.new_standing_twice(rows, records, "title_vi", name_without_partners)


def first_day_of(row: Mapping[str, Any]) -> date | None:
    """The first day of a row about something planned: the real one, else the planned one."""
    starts_on = row.get("starts_on")
    return starts_on.first_day() if starts_on else row.get("planned_starts_on")


def same_days(row: RowValues, record: PlannedRecord) -> bool:
    """Whether the row may be about that record: one planned first day, or one first day."""
    if row.get("planned_starts_on") and row["planned_starts_on"] == record.planned_starts_on:
        return True
    return first_day_of(row) == first_day(record)


def title_of(row: Mapping[str, Any]) -> str:
    """The words of a row, as two spellings of them share them."""
    return fold(row.get("title_vi") or "")


# --- the preview ------------------------------------------------------------------------
def not_told_twice(
    problems: Sequence[Problem], columns: Sequence[SheetColumn], row: RowValues, record: Any
) -> list[Problem]:
    """Without what the engine tells itself: cells that could not be read, required ones that a new row leaves empty."""
    required = {column.key for column in columns if column.required and record is None}
    return [
        problem
        for problem in problems
        if not base.is_unread(row, problem.column)
        and not (problem.column in required and not row.texts.get(problem.column))
    ]


def at_cells(wrong: Mapping[str, Sequence[Any]], columns: Sequence[SheetColumn]) -> list[Problem]:
    """What a check of a service says by field, each at the column of that name, else at the row."""
    keys = {column.key for column in columns}
    return [
        Problem(name if name in keys else "", str(sentence))
        for name, sentences in wrong.items()
        for sentence in sentences
    ]


def cost_problems(change: Change) -> list[Problem]:
    """A currency without an amount is not kept; that a sum needs one is told by the service's check."""
    told, row = change.told.get("cost_amount"), change.row
    if row.get("cost_currency") and told is None and not base.is_unread(row, "cost_amount"):
        return [Problem("cost_currency", _("Chưa ghi số tiền nên loại tiền không được giữ."), NOTE)]
    return []


# --- writing ----------------------------------------------------------------------------
@contextmanager
def told_at(column_of: Callable[[str], str]) -> Iterator[None]:
    """Say the fields of a service's refusal by the columns that gave them: `column_of(field)`."""
    try:
        yield
    except DomainError as error:
        renamed: dict[str, list[Any]] = defaultdict(list)
        for field, sentences in error.field_messages.items():
            renamed[column_of(field)] += sentences
        raise InvalidInput(error.code, error.message, renamed) from error


def noted(log: ChangeLog, record: Model, names: Sequence[str], before: Sequence[Model] = ()) -> None:
    """Tell the log which partners, agencies and countries a written record gained and lost: tables without a trail."""
    note_links(log, before, links_of(record, names))
