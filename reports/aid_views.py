"""The page of the report on aid: choose a period, look at the numbers, take the paper or the workbook."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from dnfa.accounts.access import roles
from dnfa.core.clock import local_now, local_today
from reports.aid import AidPeriod, build
from reports.annual.document import YearlyReport
from reports.annual.docx import to_docx
from reports.annual.pdf import to_pdf
from reports.annual.xlsx import to_xlsx
from reports.rules import REPORT_READERS
from reports.services import EARLIEST_YEAR

PARTS = [("year", _("Cả năm")), ("h1", _("6 tháng đầu năm")), ("h2", _("6 tháng cuối năm"))]
WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def file_of(report: YearlyReport, period: AidPeriod, kind: str) -> HttpResponse:
    """The report as a file to keep, of one of `WRITERS`."""
    write, media_type = WRITERS[kind]
    response = HttpResponse(write(report), content_type=media_type)
    name = f"bao-cao-vien-tro-{period.year}-{period.part}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class AidPeriodForm(forms.Form):
    """A year that has begun, whole or by halves; a half that has not is refused."""

    year = forms.TypedChoiceField(label=_("Năm"), coerce=int)
    part = forms.ChoiceField(label=_("Kỳ"), choices=PARTS)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        years = [(year, str(year)) for year in range(today.year, EARLIEST_YEAR - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.period.has_begun(self.today):
            self.add_error("part", _("Kỳ này chưa bắt đầu."))
        return cleaned

    @property
    def period(self) -> AidPeriod:
        """The period asked for, once its parts are read."""
        return AidPeriod(self.cleaned_data["year"], self.cleaned_data["part"])


class AidReportView(LoginRequiredMixin, TemplateView):
    """Choose, look at the numbers, take the file."""

    access = roles(*REPORT_READERS)
    template_name = "reports/aid.html"

    @cached_property
    def form(self) -> AidPeriodForm:
        today = local_today()
        asked = {"year": today.year, "part": "year", **self.request.GET.dict()}
        return AidPeriodForm(asked, today=today)

    @cached_property
    def report(self) -> Any:
        """The report of the period asked for; None for a period that is none."""
        if not self.form.is_valid():
            return None
        return build(
            user=self.request.user, period=self.form.period, today=self.form.today, prepared_at=local_now()
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("format") not in WRITERS or self.report is None:
            return super().get(request, *args, **kwargs)
        return file_of(self.report, self.form.period, request.GET["format"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=self.form,
            report=self.report,
            totals_page=self._totals_page() if self.report else "",
            **kwargs,
        )

    def _totals_page(self) -> str:
        """The tables of the same period by donor, country, field, agency, as of the same day."""
        days = self.form.period.span(self.form.today)
        asked = {
            "booked_from": f"{days.first:%d/%m/%Y}",
            "booked_to": f"{days.last:%d/%m/%Y}",
            "as_of": f"{days.cutoff:%d/%m/%Y}",
        }
        return f"{reverse('agreements:aid_totals')}?{urlencode(asked)}"
