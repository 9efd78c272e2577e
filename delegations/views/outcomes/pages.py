"""The page of one report, and its Word file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from delegations.models import Delegation, OutcomeReport
from delegations.report_buttons import address, buttons_of
from delegations.report_standing import TONES
from delegations.result_paper import result_docx
from delegations.rules import can_see_people
from delegations.rules import outcomes as rules
from delegations.selectors_outcomes import PlannedModel, report_page
from delegations.views.contacts import agency_names
from delegations.views.planned import visible_record
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportView(LoginRequiredMixin, TemplateView):
    """The report on one delegation or conference: where it stands, what it says, what is missing, what can be done."""

    access = signed_in
    template_name = "delegations/outcomes/report.html"
    model: PlannedModel = Delegation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        record = visible_record(self.model, user, self.kwargs["key"])
        page = report_page(record, user, local_today())
        facts = []
        if page.report is not None:
            facts = [
                (_("Báo cáo số"), page.report.document_number),
                (_("Ngày báo cáo"), page.report.reported_on),
                (_("Người báo cáo"), page.report.reported_by and page.report.reported_by.full_name),
            ]
        return super().get_context_data(
            page=page,
            record=record,
            report=page.report,
            tone=TONES.get(page.standing, "muted") if page.standing else "muted",
            texts=texts_of(page.report),
            facts=[fact for fact in facts if fact[1]],
            agencies=agency_names(record),
            buttons=buttons_of(record, user),
            may_take_up=rules.can_take_up(user) and rules.is_open(record),
            take_up_url=address(record, "report-take-up"),
            sees_people=can_see_people(user, record),
            word_url=address(record, "report-word"),
            **kwargs,
        )


def texts_of(report: OutcomeReport | None) -> list[tuple[Any, str]]:
    """The sections of the report that say something, with their titles."""
    if report is None:
        return []
    fields = [(OutcomeReport._meta.get_field(name), getattr(report, name)) for name in TEXTS]
    return [(field.verbose_name, text) for field, text in fields if text]  # type: ignore[union-attr]


TEXTS = ("summary", "done", "negotiating", "assessment")


class ReportWordView(View):
    """The report as a Word file in the form of Decree 30/2020/NĐ-CP."""

    access = signed_in
    model: PlannedModel = Delegation

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        record = visible_record(self.model, request.user, key)
        report = rules.report_of(record)
        if report is None:
            raise Http404(_now("Hồ sơ này chưa có báo cáo kết quả."))
        answer = HttpResponse(result_docx(record, report, request.user), content_type=DOCX)
        answer["Content-Disposition"] = f'attachment; filename="bao-cao-ket-qua_{record.key}.docx"'
        return answer
