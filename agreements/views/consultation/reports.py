"""Pages that record, correct and remove reports by law."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.forms.consultation import ReasonForm, ReportCorrectionForm, ReportForm
from agreements.models import Agreement, LegalReport
from agreements.selectors_consultation import Act, acts_without_report, report_rows
from agreements.services.consultation import (
    correct_legal_report,
    file_legal_report,
    remove_legal_report,
)
from agreements.views.consultation.base import DeedView, may_write, paper_row, section_of, visible_paper
from dnfa.core.editing import CreatesRecord


class ReportCreateView(CreatesRecord):
    """A report sent about one of the acts of a signed paper that has none yet."""

    access = may_write
    template_name = "agreements/consultation/create.html"
    form_class = ReportForm
    page_title = gettext_lazy("Ghi báo cáo đã gửi theo luật")
    submit_label = gettext_lazy("Ghi báo cáo")
    success_message = gettext_lazy("Đã ghi báo cáo.")

    @cached_property
    def paper(self) -> Agreement:
        return visible_paper(self.user, self.kwargs["key"])

    @cached_property
    def acts(self) -> list[Act]:
        return acts_without_report(self.paper)

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        """A paper that this person may not see answers 404 before any form."""
        if self.user.is_authenticated:
            _paper = self.paper
        return super().dispatch(*args, **kwargs)

    def get_form_kwargs(self, _record: Any) -> dict[str, Any]:
        return {"acts": self.acts}

    def initial(self) -> dict[str, Any]:
        return {"act": self.request.GET.get("act", ""), "sent_on": self.today}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nothing = "" if self.acts else _("Văn bản này chưa có việc nào còn phải báo cáo.")
        return super().get_context_data(about=[paper_row(self.paper)], nothing_to_do=nothing, **kwargs)

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> LegalReport:
        act = next(act for act in self.acts if act.code == cleaned_data.pop("act"))
        return file_legal_report(
            agreement=self.paper, event=act.event, kind=act.kind, user=user, today=today, **cleaned_data
        )

    def get_success_url(self, _record: Any) -> str:
        return section_of(self.paper)


class _ReportDeed(DeedView):
    def load(self, user: Any, **address: Any) -> LegalReport:
        found = report_rows(user).filter(pk=address["pk"]).first()
        if found is None:
            raise Http404(_("Không có báo cáo này."))
        return found

    def about(self, record: LegalReport) -> list[dict[str, Any]]:
        act = str(record.event) if record.event else _("Ký lần đầu")
        return [
            paper_row(record.agreement),
            {"label": _("Loại báo cáo"), "value": record.get_kind_display()},
            {"label": _("Về việc"), "value": act},
        ]

    def get_success_url(self, record: LegalReport) -> str:
        return section_of(record.agreement)


class ReportCorrectView(_ReportDeed):
    """What was recorded of a report as it really was."""

    form_class = ReportCorrectionForm
    page_title = gettext_lazy("Sửa báo cáo theo luật")
    success_message = gettext_lazy("Đã sửa báo cáo.")

    def do(self, record: LegalReport, cleaned_data: dict[str, Any]) -> None:
        correct_legal_report(report=record, user=self.user, today=self.today, **cleaned_data)


class ReportRemoveView(_ReportDeed):
    """A report recorded by mistake is removed."""

    form_class = ReasonForm
    page_title = gettext_lazy("Xóa báo cáo ghi nhầm")
    submit_label = gettext_lazy("Xóa báo cáo này")
    success_message = gettext_lazy("Đã xóa báo cáo ghi nhầm.")

    def do(self, record: LegalReport, cleaned_data: dict[str, Any]) -> None:
        remove_legal_report(report=record, user=self.user, **cleaned_data)
