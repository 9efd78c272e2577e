"""Tables of what was counted: lines with their words, in their order, and the total that counts each delegation once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from delegations.enums import Direction, HeadRank, PlanStatus
from delegations.statistics.counting import Counted, Pair, Statistics, both
from dnfa.accounts.models import Agency
from dnfa.core.text import sort_key
from partners.models import Country, Partner


class Breakdown(TextChoices):
    """By what a table is drawn up."""

    TOTAL = "total", _("Tổng số")
    MONTH = "month", _("Theo tháng")
    PLAN = "plan", _("Theo kế hoạch năm")
    RANK = "rank", _("Theo cấp trưởng đoàn")
    COUNTRY = "country", _("Theo quốc gia và vùng lãnh thổ")
    PARTNER = "partner", _("Theo đối tác")
    AGENCY = "agency", _("Theo cơ quan chủ trì")


BREAKDOWNS = tuple(Breakdown)
NOT_SAID = {
    Breakdown.MONTH: _("Chỉ biết năm"),
    Breakdown.PLAN: _("Chưa rõ trong hay ngoài kế hoạch"),
    Breakdown.RANK: _("Chưa rõ cấp trưởng đoàn"),
    Breakdown.COUNTRY: _("Chưa ghi quốc gia, vùng lãnh thổ"),
    Breakdown.PARTNER: _("Chưa ghi đối tác, hoặc đối tác ngoài phạm vi được xem"),
    Breakdown.AGENCY: _("Chưa ghi cơ quan chủ trì"),
}


@dataclass(frozen=True)
class Line:
    """One line; `key` is the value of the list's filter, empty for what is not recorded."""

    key: str
    label: Any
    inbound: Pair
    outbound: Pair

    @property
    def together(self) -> Pair:
        return self.inbound + self.outbound


@dataclass(frozen=True)
class Table:
    """`counts_again`: some delegation stands in several lines, so the lines add up to more than the total."""

    by: Breakdown
    lines: list[Line]
    total: Line
    counts_again: bool


def _line(key: str, label: Any, found: dict[str, Pair]) -> Line:
    return Line(key, label, found.get(Direction.IN, Pair()), found.get(Direction.OUT, Pair()))


def _chosen(counted: Counted, choices: type[TextChoices], missing: Any) -> list[Line]:
    lines = [_line(choice.value, choice.label, counted.get(choice.value, {})) for choice in choices]
    return lines + ([_line("", missing, counted[""])] if "" in counted else [])


def _named(counted: Counted, names: dict[Any, tuple[str, str]], missing: Any) -> list[Line]:
    """Lines of records, most delegations first, then in Vietnamese order; what is not recorded last."""
    lines = [_line(*names[pk], found) for pk, found in counted.items() if pk is not None]

    def order(line: Line) -> tuple[int, int, str]:
        pair = line.together
        return -pair.now.delegations, -pair.before.delegations, sort_key(line.label)

    return sorted(lines, key=order) + ([_line("", missing, counted[None])] if None in counted else [])


def _months(counted: Counted, months: list[tuple[int, int]], missing: Any) -> list[Line]:
    lines = [
        _line(f"{year}-{month:02}", f"{month}/{year}", counted.get((year, month), {}))
        for year, month in months
    ]
    return lines + ([_line("", missing, counted[None])] if None in counted else [])


def _names(model: type[Any], counted: Counted, key: str) -> dict[Any, tuple[str, str]]:
    rows = model.objects.filter(pk__in=[pk for pk in counted if pk is not None])
    return {pk: (found, name) for pk, found, name in rows.values_list("pk", key, "name_vi")}


def table(found: Statistics, by: Breakdown) -> Table:
    """One table; at most one query, for the names."""
    total = _line("", _("Tổng số, mỗi đoàn tính một lần"), found.total)
    missing = NOT_SAID.get(by)
    if by == Breakdown.TOTAL:
        lines: list[Line] = []
    elif by == Breakdown.MONTH:
        lines = _months(found.by_month(), found.period.months(), missing)
    elif by == Breakdown.PLAN:
        lines = _chosen(found.flat_by(2), PlanStatus, missing)
    elif by == Breakdown.RANK:
        lines = _chosen(found.flat_by(1), HeadRank, missing)
    elif by == Breakdown.COUNTRY:
        lines = _named(found.countries, _names(Country, found.countries, "code"), missing)
    elif by == Breakdown.PARTNER:
        lines = _named(found.partners, _names(Partner, found.partners, "key"), missing)
    else:
        lines = _named(found.agencies, _names(Agency, found.agencies, "key"), missing)
    several = sum((line.together for line in lines), Pair())
    whole = both(found.total)
    return Table(by, lines, total, several.now.delegations > whole.now.delegations)
