"""What the tables of this room share: papers as they are seen, terms, what differs, refusals at their cells, undo."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agreements.enums import TermKind
from agreements.importing.terms import read_term
from agreements.models import Agreement
from dnfa.core.errors import DomainError, InvalidInput, NotAllowed
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import (
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    choice,
    keys_of,
    number,
    partial_date,
    plain,
    text,
)
from dnfa.core.table_import.kinds import NOTE
from dnfa.core.text import clean_line

# Stands in the history of a record, so it is Vietnamese for every reader.
IMPORT_REASON = "Nhập bảng"
STAMPS = frozenset({"updated_at", "version"})
MOST_MONTHS = 1_200
TERM_FIGURES = ("term_ends_on", "term_months", "term_renew_months", "term_notice_months")


def papers_seen(user: Any) -> QuerySet[Agreement]:
    """The papers a table may speak of, signed or not; all of them for the command line."""
    return Agreement.objects.all() if user is None else Agreement.objects.visible_to(user)


def writer(user: Any) -> Any:
    """The person in whose name a table is written: papers have no writer without a name. Raises `NotAllowed`."""
    if user is None:
        raise NotAllowed(
            "import_needs_person",
            gettext_lazy("Bảng của thỏa thuận phải có người đứng tên: hãy nêu tên đăng nhập (--user)."),
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
        if not (tidied.isascii() and tidied.isdigit()) or len(tidied) > len(str(2**31)):
            raise ValueError(_("Mã do hệ thống cho; khi thêm mới hãy để trống."))
        return int(tidied)

    return plain(read, hint=gettext_lazy("Số do hệ thống cho."))


def said_yes() -> Reader:
    """A word to the import itself ("Có"): it is no fact of the record, so it never differs and is never exported."""

    def read(typed: str) -> bool:
        if clean_line(typed).lower() not in {"có", "co", "x", "yes"}:
            raise ValueError(_("Hãy ghi Có, hoặc để trống."))
        return True

    return plain(
        read, write=lambda _value: "", show=lambda _value: _("Có"), empty=False, choices=lambda: [_("Có")]
    )


def term_columns(*, required_kind: str | None) -> tuple[SheetColumn, ...]:
    """The term as a kind with its figures, or as the sentence of the paper alone; `required_kind` is what "-" leaves."""
    months = number(least=1, most=MOST_MONTHS)
    return (
        SheetColumn(
            "term_kind",
            gettext_lazy("Thời hạn"),
            cleared_to(required_kind, choice(TermKind)),
            aliases=("Kiểu thời hạn",),
            help=gettext_lazy("Có thể để trống và chỉ ghi “Thời hạn như văn bản ghi”: hệ thống đọc câu đó."),
            example=TermKind.FOR.label,
        ),
        SheetColumn(
            "term_ends_on",
            gettext_lazy("Đến ngày"),
            partial_date(),
            aliases=("Ngày hết hạn",),
            help=gettext_lazy("Chỉ ghi khi thời hạn là “Đến một ngày”."),
        ),
        SheetColumn(
            "term_months",
            gettext_lazy("Số tháng"),
            months,
            help=gettext_lazy("Năm năm ghi 60."),
            example="60",
        ),
        SheetColumn("term_renew_months", gettext_lazy("Mỗi lần gia hạn (tháng)"), months),
        SheetColumn("term_notice_months", gettext_lazy("Báo trước (tháng)"), months),
        SheetColumn(
            "term_as_printed",
            gettext_lazy("Thời hạn như văn bản ghi"),
            text(max_length=500),
            example=gettext_lazy("05 năm kể từ ngày ký"),
        ),
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


def reads_sentence(row: Mapping[str, Any]) -> bool:
    """Whether the sentence of the paper is all that a row says about the term."""
    return bool(row.get("term_as_printed")) and not any(name in row for name in ("term_kind", *TERM_FIGURES))


def with_term(given: dict[str, Any], row: Mapping[str, Any], record: Any) -> dict[str, Any]:
    """The values with their term whole: a sentence alone is read, and a new kind leaves no figure of the old one."""
    if reads_sentence(row) and "term_as_printed" in given:
        term = read_term(given["term_as_printed"]).term
        read = (term.ends_on, term.months, term.renew_months, term.notice_months)
        return {**given, "term_kind": term.kind, **dict(zip(TERM_FIGURES, read, strict=True))}
    if "term_kind" in given and record is not None:
        return {**{figure: row.get(figure) for figure in TERM_FIGURES}, **given}
    return given


def term_problems(row: Mapping[str, Any]) -> list[Problem]:
    """What is wrong, or unclear, in a sentence that stands for the whole term."""
    if not reads_sentence(row):
        return []
    reading = read_term(row["term_as_printed"])
    errors = [Problem("term_as_printed", sentence) for sentence in reading.errors]
    return errors + [Problem("term_as_printed", sentence, NOTE) for sentence in reading.notes]


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


@contextmanager
def fields_named(names: Mapping[str, str]) -> Iterator[None]:
    """Say the fields of a service's refusal by the names of the columns that gave them."""
    try:
        yield
    except DomainError as error:
        renamed = {names.get(name, name): texts for name, texts in error.field_messages.items()}
        if renamed == error.field_messages:
            raise
        raise InvalidInput(error.code, error.message, renamed) from error


def only(found: Sequence[Any], column: str) -> Any:
    """The one record that answers, None when none does; a `Problem` at the column when several do."""
    if len(found) > 1:
        sentence = _("Trong sổ có %(count)s bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")
        return Problem(column, sentence % {"count": len(found)})
    return found[0] if found else None


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


# --- undo ----------------------------------------------------------------------------
# The audit trail of versioned records leaves their version out, so the engine cannot read them back from it
# (`dnfa.core.table_import.recording`): they are told to the log here.
def note_changed(log: ChangeLog, before: models.Model) -> None:
    """Keep a record as it was, when more than its stamps is different now; `before` was read before the change."""
    after = type(before)._base_manager.get(pk=before.pk)
    names = [column.attname for column in before._meta.concrete_fields if column.name not in STAMPS]
    if any(getattr(before, name) != getattr(after, name) for name in names):
        log.watch(before)


def field_links(paper: Agreement) -> list[models.Model]:
    """The rows that tie a paper to its fields of cooperation: a table without an audit trail."""
    through: Any = Agreement.fields.through
    return list(through._base_manager.filter(agreement=paper.pk).order_by("pk"))


def note_links(log: ChangeLog, before: Iterable[models.Model], after: Iterable[models.Model]) -> None:
    """Tell the log which of these rows came and which went, in a table that the framework made by itself."""
    old, new = ({link.pk: link for link in links} for links in (before, after))
    if old.keys() != new.keys():
        _settle_type(Agreement.fields.through)
    for pk in sorted(old.keys() - new.keys()):
        log.deleted(old[pk])
    log.created(new[pk] for pk in sorted(new.keys() - old.keys()))


def _settle_type(model: type[models.Model]) -> None:
    """Such a table has no content type until somebody asks; forget one whose transaction was rolled back."""
    known = ContentType.objects.get_for_model(model)
    if not ContentType.objects.filter(pk=known.pk).exists():
        ContentType.objects.clear_cache()
