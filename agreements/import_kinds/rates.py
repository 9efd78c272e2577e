"""Tables of exchange rates (docs/importing.md). A rate that stands is never rewritten: another number replaces it for new lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_rules import can_import
from agreements.models import ExchangeRate, FundingLine
from agreements.models.funding import WEB
from agreements.rates import rate_text, read_rate
from agreements.services.projects import rate_record, rate_replace
from dnfa.core.money import DONG, currency_code
from dnfa.core.table_import import (
    NOTE,
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    SheetKind,
    plain,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import clean_line

LONGEST_URL = 500
NAME = ("currency", "day", "source")
_web_address = URLValidator(schemes=WEB)


def rate_number() -> Reader:
    """Đồng for one unit of a currency; "25,450" reads two ways and is refused."""
    return plain(
        lambda typed: read_rate(clean_line(typed)),
        write=rate_text,
        hint=gettext_lazy("Số đồng cho một đơn vị, phần lẻ sau dấu phẩy: 25.450; 172,53."),
    )


def _currency() -> Reader:
    return plain(
        lambda typed: currency_code(clean_line(typed)),
        hint=gettext_lazy("Mã ba chữ như USD, EUR, hoặc tên tiền."),
    )


def _address() -> Reader:
    def read(typed: str) -> str:
        tidied = clean_line(typed)
        try:
            _web_address(tidied)
        except ValidationError as error:
            raise ValueError(_("Địa chỉ trang phải bắt đầu bằng https:// hoặc http://.")) from error
        if len(tidied) > LONGEST_URL:
            raise ValueError(_("Địa chỉ trang quá dài."))
        return tidied

    return plain(read, empty="", hint=gettext_lazy("Địa chỉ đầy đủ của trang, bắt đầu bằng https://."))


COLUMNS = (
    SheetColumn(
        "currency",
        gettext_lazy("Loại tiền"),
        _currency(),
        required=True,
        aliases=("Tiền tệ", "Ngoại tệ", "Mã tiền"),
        example="USD",
    ),
    SheetColumn(
        "day",
        gettext_lazy("Ngày"),
        whole_date(),
        required=True,
        aliases=("Ngày áp dụng", "Ngày của tỷ giá", "date"),
        example="05/01/2026",
    ),
    SheetColumn(
        "rate",
        gettext_lazy("Đồng cho một đơn vị"),
        rate_number(),
        required=True,
        aliases=("Tỷ giá",),
        example="25.450",
    ),
    SheetColumn(
        "source",
        gettext_lazy("Nguồn"),
        text(max_length=200),
        required=True,
        aliases=("Nguồn của tỷ giá", "Nơi công bố"),
        help=gettext_lazy("Một nguồn luôn ghi bằng cùng một tên."),
        example=gettext_lazy("Ngân hàng Nhà nước, tỷ giá trung tâm"),
    ),
    SheetColumn(
        "url",
        gettext_lazy("Địa chỉ trang công bố"),
        _address(),
        aliases=("Địa chỉ", "Liên kết"),
        example="https://www.sbv.gov.vn/",
    ),
)


# --- the register ---------------------------------------------------------------------
def rates_seen(user: Any) -> QuerySet[ExchangeRate]:
    """The standing rates, each with how many lines are told at it, currency by currency; replaced ones never come back."""
    every: Any = common.seen(ExchangeRate)(user)
    counted = every.standing().with_line_count(common.seen(FundingLine)(user))
    return counted.order_by("currency", "day", "source")


def values_of(rate: ExchangeRate) -> dict[str, Any]:
    """What the register says now, by column."""
    return {column.key: getattr(rate, column.key) for column in COLUMNS}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The standing rate of the same currency, day and source. One query."""
    known: dict[tuple[Any, ...], ExchangeRate] = {}
    if any(_name(row) for row in rows):
        days = {row["day"] for row in rows if row.get("day")}
        for rate in rates_seen(user).filter(day__in=days):
            known[rate.currency, rate.day, rate.source] = rate
    return [known.get(_name(row)) if _name(row) else None for row in rows]


def _name(row: RowValues) -> tuple[Any, ...]:
    """What a rate is known by, as far as the row says it whole; else nothing."""
    named = tuple(row.get(name) for name in NAME)
    return named if all(named) else ()


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database; how many lines keep the rate replaced."""
    problems = common.secrets(COLUMNS, change.given, ("source",))
    if change.row.get("currency") == DONG:
        problems.append(Problem("currency", _("Tiền đồng không cần tỷ giá.")))
    problems += common.days_to_come(change.given, ("day",), today)
    if change.record is not None and "rate" in change.given:
        problems.append(Problem("rate", _replaced_words(change.record), NOTE))
    return problems


def _replaced_words(record: Any) -> str:
    told = _("Thay tỷ giá %(rate)s đang dùng.") % {"rate": rate_text(record.rate)}
    kept = record.line_count
    if not kept:
        return told
    words = ngettext(
        "%(count)s dòng tiền đã ghi giữ tỷ giá cũ.", "%(count)s dòng tiền đã ghi giữ tỷ giá cũ.", kept
    )
    return f"{told} {words % {'count': kept}}"


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: ExchangeRate | None, user: Any, today: date, **_context: Any
) -> ExchangeRate:
    """Write one row through the services of rates."""
    person = common.writer(user)
    if record is None:
        return rate_record(**values, user=person, today=today)
    changes = common.differing(COLUMNS, values, values_of(record))
    return rate_replace(wrong=record, reason=common.IMPORT_REASON, user=person, today=today, **changes)


RATES = SheetKind(
    code="ty-gia",
    title=gettext_lazy("Tỷ giá"),
    hint=gettext_lazy(
        "Một đơn vị tiền bằng bao nhiêu đồng, ngày nào, ai công bố; dòng tiền đã ghi giữ tỷ giá của nó."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    apply=apply,
    exported=rates_seen,
    identified_by=(NAME,),
    named_by="currency",
    order=32,
)
