"""The page of statistics: a period, its tables beside the year before, each as a workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from delegations.forms.statistics import PeriodForm
from delegations.statistics import BREAKDOWNS, Breakdown, Line, Pair, Statistics, statistics, table
from delegations.statistics.lists import Query, sides
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import on_day
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet, write_xlsx
from dnfa.core.views import XLSX_TYPE, AsOfMixin

FEW = 10  # lines of a long table on the page of all tables


class DelegationStatisticsView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """Statistics of delegations for one person's view of the register."""

    access = signed_in
    template_name = "delegations/statistics/page.html"

    @cached_property
    def form(self) -> PeriodForm:
        return PeriodForm(self.request.GET, today=self.as_of)

    @cached_property
    def found(self) -> Statistics:
        self.form.is_valid()  # a period that cannot be leaves the present year
        return statistics(self.request.user, self.form.period)

    @property
    def asked(self) -> str:
        """The one table asked for, or nothing."""
        return self.form.cleaned_data.get("by", "") if self.form.is_valid() else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "xlsx" and self.form.is_valid():
            return self._export(Breakdown(self.asked or Breakdown.TOTAL))
        return super().get(request, *args, **kwargs)

    def _href(self, query: Query) -> str:
        return on_day(f"{reverse('delegations:list')}?{urlencode(query, doseq=True)}", self.request)

    def _cells(self, by: Breakdown, line: Line, *, is_total: bool) -> dict[str, Any]:
        return {
            "label": line.label,
            "sides": [
                {
                    "direction": side.direction,
                    "pair": side.pair,
                    "href": self._href(side.query),
                    "href_before": self._href(side.query_before),
                    "href_unknown": self._href(side.query_unknown),
                }
                for side in sides(by, line, self.found.period, is_total=is_total)
            ],
        }

    def _shown(self, by: Breakdown, limit: int | None) -> dict[str, Any]:
        drawn = table(self.found, by)
        lines = (
            drawn.lines[:limit]
            if by in {Breakdown.PARTNER, Breakdown.AGENCY, Breakdown.COUNTRY}
            else drawn.lines
        )
        return {
            "by": by.value,
            "title": by.label,
            "lines": [self._cells(by, line, is_total=False) for line in lines],
            "total": self._cells(by, drawn.total, is_total=True),
            "more": len(drawn.lines) - len(lines),
            "count": len(drawn.lines),
            "counts_again": drawn.counts_again,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        shown = [Breakdown(self.asked)] if self.asked else list(BREAKDOWNS)
        months = table(found, Breakdown.MONTH).lines
        several_years = found.period.first.year != found.period.last.year
        return super().get_context_data(
            form=self.form,
            period=found.period,
            before=found.period.before(),
            left_out=_left_out(found),
            asked=self.asked,
            tables=[self._shown(by, None if self.asked else FEW) for by in shown],
            chart=[
                {
                    "label": line.label if several_years else int(line.key[5:]),
                    "value": line.together.now.delegations,
                }
                for line in months
                if line.key
            ],
            **kwargs,
        )

    def _export(self, by: Breakdown) -> HttpResponse:
        drawn, period = table(self.found, by), self.found.period
        before = period.before()
        notes = [
            _("Kỳ từ %(first)s đến %(last)s; cùng kỳ năm trước từ %(before_first)s đến %(before_last)s")
            % {
                "first": display_value(period.first),
                "last": display_value(period.up_to),
                "before_first": display_value(before.first),
                "before_last": display_value(before.up_to),
            }
        ]
        notes += _left_out(self.found)
        if drawn.counts_again:
            notes.append(_("Một đoàn có thể đứng ở nhiều dòng; dòng tổng số tính mỗi đoàn một lần."))
        heads = [str(by.label)]
        for side in (_("Đoàn vào"), _("Đoàn ra")):
            heads += [
                f"{side}: {head}"
                for head in (
                    _("số đoàn"),
                    _("số đoàn cùng kỳ"),
                    _("số đoàn tăng, giảm"),
                    _("số đoàn tăng, giảm (%)"),
                    _("lượt người"),
                    _("lượt người cùng kỳ"),
                    _("lượt người tăng, giảm"),
                    _("lượt người tăng, giảm (%)"),
                    _("số đoàn chưa rõ số người"),
                )
            ]
        rows = [
            [str(line.label), *_numbers(line.inbound), *_numbers(line.outbound)]
            for line in [*drawn.lines, drawn.total]
        ]
        sheet = Sheet(_("Thống kê đoàn vào, đoàn ra"), notes, heads, rows)
        response = HttpResponse(write_xlsx(sheet), content_type=XLSX_TYPE)
        name = f"thong-ke-doan_{by.value}_{period.up_to:%Y-%m-%d}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _left_out(found: Statistics) -> list[str]:
    """How many delegations no period could hold, of the period and of the year before."""
    told = []
    if now := found.unplaced:
        sentence = ngettext(
            "%(n)s đoàn chỉ biết tháng hoặc năm nên không xếp được vào kỳ này.",
            "%(n)s đoàn chỉ biết tháng hoặc năm nên không xếp được vào kỳ này.",
            now,
        )
        told.append(sentence % {"n": now})
    if before := found.unplaced_before:
        sentence = ngettext(
            "%(n)s đoàn của năm trước chỉ biết tháng hoặc năm nên không so sánh cùng kỳ được.",
            "%(n)s đoàn của năm trước chỉ biết tháng hoặc năm nên không so sánh cùng kỳ được.",
            before,
        )
        told.append(sentence % {"n": before})
    return told


def _numbers(pair: Pair) -> list[Any]:
    return [
        pair.now.delegations,
        pair.before.delegations,
        pair.difference.delegations,
        pair.delegations_percent,
        pair.now.persons,
        pair.before.persons,
        pair.difference.persons,
        pair.persons_percent,
        pair.now.unknown,
    ]
