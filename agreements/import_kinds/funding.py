"""Tables of sums of projects. A line that stands is never rewritten: a table adds lines, a correction is a line that names the wrong one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import AmountQualifier, FundingKind
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_kinds.of_projects import project_column
from agreements.import_kinds.rates import rate_number
from agreements.import_rules import can_import
from agreements.models import FundingLine
from agreements.services.projects import line_add, line_net, line_set_right
from dnfa.core.money import DONG, LARGEST, Money, parse_money
from dnfa.core.numbers import InvalidNumber
from dnfa.core.table_import import (
    NOTE,
    Problem,
    Reader,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    number,
    partial_date,
    plain,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found

MINUS = "\u2212"


def money() -> Reader:
    """An amount with its currency, as papers write it."""

    def read(typed: str) -> Money:
        try:
            return parse_money(typed)
        except InvalidNumber as error:
            raise ValueError(str(error)) from error

    # A hyphen in front would be taken for a formula, and marked as none.
    return plain(
        read,
        write=lambda told: str(told).replace("-", MINUS),
        show=str,
        hint=gettext_lazy("Số và loại tiền: 601.346,76 EUR; 57,234 tỷ đồng; 300.000 USD."),
    )


def lines_seen(user: Any) -> QuerySet[FundingLine]:
    """The lines a table may speak of, project by project, each line before its corrections."""
    every = common.seen(FundingLine)(user).select_related("project", "corrects")
    return every.order_by("project__key", Coalesce("corrects_id", "pk"), "pk")


def lines_corrected(user: Any) -> QuerySet[FundingLine]:
    """The lines that a correction may name, each with `net`: what it comes to now."""
    every = lines_seen(user).filter(corrects__isnull=True)
    return every.annotate(net=F("amount") + Coalesce(Sum("corrections__amount"), Decimal(0)))


COLUMNS = (
    common.number_column(gettext_lazy("Mã dòng")),
    project_column(),
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
    SheetColumn(
        "corrects",
        gettext_lazy("Điều chỉnh dòng"),
        common.numbered(lines_corrected),
        help=gettext_lazy(
            "Mã của dòng ghi sai. Cột số tiền khi đó ghi phần tăng, hoặc phần giảm với dấu trừ; cần lý do."
        ),
    ),
)
# What a correction has from the line it corrects, and what it does not have.
SHARED = ("qualifier", "booked_on", "period_from", "period_to", "rate", "rate_on", "rate_source")
OF_LINES_ONLY = ("dong_stated", "document_number", "note")
# Two sums that agree in all of these may be one that was sent twice.
DAYS = ("booked_on", "period_from", "period_to")
NAMED_BY = ("project_id", "kind", "amount", "currency", *DAYS)


def values_of(line: FundingLine) -> dict[str, Any]:
    """What the register says now, by column."""
    own = {column.key: getattr(line, column.key) for column in COLUMNS if column.key not in {"id", "amount"}}
    return {"id": line.pk, "amount": Money(line.amount, line.currency), **own}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The line of each row by its number; a row without one is a new line, twice the same sum may well be."""
    unknown = _("Trong sổ không có dòng tiền với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, lines_seen(user), unknown, lambda _row: None)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None:
        sentence = _(
            "Dòng tiền đã ghi không sửa bằng bảng: hãy thêm một dòng mới ghi mã này ở cột “Điều chỉnh dòng”."
        )
        return [Problem(name, sentence) for name in change.given]
    problems = common.secrets(COLUMNS, change.given, ("reason", "note", "document_number", "rate_source"))
    if change.row.get("corrects") or common.is_unread(change.row, "corrects"):
        return problems + _correction_problems(change.row)
    amount: Money | None = change.row.get("amount")
    if amount is not None and amount.value <= 0:
        problems.append(Problem("amount", _("Số tiền phải lớn hơn 0.")))
    booked = change.row.get("booked_on")
    if booked and booked.first_day() > today and change.row.get("kind") != FundingKind.PLANNED:
        problems.append(Problem("booked_on", _("Ngày này chưa tới.")))
    problems += common.days_to_come(change.row, ("rate_on",), today)
    problems += _period_problems(change.row) + _rate_problems(change.row, amount)
    return problems


def _correction_problems(row: RowValues) -> list[Problem]:
    """A correction is of the project, kind, currency and rate of its line, and says why."""
    line: FundingLine | None = row.get("corrects")
    amount: Money | None = row.get("amount")
    problems = []
    if amount is not None and amount.value == 0:
        problems.append(Problem("amount", _("Số tiền điều chỉnh phải khác 0.")))
    if not row.get("reason") and not common.is_unread(row, "reason"):
        problems.append(Problem("reason", _("Hãy nói vì sao phải điều chỉnh.")))
    if line is None:
        return problems
    if amount is not None and amount.currency != line.currency:
        sentence = _("Dòng được điều chỉnh tính bằng %(currency)s.") % {"currency": line.currency}
        problems.append(Problem("amount", sentence))
    told = {"project": line.project, **{name: getattr(line, name) for name in ("kind", *SHARED)}}
    sentence = _("Dòng điều chỉnh theo đúng dòng được điều chỉnh: hãy để trống hoặc ghi như dòng ấy.")
    problems += [Problem(name, sentence) for name in common.differing(COLUMNS, row, told) if name in told]
    alone = _("Dòng điều chỉnh không ghi ô này.")
    return problems + [Problem(name, alone) for name in OF_LINES_ONLY if row.get(name)]


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, user: Any, **_context: Any
) -> list[list[Problem]]:
    """New lines and corrections that stand in the register or in the table already, and corrections below nought. Two queries."""
    new = [row if record is None else None for row, record in zip(rows, records, strict=True)]
    standing, corrected = _standing(new, user), _corrected_so(new)
    earlier: dict[tuple[Any, ...], int] = {}
    left: dict[int, Decimal] = defaultdict(Decimal)
    problems: list[list[Problem]] = []
    for row in new:
        told: list[Problem] = []
        if row is not None and row.get("corrects"):
            told = _below_nought(row, left) or _corrected_before(row, corrected)
        elif row is not None and (name := _name(row)):
            told = _told_before(standing.get(name), earlier.get(name))
            earlier.setdefault(name, row.number)
        problems.append(told)
    return problems


