"""What the tables of this room share: papers as they are seen, what differs, refusals at their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agreements.models import Agreement
from dnfa.core.errors import DomainError, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.table_import import (
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    keys_of,
    plain,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import clean_line, fold
from dnfa.followup.actions import is_over
from dnfa.followup.models import Action

# Stands in the history of a record, so it is Vietnamese for every reader.
IMPORT_REASON = "Nhập bảng"
LONGEST_DIGITS = len(str(2**31))


def seen(model: type[Any]) -> Callable[[Any], QuerySet[Any]]:
    """What a table may speak of: what the person sees; all of it for the command line."""

    def records(user: Any) -> QuerySet[Any]:
        every: QuerySet[Any] = model._default_manager.all()
        return every if user is None else model._default_manager.visible_to(user)

    return records


def papers_seen(user: Any) -> QuerySet[Agreement]:
    """The papers a table may speak of, signed or not."""
    return seen(Agreement)(user)


def writer(user: Any) -> Any:
    """The person in whose name a table is written; nothing is written without a name. Raises `NotAllowed`."""
    if user is None:
        raise NotAllowed(
            "import_needs_person",
            gettext_lazy("Bảng này phải có người đứng tên: hãy nêu tên đăng nhập (--user)."),
        )
    return user


# --- columns ----------------------------------------------------------------------
def paper_column(**more: Any) -> SheetColumn:
    """The paper that a row speaks of, by key or name."""
    return SheetColumn(
        "agreement",
        gettext_lazy("Văn bản"),
        keys_of("agreements.Agreement", name="title_vi", queryset=papers_seen),
        required=True,
        aliases=("Thỏa thuận", "Khóa văn bản"),
        help=gettext_lazy("Khóa của văn bản (xem bảng thỏa thuận) hoặc tên đúng như trong sổ."),
        example="doi-tac-vi-du-2024",
        **more,
    )


def agency_columns() -> tuple[SheetColumn, SheetColumn]:
    """The agency that leads, and those that coordinate."""
    return (
        SheetColumn(
            "lead_agency", gettext_lazy("Chủ trì"), keys_of("accounts.Agency"), aliases=("Cơ quan chủ trì",)
        ),
        SheetColumn(
            "coordinating",
            gettext_lazy("Phối hợp"),
            keys_of("accounts.Agency", many=True),
            aliases=("Cơ quan phối hợp",),
        ),
    )


def cleared_to(value: Any, reader: Reader) -> Reader:
    """The same reader, with another value left behind by "-"."""
    return Reader(
        bind=reader.bind,
        write=reader.write,
        show=reader.show,
        empty=value,
        choices=reader.choices,
        hint=reader.hint,
    )


def record_number() -> Reader:
    """The number of a record in the register, as exports write it."""

    def read(typed: str) -> int:
        tidied = clean_line(typed)
        if not (tidied.isascii() and tidied.isdigit()) or len(tidied) > LONGEST_DIGITS:
            raise ValueError(_("Mã do hệ thống cho; khi thêm mới hãy để trống."))
        return int(tidied)

    return plain(read, hint=gettext_lazy("Số do hệ thống cho."))


def number_column(label: Any, **more: Any) -> SheetColumn:
    """The column of the register's own number: by it an exported row is known whatever else is changed in it."""
    return SheetColumn(
        "id",
        label,
        record_number(),
        help=gettext_lazy("Để trống khi thêm mới. Bảng xuất ra có sẵn mã để sửa."),
        **more,
    )


