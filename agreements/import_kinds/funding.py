"""Tables of sums of projects. A line that stands is never rewritten: a table adds lines, corrections are made on the project's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import AmountQualifier, FundingKind
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.projects import projects_seen
from agreements.import_kinds.rates import rate_number
from agreements.import_rules import can_import
from agreements.models import FundingLine
from agreements.services.projects import line_add
from dnfa.core.money import DONG, LARGEST, Money, parse_money
from dnfa.core.numbers import InvalidNumber
from dnfa.core.table_import import (
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    number,
    partial_date,
    plain,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found


def money() -> Reader:
    """An amount with its currency, as papers write it."""

    def read(typed: str) -> Money:
        try:
            return parse_money(typed)
        except InvalidNumber as error:
            raise ValueError(str(error)) from error

    return plain(
        read,
        write=str,
        show=str,
        hint=gettext_lazy("Số và loại tiền: 601.346,76 EUR; 57,234 tỷ đồng; 300.000 USD."),
    )


COLUMNS = (
    common.number_column(gettext_lazy("Mã dòng")),
    SheetColumn(
        "project",
        gettext_lazy("Dự án"),
        keys_of("agreements.Project", name="title_vi", queryset=projects_seen),
        required=True,
        aliases=("Tên dự án", "Khóa dự án"),
        example="cap-nuoc-2026",
    ),
    SheetColumn(
        "kind",
        gettext_lazy("Loại số tiền"),
        choice(FundingKind),
        required=True,
        example=FundingKind.DISBURSED.label,
    ),
    SheetColumn(
        "amount",
        gettext_lazy("Số tiền"),
        money(),
        required=True,
        aliases=("Giá trị",),
        example="601.346,76 EUR",
    ),
    SheetColumn(
        "qualifier",
        gettext_lazy("Mức chính xác"),
        common.cleared_to(AmountQualifier.EXACT, choice(AmountQualifier)),
    ),
    SheetColumn(
        "booked_on", gettext_lazy("Ngày"), partial_date(), aliases=("Ngày ghi",), example="15/3/2026"
    ),
    SheetColumn("period_from", gettext_lazy("Cho kỳ từ ngày"), whole_date(), aliases=("Kỳ từ",)),
    SheetColumn("period_to", gettext_lazy("Cho kỳ đến ngày"), whole_date(), aliases=("Kỳ đến",)),
    SheetColumn("rate", gettext_lazy("Tỷ giá"), rate_number()),
    SheetColumn("rate_on", gettext_lazy("Ngày của tỷ giá"), whole_date()),
    SheetColumn("rate_source", gettext_lazy("Nguồn của tỷ giá"), text(max_length=200)),
    SheetColumn(
        "dong_stated",
        gettext_lazy("Tiền đồng theo nguồn"),
        number(least=1, most=LARGEST),
        aliases=("Quy ra đồng",),
    ),
    SheetColumn(
        "document_number", gettext_lazy("Chứng từ, văn bản số"), text(max_length=120), aliases=("Chứng từ",)
    ),
    SheetColumn("reason", gettext_lazy("Lý do"), text(max_length=500)),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=500)),
)


def lines_seen(user: Any) -> QuerySet[FundingLine]:
    """The lines a table may speak of, project by project; corrections stand on the project's page only."""
    every = common.seen(FundingLine)(user)
    return every.filter(corrects__isnull=True).select_related("project").order_by("project__key", "pk")


def values_of(line: FundingLine) -> dict[str, Any]:
    """What the register says now, by column."""
    own = {column.key: getattr(line, column.key) for column in COLUMNS if column.key not in {"id", "amount"}}
    return {"id": line.pk, "amount": Money(line.amount, line.currency), **own}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The line of each row by its number; a row without one is a new line, twice the same sum may well be."""
    unknown = _("Trong sổ không có dòng tiền với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, lines_seen(user), unknown, lambda _row: None)


@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None:
        sentence = _("Dòng tiền đã ghi không sửa bằng bảng: hãy điều chỉnh ở trang dự án.")
        return [Problem(name, sentence) for name in change.given]
    problems = common.secrets(COLUMNS, change.given, ("reason", "note", "document_number", "rate_source"))
    amount: Money | None = change.row.get("amount")
    if amount is not None and amount.value <= 0:
        problems.append(Problem("amount", _("Số tiền phải lớn hơn 0.")))
    booked = change.row.get("booked_on")
    if booked and booked.first_day() > today and change.row.get("kind") != FundingKind.PLANNED:
        problems.append(Problem("booked_on", _("Ngày này chưa tới.")))
    problems += _period_problems(change.row) + _rate_problems(change.row, amount)
    return problems


def _period_problems(row: RowValues) -> list[Problem]:
    first, last = row.get("period_from"), row.get("period_to")
    if bool(first) != bool(last):
        return [Problem("period_to" if first else "period_from", _("Kỳ cần cả ngày đầu và ngày cuối."))]
    if first and last and last < first:
        return [Problem("period_to", _("Ngày cuối kỳ trước ngày đầu kỳ."))]
    if row.get("kind") == FundingKind.PLANNED and not last:
        return [Problem("period_from", _("Kế hoạch giải ngân cần kỳ: từ ngày nào đến ngày nào."))]
    return []


def _rate_problems(row: RowValues, told: Money | None) -> list[Problem]:
    parts = [bool(row.get(name)) for name in ("rate", "rate_on", "rate_source")]
    if told is not None and told.currency == DONG and (any(parts) or row.get("dong_stated")):
        return [Problem("rate" if any(parts) else "dong_stated", _("Tiền đồng không cần tỷ giá."))]
    if any(parts) and not all(parts):
        return [Problem("rate", _("Tỷ giá cần số lớn hơn 0, ngày và nguồn."))]
    if all(parts) and row.get("dong_stated"):
        return [Problem("dong_stated", _("Chỉ ghi tỷ giá, hoặc tiền đồng theo nguồn, không ghi cả hai."))]
    return []


def apply(
    *, values: RowValues, record: FundingLine | None, user: Any, today: date, **_context: Any
) -> FundingLine:
    """Book one line through the service of money; what stands stays as it is."""
    person = common.writer(user)
    if record is not None:
        return record
    facts = {name: value for name, value in values.items() if name not in {"id", "project", "kind", "amount"}}
    told: Money = values["amount"]
    return line_add(
        project=values["project"],
        kind=values["kind"],
        amount=told.value,
        currency=told.currency,
        user=person,
        today=today,
        **facts,
    )


FUNDING = SheetKind(
    code="so-tien-du-an",
    title=gettext_lazy("Số tiền của dự án"),
    hint=gettext_lazy(
        "Cam kết, phê duyệt, kế hoạch và giải ngân; bảng chỉ thêm dòng, điều chỉnh ở trang dự án."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    apply=apply,
    exported=lines_seen,
    identified_by=(("id",),),
    order=31,
)
