"""How dates, numbers and days left are written on pages. An empty value writes nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dnfa.core.clock import VIETNAM
from dnfa.core.numbers import format_money, format_number
from dnfa.core.partial_dates import PartialDate, as_partial

register = template.Library()

WEEKDAYS = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ Nhật"),
)


def _local_day(value: date) -> date:
    return value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value


@register.filter
def partial_date(value: PartialDate | date | str | None) -> str:
    """`{{ agreement.signed_on|partial_date }}`: "2004", "4/2012", "22/11/2016"; in English "Apr 2012"."""
    return as_partial(value).display(get_language() or "vi") if value else ""


@register.filter
def vn_date(value: date | None) -> str:
    """`{{ day|vn_date }}`: "05/03/2026". A moment is written as its day in Vietnam."""
    return PartialDate.of(_local_day(value)).display() if value else ""


@register.filter
def vn_date_long(value: date | None) -> str:
    """`{{ day|vn_date_long }}`: "05/03/2026 (Thứ Năm)"."""
    return f"{vn_date(value)} ({WEEKDAYS[_local_day(value).weekday()]})" if value else ""


@register.filter
def vn_number(value: Decimal | float | str | None, places: int | None = None) -> str:
    """`{{ amount|vn_number }}`, `{{ share|vn_number:1 }}`: "1.234.567,89"."""
    return "" if value is None or value == "" else format_number(Decimal(str(value)), places)


@register.filter
def money(value: Decimal | float | str | None, currency: str = "VND") -> str:
    """`{{ project.amount|money:project.currency }}`: "601.346,76 USD", "330.000.000.000 đồng"."""
    return "" if value is None or value == "" else format_money(Decimal(str(value)), currency)


@register.filter
def days_left_words(days: int | None) -> str:
    """`{{ days|days_left_words }}`: days until a date in words, "còn 12 ngày", "hôm nay", "quá 3 ngày"."""
    if days is None:
        return ""
    if days == 0:
        return _("hôm nay")
    if days > 0:
        text = ngettext("còn %(count)s ngày", "còn %(count)s ngày", days)
    else:
        text = ngettext("quá %(count)s ngày", "quá %(count)s ngày", -days)
    return text % {"count": format_number(abs(days))}
