"""What aid comes to, in tables and charts, each number with its list; and projects as a file for aid databases."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from agreements.aid_totals import DIMENSIONS, SHOWN, Scope, TotalRow, Totals, totals
from agreements.forms.aid import AidForm
from agreements.iati import Export, export
from agreements.models import Project
from agreements.presenters.aid_links import lines_url, projects_url
from agreements.presenters.aid_sums import cells, currencies, sums_chart
from agreements.selectors_projects import project_rows
from agreements.views.aid_lists import SheetView
from dnfa.accounts.access import signed_in
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet
from dnfa.core.money import DONG
from dnfa.core.views import AsOfMixin

OVERLAPS = gettext_lazy("Một dự án có thể đứng ở nhiều dòng; dòng tổng cộng tính mỗi dự án một lần.")
FIRST_TABLE = "source"


def _converted(row: TotalRow, kind: str) -> Decimal | None:
    """The value in đồng where a stated rate adds something to the sum that is in đồng anyway."""
    dong = row.dong.get(kind)
    return dong if dong and dong != row.sums[kind].of(DONG) else None


class AidTotalsView(LoginRequiredMixin, SheetView):
    """Totals of aid and projects for one person's view of the register."""

    access = signed_in
    template_name = "agreements/aid/totals.html"
    page_title = gettext_lazy("Tổng hợp viện trợ, dự án")
    export_name = "tong-hop-vien-tro"

    @cached_property
    def form(self) -> AidForm:
        return AidForm(self.request.GET)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was asked for; a question with a mistake leaves the whole, and the mistake is named."""
        return self.form.cleaned_data if self.form.is_valid() else {}

    @cached_property
    def by(self) -> str:
        return self.asked.get("by") or FIRST_TABLE

    @cached_property
    def found(self) -> Totals:
        asked = self.asked
        scope = Scope(
            self.request.user, asked.get("direction", ""), asked.get("booked_from"), asked.get("booked_to")
        )
        return totals(scope, self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        return super().get_context_data(
            form=self.form,
            title=self.page_title,
            by=self.by,
            by_label=DIMENSIONS[self.by],
            kinds=[(kind.value, kind.label) for kind in SHOWN],
            lines=[self._line(row) for row in found.rows],
            whole=self._line(found.whole),
            charts=[
                sums_chart(
                    code,
                    [(row.label, row.sums, partial(self._lines_of, row)) for row in found.rows],
                    SHOWN,
                    keeps_order=self.by == "year",
                )
                for code in currencies(found.whole.sums)
            ],
            found=found,
            overlaps=OVERLAPS,
            **kwargs,
        )

    def _line(self, row: TotalRow) -> dict[str, Any]:
        """A row as the template draws it: for each currency the sums of each kind and what was given out of the promise."""
        drawn = cells(row.sums, SHOWN, partial(self._lines_of, row))
        return {
            "label": row.label,
            "projects": row.projects,
            "href": projects_url(in_totals="true", **self._query(row)),
            "untold": row.untold,
            "cells": [
                {**cell, "dong": _converted(row, kind)} for kind, cell in zip(SHOWN, drawn, strict=True)
            ],
            "rates": [(code, rate) for code in currencies(row.sums) if (rate := row.rate(code)) is not None],
        }

    def _query(self, row: TotalRow) -> dict[str, str]:
        """What was asked of the page, and what the row asks besides."""
        asked = {name: self.request.GET.get(name, "") for name in ("direction", "booked_from", "booked_to")}
        return {**{name: value for name, value in asked.items() if value}, **row.query}

    def _lines_of(self, row: TotalRow, kind: str, currency: str) -> str:
        return lines_url(kind, currency, counted="true", **self._query(row))

    def _notes(self) -> list[str]:
        """What a reader of the sheet must know: the period, what counts twice, what has no date."""
        asked, notes = self.asked, []
        if asked.get("booked_from") and asked.get("booked_to"):
            notes.append(
                _("Tiền ghi từ %(first)s đến %(last)s")
                % {"first": display_value(asked["booked_from"]), "last": display_value(asked["booked_to"])}
            )
        if self.found.overlaps:
            notes.append(str(OVERLAPS))
        if self.found.undated:
            notes.append(_("%(n)s dòng tiền không ghi ngày, không tính vào kỳ") % {"n": self.found.undated})
        return notes

    def sheet(self) -> Sheet:
        """The table as a sheet: one line for each row and currency."""
        titles = [
            str(DIMENSIONS[self.by]),
            _("Loại tiền"),
            *(str(kind.label) for kind in SHOWN),
            _("Giải ngân so với cam kết (%)"),
        ]
        rows: list[list[Any]] = []
        for row in (*self.found.rows, self.found.whole):
            for code in currencies(row.sums):
                rate = row.rate(code)
                amounts = [row.sums[kind].of(code) if kind in row.sums else None for kind in SHOWN]
                rows.append(
                    [row.label, code, *amounts, None if rate is None else rate.quantize(Decimal("0.01"))]
                )
        return Sheet(str(self.page_title), self._notes(), titles, rows)


class IatiView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """Projects as an IATI document: what stands in it, what does not and why, and the file itself."""

    access = signed_in
    template_name = "agreements/aid/iati.html"
    page_title = gettext_lazy("Dự án theo chuẩn IATI")

    @cached_property
    def found(self) -> Export:
        """The projects of this person's view, as of today."""
        rows = project_rows(Project.objects.visible_to(self.request.user), self.request.user, self.as_of)
        whole = rows.prefetch_related("events", "results", "fields").order_by("key")
        return export(whole, today=self.as_of, made_at=timezone.now())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") == "xml":
            response = HttpResponse(self.found.document, content_type="application/xml")
            response["Content-Disposition"] = f'attachment; filename="iati-{self.as_of:%Y-%m-%d}.xml"'
            return response
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        keys = {left.key for left in found.left_out}
        titles = dict(
            Project.objects.visible_to(self.request.user).filter(key__in=keys).values_list("key", "title_vi")
        )
        left = [{"key": one.key, "title": titles[one.key], "reason": one.reason} for one in found.left_out]
        return super().get_context_data(title=self.page_title, found=found, left=left, **kwargs)
