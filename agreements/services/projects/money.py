"""The one door to money of projects: lines are added, set right by further lines, told in đồng at a stated rate.

No sum is stored: what a project comes to is what its lines come to (`FundingLineQuerySet.sums`).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.ceilings import KINDS, Counted, compare
from agreements.enums import AmountQualifier, FundingKind
from agreements.models import FundingLine, Project
from agreements.services.projects.common import line as one_line
from agreements.services.projects.common import (
    needed_reason,
    opened,
    refuse_reader,
    refuse_wrong_fields,
    refused,
)
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.money import CURRENCIES, DONG, LARGEST, PLACES, Money
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import touch

# Sums that say what happened: none of them lies in the future.
_HAPPENED = frozenset({FundingKind.COMMITTED, FundingKind.APPROVED, FundingKind.DISBURSED})
_TEXTS = ("reason", "document_number", "note", "rate_source")


@transaction.atomic
def line_add(
    *,
    project: Project,
    kind: str,
    amount: Decimal,
    currency: str,
    user: Any,
    today: date,
    base_version: int | None = None,
    **more: Any,
) -> FundingLine:
    """Book a sum of a project.

    `more`: `qualifier`, `booked_on` (PartialDate), `period_from`, `period_to`, `rate` with `rate_on` and `rate_source` (đồng
    for one unit), or `dong_stated` (whole đồng as the source gives them), `document_number`, `note`, `reason`. What is
    disbursed beyond what it is measured against (agreements/ceilings.py) needs a `reason`.

    Side effects: the line; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput` by
    field ("amount_wrong", "currency_wrong", "value_stated_already", "booked_in_future", "period_needed", "period_wrong",
    "rate_of_dong", "rate_not_whole", "rate_in_future", "dong_told_twice", "dong_wrong", "over_disbursed", "invalid",
    "secret_mark").
    """
    refuse_reader(user)
    record = opened(project, base_version=base_version)
    told = {name: one_line(value) if name in _TEXTS else value for name, value in more.items()}
    refuse_secret(**{name: told[name] for name in _TEXTS if told.get(name)})
    line = FundingLine(
        project=record, kind=kind, amount=amount, currency=currency.strip().upper(), recorded_by=user, **told
    )
    line.qualifier = line.qualifier or AmountQualifier.EXACT
    _refuse_wrong_amount(line)
    _refuse_wrong_days(line, today)
    _refuse_wrong_rate(line, today)
    refuse_wrong_fields(line, exclude=["key", "corrects"])
    if kind == FundingKind.VALUE:
        _refuse_second_value(record, field="kind")
    _refuse_over_disbursed(line)
    line.save()
    touch(record)
    return line


@transaction.atomic
def line_set_right(
    *, line: FundingLine, right_amount: Decimal, reason: str, user: Any, base_version: int | None = None
) -> FundingLine:
    """Set a wrong line right: a further line brings what it comes to up or down to `right_amount` (0: it never was).

    The correction stands in the same kind, currency, period and rate; a value in đồng that a source stated moves in proportion. A
    wrong currency, qualifier or value in đồng is put right by nought here and a new line.

    Side effects: the further line; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version",
    "is_a_correction", "nothing_to_correct"); `InvalidInput` by field ("amount_wrong", "reason_needed", "value_stated_already",
    "secret_mark").
    """
    refuse_reader(user)
    record = opened(line.project, base_version=base_version)
    wrong = FundingLine.objects.get(pk=line.pk)
    if wrong.corrects_id is not None:
        raise Conflict(
            "is_a_correction",
            _("Dòng này là điều chỉnh của dòng khác; hãy điều chỉnh dòng được ghi ban đầu."),
        )
    why = needed_reason(reason, _("Hãy nói vì sao phải điều chỉnh."))
    _refuse_wrong_value(right_amount, least=Decimal(0), field="right_amount")
    difference = right_amount - line_net(wrong)
    if difference == 0:
        raise Conflict("nothing_to_correct", _("Số tiền đã đúng như vậy, không có gì để điều chỉnh."))
    if wrong.kind == FundingKind.VALUE and right_amount:
        _refuse_second_value(record, besides=wrong, field="right_amount")
    correction = FundingLine(
        project=record,
        kind=wrong.kind,
        amount=difference,
        currency=wrong.currency,
        qualifier=wrong.qualifier,
        booked_on=wrong.booked_on,
        period_from=wrong.period_from,
        period_to=wrong.period_to,
        rate=wrong.rate,
        rate_on=wrong.rate_on,
        rate_source=wrong.rate_source,
        dong_stated=_in_proportion(wrong, right_amount),
        corrects=wrong,
        reason=why,
        recorded_by=user,
    )
    correction.save()
    touch(record)
    return correction


@transaction.atomic
def line_tell_rate(
    *,
    line: FundingLine,
    rate: Decimal,
    rate_on: date,
    rate_source: str,
    user: Any,
    today: date,
    base_version: int | None = None,
) -> FundingLine:
    """State at which rate a line, and with it every correction of it, is told in đồng.

    Side effects: rate and value in đồng of these lines; the version of the project; the audit trail keeps the rate before.
    Raises `NotAllowed`; `Conflict` ("stale_version", "is_a_correction"); `InvalidInput` by field ("rate_of_dong",
    "rate_not_whole", "rate_in_future", "dong_told_twice", "secret_mark").
    """
    refuse_reader(user)
    record = opened(line.project, base_version=base_version)
    told = FundingLine.objects.get(pk=line.pk)
    if told.corrects_id is not None:
        raise Conflict("is_a_correction", _("Tỷ giá ghi ở dòng ban đầu, điều chỉnh theo cùng tỷ giá ấy."))
    told.rate, told.rate_on, told.rate_source = rate, rate_on, one_line(rate_source)
    refuse_secret(rate_source=told.rate_source)
    _refuse_wrong_rate(told, today)
    for each in (told, *told.corrections.all()):
        each.rate, each.rate_on, each.rate_source = rate, rate_on, told.rate_source
        each.save(update_fields=["rate", "rate_on", "rate_source", "updated_at"])
    touch(record)
    told.refresh_from_db()
    return told


def line_net(line: FundingLine) -> Decimal:
    """What a line comes to with its corrections, in its currency."""
    return line.amount + (line.corrections.aggregate(total=Sum("amount"))["total"] or Decimal(0))


# --- refusals --------------------------------------------------------------------------
def _refuse_wrong_value(amount: Decimal, *, least: Decimal, field: str) -> None:
    if not amount.is_finite() or amount != round(amount, PLACES):
        raise refused("amount_wrong", _("Số tiền có nhiều nhất hai chữ số lẻ."), field)
    if amount < least or amount > LARGEST:
        raise refused(
            "amount_wrong",
            _("Số tiền phải lớn hơn 0 và nhiều nhất %(most)s.") % {"most": Money(LARGEST, DONG)},
            field,
        )


def _refuse_wrong_amount(line: FundingLine) -> None:
    _refuse_wrong_value(line.amount, least=Decimal("0.01"), field="amount")
    if line.currency not in CURRENCIES:
        raise _no_currency(line.currency, "currency")


def _refuse_second_value(project: Project, *, field: str, besides: FundingLine | None = None) -> None:
    """A source states one value: a further line is taken once the one before it comes to nought."""
    stated = project.lines.filter(kind=FundingKind.VALUE, corrects__isnull=True)
    net = F("amount") + Coalesce(Sum("corrections__amount"), Decimal(0))
    standing = stated.annotate(net=net).exclude(net=0)
    if (standing if besides is None else standing.exclude(pk=besides.pk)).exists():
        raise refused(
            "value_stated_already",
            _(
                "Dự án đã có giá trị theo nguồn; hãy điều chỉnh dòng ấy thay vì ghi thêm. Sai loại tiền thì ghi số đúng của dòng ấy là"
                " 0, rồi ghi dòng mới."
            ),
            field,
        )


def _no_currency(word: str, field: str) -> InvalidInput:
    return refused(
        "currency_wrong",
        _("Không có loại tiền “%(word)s”: hãy viết mã ba chữ như VND, USD, EUR.") % {"word": word[:40]},
        field,
    )


def _refuse_wrong_days(line: FundingLine, today: date) -> None:
    if line.kind in _HAPPENED and line.booked_on and line.booked_on.first_day() > today:
        raise refused(
            "booked_in_future", _("Ngày ghi sau hôm nay; số dự kiến ghi ở kế hoạch giải ngân."), "booked_on"
        )
    if (line.period_from is None) != (line.period_to is None):
        field = "period_from" if line.period_from is None else "period_to"
        raise refused("period_wrong", _("Kỳ cần cả ngày đầu và ngày cuối."), field)
    if line.period_from and line.period_to and line.period_to < line.period_from:
        raise refused("period_wrong", _("Ngày cuối kỳ trước ngày đầu kỳ."), "period_to")
    if line.kind == FundingKind.PLANNED and line.period_to is None:
        raise refused(
            "period_needed", _("Kế hoạch giải ngân cần kỳ: từ ngày nào đến ngày nào."), "period_from"
        )


def _refuse_wrong_rate(line: FundingLine, today: date) -> None:
    told = (line.rate is not None, line.rate_on is not None, bool(line.rate_source))
    if line.currency == DONG and (any(told) or line.dong_stated is not None):
        raise refused("rate_of_dong", _("Tiền đồng không cần tỷ giá."), "rate")
    if any(told) and (not all(told) or line.rate is None or line.rate <= 0):
        raise refused("rate_not_whole", _("Tỷ giá cần số lớn hơn 0, ngày và nguồn."), "rate")
    if line.rate_on is not None and line.rate_on > today:
        raise refused("rate_in_future", _("Ngày của tỷ giá sau hôm nay."), "rate_on")
    if line.dong_stated is not None and line.dong_stated <= 0:
        raise refused("dong_wrong", _("Tiền đồng theo nguồn phải lớn hơn 0."), "dong_stated")
    if line.rate is not None and line.dong_stated is not None:
        raise refused(
            "dong_told_twice",
            _("Chỉ ghi tỷ giá, hoặc tiền đồng theo nguồn, không ghi cả hai."),
            "dong_stated",
        )


def _refuse_over_disbursed(line: FundingLine) -> None:
    """More given out than was promised is possible (the Lao programmes did), but not without saying why."""
    if line.kind != FundingKind.DISBURSED or line.reason:
        return
    known = line.project.lines.filter(kind__in=KINDS).values_list("kind", "amount", "currency", "dong")
    further = Counted(line.kind, line.amount, line.currency, _dong_of(line))
    compared = compare([*map(Counted._make, known), further])
    over = [
        one for one in compared.found if one.is_over and (one.is_whole or one.given.currency == line.currency)
    ]
    if over:
        raise refused(
            "over_disbursed",
            _("Giải ngân %(after)s vượt %(ceiling)s; nếu đúng vậy, hãy ghi lý do.")
            % {"after": over[0].given, "ceiling": over[0].whole},
            "reason",
        )


def _dong_of(line: FundingLine) -> Decimal | None:
    """What the database will say a line comes to in đồng once it is booked."""
    if line.currency == DONG:
        return line.amount
    if line.rate is None:
        return line.dong_stated
    return Money(line.amount, line.currency).in_dong(line.rate).value


def _in_proportion(line: FundingLine, right_amount: Decimal) -> Decimal | None:
    """By how much the đồng of the source move, so that line and corrections come to their part of them: nought to nought."""
    if line.dong_stated is None:
        return None
    right = (line.dong_stated * right_amount / line.amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    moved = line.corrections.aggregate(total=Sum("dong_stated"))["total"] or Decimal(0)
    return right - line.dong_stated - moved