def numbered(records: Callable[[Any], QuerySet[Any]], *, name: str = "") -> Reader:
    """A record by its number ("12", or "12: name" as exports write it), or by the field `name` where one is given.

    `records(user)` are those the person sees. Two queries for a portion, however many rows.
    """

    def bind(texts: Sequence[str], user: Any) -> Callable[[str], Any]:
        typed = {clean_line(one) for one in texts}
        seen = records(user)
        by_number = {found.pk: found for found in seen.filter(pk__in={_leading_number(one) for one in typed})}
        by_name: dict[str, list[Any]] = {}
        if name and typed:
            asked = Q()
            for one in typed:
                asked |= Q(**{f"{name}__iexact": one})
            for found in seen.filter(asked):
                by_name.setdefault(fold(getattr(found, name)), []).append(found)

        def read(said: str) -> Any:
            tidied = clean_line(said)
            same = by_name.get(fold(tidied), [])
            if len(same) > 1:
                numbers = ", ".join(str(number) for number in sorted(found.pk for found in same))
                raise ValueError(
                    _("Có %(count)s bản ghi tên “%(name)s”: hãy ghi mã (%(numbers)s).")
                    % {"count": len(same), "name": tidied, "numbers": numbers}
                )
            found = same[0] if same else by_number.get(_leading_number(tidied))
            if found is None:
                raise ValueError(_("Trong sổ không có “%(name)s”: hãy ghi đúng mã.") % {"name": tidied})
            return found

        return read

    return Reader(
        bind=bind,
        write=lambda record: f"{record.pk}: {clean_line(str(record))}",
        show=str,
        hint=gettext_lazy("Mã hoặc tên đúng như trong sổ.")
        if name
        else gettext_lazy("Mã như bảng xuất ra ghi."),
    )


def _leading_number(typed: str) -> int:
    """The number before the colon; 0, which no record has, when there is none."""
    digits = typed.partition(":")[0].strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < LONGEST_DIGITS
    return int(digits) if is_number else 0


def said_yes() -> Reader:
    """A word to the import itself ("Có"): it is no fact of the record, so it never differs and is never exported."""

    def read(typed: str) -> bool:
        if clean_line(typed).lower() not in {"có", "co", "x", "yes"}:
            raise ValueError(_("Hãy ghi Có, hoặc để trống."))
        return True

    return plain(
        read, write=lambda _value: "", show=lambda _value: _("Có"), empty=False, choices=lambda: [_("Có")]
    )


# --- what a row changes -------------------------------------------------------------
def differing(
    columns: Sequence[SheetColumn], row: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Any]:
    """The values of a row that are written otherwise than the register's: what the preview calls a difference."""
    with override("vi"):
        return {
            column.key: row[column.key]
            for column in columns
            if column.key in row
            and column.reader.written(current.get(column.key)) != column.reader.written(row[column.key])
        }


# --- refusals ------------------------------------------------------------------------
def refusals(columns: Sequence[SheetColumn], *checks: Callable[[], None]) -> list[Problem]:
    """Run checks that refuse by raising `DomainError`, and give their sentences, each at the cell it names."""
    keys = {column.key for column in columns}
    problems: dict[tuple[str, str], Problem] = {}
    for check in checks:
        try:
            check()
        except DomainError as error:
            fields = error.fields or {"": [str(error)]}
            for name, sentences in fields.items():
                for sentence in sentences:
                    cell = name if name in keys else ""
                    problems.setdefault((cell, sentence), Problem(cell, sentence))
    return list(problems.values())


def secrets(columns: Sequence[SheetColumn], given: Mapping[str, Any], names: Iterable[str]) -> list[Problem]:
    """Marks of state secrecy in the texts that a row gives."""
    texts = {name: given[name] for name in names if given.get(name)}
    return refusals(columns, lambda: refuse_secret(**texts))


def days_to_come(given: Mapping[str, Any], names: Iterable[str], today: date) -> list[Problem]:
    """Days that tell of what happened and have not come yet."""
    return [
        Problem(name, _("Ngày này chưa tới.")) for name in names if given.get(name) and given[name] > today
    ]


def standing_fast(given: Mapping[str, Any], sentences: Mapping[str, str]) -> list[Problem]:
    """What a table cannot change, with the sentence for each column that differs."""
    return [Problem(name, sentence) for name, sentence in sentences.items() if name in given]


def over_problems(action: Action) -> list[Problem]:
    """What is done or given up is changed by its own page only."""
    if not is_over(action):
        return []
    return [Problem("", _("Việc này đã ghi xong hoặc thôi làm. Hãy mở lại trước khi sửa hoặc ghi thêm."))]


def coordinating_problems(told: Mapping[str, Any]) -> list[Problem]:
    """The agency that leads does not coordinate too; `told` is the record as the row leaves it."""
    lead = told.get("lead_agency")
    if lead is None or lead not in (told.get("coordinating") or []):
        return []
    return [Problem("coordinating", _("Cơ quan chủ trì không đồng thời là cơ quan phối hợp."))]