def _name(row: RowValues) -> tuple[Any, ...] | None:
    """What a sum goes by: project, kind, amount, currency, day and period; two of one name may be one sum told twice."""
    told: Money | None = row.get("amount")
    if told is None or not row.get("project") or not row.get("kind"):
        return None
    days = (row.get(name) for name in DAYS)
    return row["project"].pk, str(row["kind"]), told.value, told.currency, *days


def _standing(rows: Sequence[RowValues | None], user: Any) -> dict[tuple[Any, ...], int]:
    """The numbers of the register's lines that go by the names of new rows."""
    names = {name for row in rows if row is not None and (name := _name(row))}
    if not names:
        return {}
    lines: Any = lines_corrected(user)
    same = lines.filter(
        project__in={name[0] for name in names}, amount__in={name[2] for name in names}, net__gt=0
    )
    known = {tuple(getattr(line, field) for field in NAMED_BY): line.pk for line in same}
    return {name: known[name] for name in names if name in known}


def _corrected_so(rows: Sequence[RowValues | None]) -> dict[tuple[int, Decimal], int]:
    """The numbers of the corrections of the lines that rows correct, by line and amount."""
    lines = {row["corrects"].pk for row in rows if row is not None and row.get("corrects")}
    stand = FundingLine.objects.filter(corrects__in=lines) if lines else ()
    return {(one.corrects_id, one.amount): one.pk for one in stand if one.corrects_id is not None}


def _corrected_before(row: RowValues, corrected: dict[tuple[int, Decimal], int]) -> list[Problem]:
    amount: Money | None = row.get("amount")
    number = corrected.get((row["corrects"].pk, amount.value)) if amount is not None else None
    if number is None:
        return []
    sentence = _("Dòng ấy đã được điều chỉnh đúng số này (mã %(number)s); nếu là một, hãy bỏ dòng này.")
    return [Problem("amount", sentence % {"number": number}, NOTE)]


def _told_before(number: int | None, row: int | None) -> list[Problem]:
    if number is not None:
        sentence = _(
            "Trong sổ đã có dòng cùng dự án, loại, số tiền và ngày (mã %(number)s); nếu là một, hãy bỏ dòng này."
        )
        return [Problem("amount", sentence % {"number": number}, NOTE)]
    if row is not None:
        sentence = _("Giống dòng %(row)s của bảng về dự án, loại, số tiền và ngày; nếu là một, hãy bỏ bớt.")
        return [Problem("amount", sentence % {"row": row}, NOTE)]
    return []


def _below_nought(row: RowValues, moved: dict[int, Decimal]) -> list[Problem]:
    """What the line comes to after this row and those before it; `moved` keeps what they bring."""
    line: Any = row["corrects"]
    amount: Money | None = row.get("amount")
    if amount is None:
        return []
    moved[line.pk] += amount.value
    left = line.net + moved[line.pk]
    if left >= 0:
        return []
    sentence = _("Sau điều chỉnh dòng ấy còn %(left)s, nhỏ hơn 0.")
    return [Problem("amount", sentence % {"left": Money(left, line.currency)})]


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


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: FundingLine | None, user: Any, today: date, **_context: Any
) -> FundingLine:
    """Book or correct one line through the service of money; what stands stays as it is."""
    person = common.writer(user)
    if record is not None:
        return record
    told: Money = values["amount"]
    if values.get("corrects"):
        wrong: FundingLine = values["corrects"]
        with common.fields_named({"right_amount": "amount"}):
            return line_set_right(
                line=wrong, right_amount=line_net(wrong) + told.value, reason=values["reason"], user=person
            )
    unasked = {"id", "project", "kind", "amount", "corrects"}
    facts = {name: value for name, value in values.items() if name not in unasked}
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
        "Cam kết, phê duyệt, kế hoạch và giải ngân; bảng chỉ thêm dòng, điều chỉnh cũng là dòng thêm vào."
    ),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=lines_seen,
    identified_by=(("id",),),
    order=31,
)
