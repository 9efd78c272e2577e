"""What aid comes to, in tables and charts, each number with its list; and projects as a file for aid databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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

from agreements.aid_rows import Scope, TotalRow, Totals
from agreements.aid_totals import DIMENSIONS, SHOWN, head_of, totals
from agreements.enums import ProjectDirection
from agreements.forms.aid import AidForm
from agreements.iati import Export, export
from agreements.models import Project
from agreements.presenters.aid_links import lines_url, projects_url, uncertain_lines_url
from agreements.presenters.aid_sums import cells, currencies, in_dong, sums_chart, uncertain_words
from agreements.selectors_projects import project_rows
from agreements.views.aid_lists import SheetView
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import on_day
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet
from dnfa.core.money import Sums
from dnfa.core.views import AsOfMixin

OVERLAPS = gettext_lazy("Một dự án có thể đứng ở nhiều dòng; dòng tổng cộng tính mỗi dự án một lần.")
FIRST_TABLE = "source"
CENT = Decimal("0.01")


class AidTotalsView(AsOfMixin, LoginRequiredMixin, SheetView):
    """Totals of aid and projects for one person's view of the register: what came, what was given, never one sum of both."""

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
    def period(self) -> tuple[date, date] | None:
        first, last = self.asked.get("booked_from"), self.asked.get("booked_to")
        return (first, last) if first and last else None

    @cached_property
    def found(self) -> dict[ProjectDirection, Totals]:
        """The tables of the directions asked for."""
        told = totals(Scope(self.request.user, self.as_of, *(self.period or (None, None))), self.by)
        only = self.asked.get("direction")
        return {way: table for way, table in told.items() if not only or way == only}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            title=self.page_title,
            kinds=[(kind.value, kind.label) for kind in SHOWN],
            sides=[self._side(way, table) for way, table in self.found.items()],
            projects=sum(table.whole.projects for table in self.found.values()),
            in_period=self.period is not None,
            overlaps=OVERLAPS if self.by == "field" else "",
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )

    def _side(self, way: ProjectDirection, table: Totals) -> dict[str, Any]:
        """One direction: its charts, its rows, the line in all, what stands beside and what may be missing."""
        drawn = [(row.label, row.sums, partial(self._lines_of, way, row)) for row in table.rows]
        return {
            "direction": way.value,
            "label": way.label,
            "head": head_of(way, self.by),
            "lines": [self._line(way, row) for row in table.rows],
            "whole": self._line(way, table.whole),
            "set_aside": [self._beside(way, row) for row in table.set_aside],
            "charts": [
                sums_chart(code, drawn, SHOWN, keeps_order=self.by == "year")
                for code in currencies(table.whole.sums)
            ],
            "uncertain": uncertain_words(table.uncertain) if table.uncertain else "",
            "uncertain_href": self._uncertain_of(way),
        }

    def _line(self, way: ProjectDirection, row: TotalRow) -> dict[str, Any]:
        """A row as the template draws it: for each currency the sums of each kind and what was given out of the promise."""
        return self._drawn(row, partial(self._lines_of, way, row)) | {
            "href": self._projects_of(way, in_totals="true", **row.query)
        }

    def _beside(self, way: ProjectDirection, row: TotalRow) -> dict[str, Any]:
        """A row of projects whose money is in no total."""
        return self._drawn(row, partial(self._lines, way, **row.query)) | {
            "href": self._projects_of(way, **row.query),
            "label": _("Ngoài tổng: %(state)s") % {"state": row.label},
        }

    def _drawn(self, row: TotalRow, listed: Any) -> dict[str, Any]:
        drawn = cells(row.sums, SHOWN, listed)
        return {
            "label": row.label,
            "projects": row.projects,
            "cells": [
                {**cell, "dong": in_dong(row, kind, partial(listed, in_dong="false"))}
                for kind, cell in zip(SHOWN, drawn, strict=True)
            ],
            "rates": [(code, rate) for code in currencies(row.sums) if (rate := row.rate(code)) is not None],
        }

    def _period(self) -> dict[str, str]:
        """The period asked for, as lists ask for it."""
        names = ("booked_from", "booked_to")
        return {name: self.request.GET[name] for name in names} if self.period else {}

    def _projects_of(self, way: ProjectDirection, **query: str) -> str:
        asked = {"direction": way.value, **self._period(), **query}
        return on_day(projects_url(**asked), self.request)

    def _lines_of(self, way: ProjectDirection, row: TotalRow, kind: str, currency: str, **query: str) -> str:
        return self._lines(way, kind, currency, in_totals="true", **row.query, **query)

    def _lines(self, way: ProjectDirection, kind: str, currency: str, **query: str) -> str:
        day = display_value(self.as_of)
        asked = {"direction": way.value, "known_by": day, **self._period(), **query}
        return lines_url(kind, currency, **asked)

    def _uncertain_of(self, way: ProjectDirection) -> str:
        if self.period is None:
            return ""
        day = display_value(self.as_of)
        return uncertain_lines_url(*self.period, direction=way.value, in_totals="true", known_by=day)

    def _notes(self) -> list[str]:
        """What a reader of the sheet must know: the day, the period, what counts twice, what is left out."""
        notes = [_("Số liệu tính đến ngày %(as_of)s") % {"as_of": display_value(self.as_of)}]
        if self.period:
            first, last = map(display_value, self.period)
            notes.append(_("Tiền ghi từ %(first)s đến %(last)s") % {"first": first, "last": last})
        if self.by == "field":
            notes.append(str(OVERLAPS))
        notes.append(_("Dòng “ngoài tổng” không nằm trong dòng tổng cộng."))
        notes.append(_("Tiền quy ra đồng không gồm các dòng chưa quy đổi, số dòng ghi ở cột bên."))
        for way, table in self.found.items():
            if table.uncertain:
                notes.append(f"{way.label}: {uncertain_words(table.uncertain)}")
        return notes

    def sheet(self) -> Sheet:
        """The tables as a sheet: one line for each row and currency, with what it is in đồng and how many lines are not."""
        kinds = [str(kind.label) for kind in SHOWN]
        titles = [
            _("Chiều"),
            str(DIMENSIONS[self.by]),
            _("Loại tiền"),
            *kinds,
            *(_("%(kind)s, quy ra đồng") % {"kind": kind} for kind in kinds),
            *(_("%(kind)s, số dòng chưa quy đổi") % {"kind": kind} for kind in kinds),
            _("Giải ngân so với cam kết (%)"),
        ]
        rows = [line for way, table in self.found.items() for line in _sheet_lines(way, table)]
        return Sheet(str(self.page_title), self._notes(), titles, rows)


def _sheet_lines(way: ProjectDirection, table: Totals) -> Iterator[list[Any]]:
    beside = [(_("Ngoài tổng: %(state)s") % {"state": row.label}, row) for row in table.set_aside]
    for label, row in [*((row.label, row) for row in (*table.rows, table.whole)), *beside]:
        for code in currencies(row.sums):
            rate = row.rate(code)
            told = [row.told.get((kind, code)) for kind in SHOWN]
            yield [
                str(way.label),
                label,
                code,
                *(row.sums.get(kind, Sums()).told(code) for kind in SHOWN),
                *(one.dong if one else None for one in told),
                *((one.untold or None) if one else None for one in told),
                None if rate is None else rate.quantize(CENT),
            ]


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