def is_unread(row: RowValues, name: str) -> bool:
    """Whether a cell says something that could not be read: that is told already."""
    return bool(row.texts.get(name)) and name not in row


@contextmanager
def fields_named(names: Mapping[str, str], codes: Mapping[str, str] | None = None) -> Iterator[None]:
    """Say the fields of a service's refusal by the names of the columns that gave them.

    `codes` are refusals that name no field, and the column each belongs to.
    """
    try:
        yield
    except DomainError as error:
        renamed = {names.get(name, name): texts for name, texts in error.field_messages.items()}
        if not renamed and codes and error.code in codes:
            renamed = {codes[error.code]: [error.message]}
        if renamed == error.field_messages:
            raise
        raise InvalidInput(error.code, error.message, renamed) from error


# --- the record of a row ---------------------------------------------------------------
def grouped(records: Iterable[Any], name_of: Callable[[Any], Hashable]) -> dict[Hashable, list[Any]]:
    """The records by what each goes by, in their order."""
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for record in records:
        groups[name_of(record)].append(record)
    return dict(groups)


def papers_without_number(rows: Iterable[RowValues]) -> set[int]:
    """The papers of the rows whose record is not told by its number."""
    return {row["agreement"].pk for row in rows if row.get("agreement") and not row.get("id")}


def papers_of(rows: Sequence[RowValues], records: Sequence[Any]) -> list[Agreement | None]:
    """The paper each row belongs to: that of its record, else the one it names."""
    return [
        record.agreement if record is not None else row.get("agreement")
        for row, record in zip(rows, records, strict=True)
    ]


def only(found: Sequence[Any], column: str) -> Found:
    """The one record that answers, None when none does; a `Problem` at the column when several do."""
    if len(found) > 1:
        sentence = _("Trong sổ có %(count)s bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")
        return Problem(column, sentence % {"count": len(found)})
    return found[0] if found else None


def found_by_number(
    rows: Sequence[RowValues],
    records: QuerySet[Any],
    unknown: str,
    otherwise: Callable[[RowValues], Found],
) -> list[Found]:
    """The record of each row by the number in its column `id`; as `found_by_cell`."""
    return found_by_cell(rows, records, otherwise, column="id", field="pk", unknown=unknown)


def found_by_cell(
    rows: Sequence[RowValues],
    records: QuerySet[Any],
    otherwise: Callable[[RowValues], Found],
    *,
    column: str,
    field: str,
    unknown: str,
) -> list[Found]:
    """The record of each row by its `field` in a column; `otherwise` finds those of rows that leave the column empty.

    `unknown` is the sentence for what the person does not see. One query.
    """
    asked = {row[column] for row in rows if row.get(column)}
    found = records.filter(**{f"{field}__in": asked}) if asked else ()
    known = {getattr(record, field): record for record in found}
    return [
        (known.get(row[column]) or Problem(column, unknown)) if row.get(column) else otherwise(row)
        for row in rows
    ]


def standing_twice(
    names: Sequence[Hashable | None], rows: Sequence[RowValues], column: str
) -> list[list[Problem]]:
    """For each row what is wrong when a row before it goes by the same name; None goes by none."""
    first: dict[Hashable, int] = {}
    problems: list[list[Problem]] = []
    for name, row in zip(names, rows, strict=True):
        problems.append([])
        if name is None:
            continue
        if first.setdefault(name, row.number) != row.number:
            sentence = _("Trùng với dòng %(row)s của bảng: mỗi bản ghi chỉ ghi một dòng.")
            problems[-1].append(Problem(column, sentence % {"row": first[name]}))
    return problems


def new_standing_twice(
    rows: Sequence[RowValues],
    records: Sequence[Any],
    column: str,
    name_of: Callable[[RowValues], Hashable | None],
) -> list[list[Problem]]:
    """The same for rows that make a new record; `name_of(row)` is what the row goes by, None when by nothing."""
    names = [name_of(row) if record is None else None for row, record in zip(rows, records, strict=True)]
    return standing_twice(names, rows, column)
