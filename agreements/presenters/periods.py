"""Periods of programmes in words: rows with their lists, charts by currency, lines of a sheet."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from agreements.aid_parts import SHORTEST_DAYS, Whose
from agreements.enums import FundingKind, ProjectDirection
from agreements.models import Project
from agreements.presenters.aid_links import lines_url, programme_url, projects_url
from agreements.presenters.aid_sums import Bar, Group, money_chart
from agreements.programmes import COMPARED, TOLD, Comparison, Period
from agreements.selectors_projects import sides
from dnfa.core.money import DONG, Money
from dnfa.core.numbers import format_number

# Asked of every period, told or not; the other kinds have a column where any period tells them.
ASKED = (FundingKind.COMMITTED, FundingKind.DISBURSED)
TENTH = Decimal("0.1")


class PeriodTable:
    """Periods of projects with `whose` as a page draws them on a day."""

    def __init__(self, periods: list[Period], whose: Whose, as_of: date) -> None:
        self.periods, self.whose, self.as_of = periods, whose, as_of

    @cached_property
    def kinds(self) -> list[FundingKind]:
        """The columns of the table."""
        return [kind for kind in TOLD if kind in ASKED or any(kind in period.sums for period in self.periods)]

    def rows(self) -> list[dict[str, Any]]:
        """One for each period and currency; a period without sums has one row that says so."""
        return [
            {
                "period": period,
                "direction": ProjectDirection(period.direction).label,
                "when": self._when(period),
                "currency": told.currency if told else "",
                "projects_href": projects_url(**self.whose.query, **period.query),
                "amounts": [self._amount(period, told, kind) for kind in self.kinds],
                "difference": _signed(told),
                "percent": _percent(told.difference_percent, signed=True) if told else "",
                "rate": _percent(told.rate) if told else "",
                "is_first": number == 0,
            }
            for period in self.periods
            for number, told in enumerate(period.rows())
        ]

    def charts(self) -> list[dict[str, Any]]:
        """Periods one below the other, a chart for each currency in which anything was agreed or given."""
        compared = [
            (period, {told.currency: told for told in period.comparisons()}) for period in self.periods
        ]
        codes = dict.fromkeys(
            code
            for _period, told in compared
            for code, one in told.items()
            if any(getattr(one, kind) is not None for kind in COMPARED)
        )
        return [self._chart(code, compared) for code in sorted(codes, key=lambda code: (code != DONG, code))]

    def _chart(self, code: str, compared: list[tuple[Period, dict[str, Comparison]]]) -> dict[str, Any]:
        told = [one[code] for _period, one in compared if code in one]
        kinds = [kind for kind in COMPARED if any(getattr(one, kind) is not None for one in told)]
        several = len({period.direction for period in self.periods}) > 1
        groups = [
            Group(
                f"{period.label}, {ProjectDirection(period.direction).label}" if several else period.label,
                [
                    Bar(kind, getattr(one.get(code), kind, None), self._href(period, kind, code))
                    for kind in kinds
                ],
            )
            for period, one in compared
            if code in one or not one  # a period told in another currency only is no gap in this one
        ]
        return money_chart(code, groups, keeps_order=True)

    def _amount(self, period: Period, told: Comparison | None, kind: str) -> dict[str, str]:
        amount = getattr(told, kind) if told else None
        if told is None or amount is None:
            return {"label": str(FundingKind(kind).label), "words": "", "href": ""}
        return {
            "label": str(FundingKind(kind).label),
            "words": str(Money(amount, told.currency)),
            "href": self._href(period, kind, told.currency),
        }

    def _href(self, period: Period, kind: str, currency: str) -> str:
        day = f"{self.as_of:%d/%m/%Y}"
        return lines_url(kind, currency, counted="true", known_by=day, **self.whose.query, **period.query)

    def _when(self, period: Period) -> str:
        if self.as_of.year > period.last:
            return _("đã qua")
        return _("sắp tới") if self.as_of.year < period.first else _("đang trong kỳ")


def is_of_years(project: Project) -> bool:
    """Whether the project is stated to last a year or longer, as `lasts_a_year` asks in SQL."""
    if project.starts_on is None or project.ends_on is None:
        return False
    return (project.ends_on.last_day() - project.starts_on.first_day()).days >= SHORTEST_DAYS


def programme_items(project: Project) -> list[dict[str, Any]]:
    """For `summary_list`: the pages where a project of several years stands beside the periods before and after it.

    `project` is a row of `project_rows`: one item for each country or territory of its sides that the reader may see, and
    for each side of none.
    """
    if not is_of_years(project):
        return []
    with_whom = (
        Whose(country=partner.country) if partner.country else Whose(partner=partner)
        for partner in sides(project)
    )
    return [
        {
            "label": _("Qua các giai đoạn"),
            "value": str(whose),
            "href": programme_url(whose, project.direction),
        }
        for whose in dict.fromkeys(with_whom)
    ]


def _signed(told: Comparison | None) -> str:
    """The difference with its sign, in words; empty where it is not known."""
    if told is None or told.difference is None:
        return ""
    words = str(Money(told.difference, told.currency))
    return f"+{words}" if told.difference > 0 else words


def _percent(value: Decimal | None, *, signed: bool = False) -> str:
    if value is None:
        return ""
    rounded = value.quantize(TENTH, rounding=ROUND_HALF_UP)
    return f"{'+' if signed and rounded > 0 else ''}{format_number(rounded)}%"


def sheet_heads() -> list[str]:
    """Heads of `sheet_rows`."""
    return [
        _("Chiều"),
        _("Từ năm"),
        _("Đến năm"),
        _("Dự án, viện trợ"),
        _("Văn bản"),
        _("Loại tiền"),
        *(str(kind.label) for kind in TOLD),
        _("Chênh lệch"),
        _("Chênh lệch (%)"),
    ]


def sheet_rows(periods: list[Period]) -> list[list[Any]]:
    """Periods as lines of a sheet; years are text, or they would be printed "2.018"."""
    return [
        [
            str(ProjectDirection(period.direction).label),
            str(period.first),
            str(period.last),
            "; ".join(project.title_vi for project in period.projects),
            "; ".join(paper.title_vi for paper in period.papers),
            told.currency if told else "",
            *((getattr(told, kind) if told else None) for kind in TOLD),
            told.difference if told else None,
            _rounded(told.difference_percent) if told else None,
        ]
        for period in periods
        for told in period.rows()
    ]


def _rounded(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(TENTH, rounding=ROUND_HALF_UP)
