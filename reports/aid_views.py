"""The page of the report on aid: choose a period, take the paper or the workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from dnfa.accounts.access import roles
from dnfa.core.clock import local_now, local_today
from reports.aid import AidPeriod, build
from reports.annual.docx import to_docx
from reports.annual.xlsx import to_xlsx
from reports.rules import REPORT_READERS
from reports.services import EARLIEST_YEAR

PARTS = [("year", _("Cả năm")), ("h1", _("6 tháng đầu năm")), ("h2", _("6 tháng cuối năm"))]
WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class AidPeriodForm(forms.Form):
    """A year that has begun, whole or by halves."""

    year = forms.TypedChoiceField(label=_("Năm"), coerce=int)
    part = forms.ChoiceField(label=_("Kỳ"), choices=PARTS)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(this_year, EARLIEST_YEAR - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]


class AidReportView(LoginRequiredMixin, TemplateView):
    """Choose, look at the numbers, take the file."""

    access = roles(*REPORT_READERS)
    template_name = "reports/aid.html"

    @cached_property
    def form(self) -> AidPeriodForm:
        this_year = local_today().year
        asked = {"year": this_year, "part": "year", **self.request.GET.dict()}
        return AidPeriodForm(asked, this_year=this_year)

    @cached_property
    def report(self) -> Any:
        """The report of the period asked for; None for a period that is none."""
        if not self.form.is_valid():
            return None
        period = AidPeriod(self.form.cleaned_data["year"], self.form.cleaned_data["part"])
        return build(user=self.request.user, period=period, today=local_today(), prepared_at=local_now())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        writer = WRITERS.get(request.GET.get("format", ""))
        if writer is None or self.report is None:
            return super().get(request, *args, **kwargs)
        write, media_type = writer
        response = HttpResponse(write(self.report), content_type=media_type)
        name = f"bao-cao-vien-tro-{request.GET.get('year', '')}-{request.GET.get('part', '')}.{request.GET['format']}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, report=self.report, **kwargs)
