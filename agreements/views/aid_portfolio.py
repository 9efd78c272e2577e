"""The portfolio of a partner, or of all partners of its country or territory: every number opens its list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements import presenters
from agreements.aid_parts import Whose
from agreements.aid_totals import SHOWN
from agreements.enums import ProjectDirection
from agreements.models import Project
from agreements.portfolio import MOST_TOLD, Portfolio, StateRow, portfolio, projects_with
from agreements.presenters.aid_links import lines_url, portfolio_url, programme_url, projects_url
from agreements.presenters.aid_sums import cells, currencies, sums_chart
from agreements.presenters.periods import PeriodTable
from agreements.presenters.projects import quantity_words
from agreements.project_flags import explain_report_overdue
from agreements.selectors_projects import project_rows, sums_by_kind
from agreements.views.aid_lists import SheetView
from agreements.views.aid_programmes import with_country, with_partner
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import on_day
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet
from dnfa.core.money import Sums
from dnfa.core.views import AsOfMixin


class PortfolioView(AsOfMixin, LoginRequiredMixin, SheetView):
    """What was received from a partner and given to it, as of a day and as this person may see it."""

    access = signed_in
    template_name = "agreements/aid/portfolio.html"
    export_name = "danh-muc-du-an"

    @cached_property
    def whose(self) -> Whose:
        user = self.request.user
        if "partner" in self.kwargs:
            return with_partner(user, self.kwargs["partner"])
        return with_country(user, self.kwargs["country"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = portfolio(self.whose, self.request.user, self.as_of)
        periods = PeriodTable(found.periods, self.whose, self.as_of)
        return super().get_context_data(
            whose=self.whose,
            found=found,
            circles=self._circles(),
            tiles=self._tiles(found),
            sides=[self._side(whole, states) for whole, states in found.sides],
            kinds=[kind.label for kind in SHOWN],
            rows=periods.rows(),
            period_kinds=[kind.label for kind in periods.kinds],
            programme_url=self._day(programme_url(self.whose)),
            overdue=[(one, explain_report_overdue(one.evidence)) for one in found.overdue],
            in_kind=[(project, quantity_words(project)) for project in found.in_kind],
            projects_url=self._projects(),
            most=f":{MOST_TOLD}",
            left={
                name: max(0, len(getattr(found, name)) - MOST_TOLD)
                for name in ("overdue", "papers", "in_kind", "results", "remains")
            },
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )

    def _day(self, address: str) -> str:
        return on_day(address, self.request)

    def _projects(self, **query: str) -> str:
        return self._day(projects_url(**self.whose.query, **query))

    def _circles(self) -> list[dict[str, Any]]:
        """This partner alone, or all partners of its country or territory."""
        partner = self.whose.partner
        country = partner.country if partner else self.whose.country
        if partner is None or country is None:
            return []
        words = _("Cả các đối tác của %(country)s") % {"country": country.name_vi}
        return [{"label": words, "href": self._day(portfolio_url(Whose(country=country)))}]

    def _tiles(self, found: Portfolio) -> list[dict[str, Any]]:
        numbers = {whole.direction: whole.projects for whole, _states in found.sides}
        tiles = [
            {
                "label": str(ProjectDirection(direction).label),
                "value": number,
                "unit": _("dự án"),
                "href": self._projects(direction=direction),
            }
            for direction, number in numbers.items()
        ]
        late = {
            "label": _("Quá thời hạn, chưa kết thúc"),
            "value": found.past_end,
            "unit": _("dự án"),
            "href": self._projects(past_end="true"),
            "tone": "warn" if found.past_end else "",
        }
        owed = {
            "label": _("Thiếu báo cáo tiến độ"),
            "value": len(found.overdue),
            "unit": _("dự án"),
            "href": "#overdue" if found.overdue else "",
            "tone": "warn" if found.overdue else "",
        }
        return [*tiles, late, owed]

    def _side(self, whole: StateRow, states: list[StateRow]) -> dict[str, Any]:
        """One direction: a line for each state and the line in all, and a chart for each currency."""
        drawn = [(row.label, row.sums, partial(self._lines, row)) for row in states]
        return {
            "direction": whole.direction,
            "label": whole.label,
            "lines": [self._line(row) for row in states],
            "whole": {**self._line(whole), "label": _("Tổng cộng")},
            "charts": [sums_chart(code, drawn, SHOWN, keeps_order=True) for code in currencies(whole.sums)],
        }

    def _line(self, row: StateRow) -> dict[str, Any]:
        return {
            "label": row.label,
            "projects": row.projects,
            "href": self._projects(**row.query),
            "cells": cells(row.sums, SHOWN, partial(self._lines, row)),
        }

    def _lines(self, row: StateRow, kind: str, currency: str) -> str:
        day = f"{self.as_of:%d/%m/%Y}"
        return lines_url(kind, currency, counted="true", known_by=day, **self.whose.query, **row.query)

    def sheet(self) -> Sheet:
        """Every project with what its lines known by the day come to: one line for each currency."""
        user = self.request.user
        rows = project_rows(projects_with(self.whose, user), user, self.as_of)
        heads = [
            _("Khóa"),
            _("Tên dự án, khoản viện trợ"),
            _("Chiều"),
            _("Tình trạng"),
            _("Từ"),
            _("Đến"),
            _("Số tiền đã nằm trong chương trình"),
            _("Loại tiền"),
            *(str(kind.label) for kind in SHOWN),
            _("Số lượng"),
            _("Kết quả"),
        ]
        notes = [
            _("Số liệu tính đến ngày %(as_of)s") % {"as_of": display_value(self.as_of)},
            _("Khi cộng, bỏ các dòng có số tiền đã nằm trong chương trình."),
        ]
        ordered = rows.order_by(F("starts_on").desc(nulls_last=True), "pk")
        title = _("Danh mục dự án: %(whose)s") % {"whose": self.whose}
        return Sheet(title, notes, heads, [line for project in ordered for line in _sheet_lines(project)])


def _sheet_lines(project: Project) -> Iterator[list[Any]]:
    sums = sums_by_kind(project)
    for currency in currencies(sums) or [""]:
        yield [
            project.key,
            project.title_vi,
            project.get_direction_display(),
            presenters.state_label(project),
            project.starts_on,
            project.ends_on,
            project.is_component,
            currency,
            *(sums.get(kind, Sums()).told(currency) for kind in SHOWN),
            quantity_words(project),
            project.result_vi,
        ]
