"""The term of a paper in tables: a kind with its figures, or the sentence of the paper, which is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from agreements.enums import TermKind
from agreements.import_kinds.common import cleared_to
from agreements.importing.terms import read_term
from dnfa.core.table_import import Problem, SheetColumn, choice, number, partial_date, text
from dnfa.core.table_import.kinds import NOTE

MOST_MONTHS = 1_200
TERM_FIGURES = ("term_ends_on", "term_months", "term_renew_months", "term_notice_months")


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


def term_problems(row: Mapping[str, Any], given: Mapping[str, Any]) -> list[Problem]:
    """What is wrong, or unclear, in a sentence that stands for the whole term; none where the register has it already."""
    if "term_as_printed" not in given or not reads_sentence(row):
        return []
    reading = read_term(row["term_as_printed"])
    errors = [Problem("term_as_printed", sentence) for sentence in reading.errors]
    return errors + [Problem("term_as_printed", sentence, NOTE) for sentence in reading.notes]
