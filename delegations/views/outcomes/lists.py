"""The lists of reports owed, overdue and in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from delegations.filters.outcomes import ConferenceReportFilter, TripReportFilter
from delegations.models import Conference, Delegation
from delegations.report_buttons import address
from delegations.report_standing import OUTSTANDING, TONES, ReportStanding
from delegations.rules import outcomes as rules
from delegations.selectors_outcomes import PlannedModel, report_rows
from delegations.views.contacts import agency_names
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView


def standing_words(row: Any) -> str:
    """The standing in words."""
    return str(ReportStanding(row.standing).label)


def days_late(row: Any) -> int | None:
    """Calendar days since the last day, of a report that is overdue."""
    if row.standing != ReportStanding.OVERDUE:
        return None
    return (local_today() - row.due_on).days


def report_value(name: str) -> Any:
    """A column's value from the report of the row, where there is one."""
    return lambda row: getattr(rules.report_of(row), name, None)


class TripReportListView(RegisterListView):
    """Delegations that are back: whose report is owed, overdue, in; the longest overdue first."""

    access = signed_in
    model: PlannedModel = Delegation
    template_name = "delegations/outcomes/list.html"
    page_title = _("Báo cáo kết quả")
    filterset_class: ClassVar[Any] = TripReportFilter
    default_sort = "due_on"
    export_name = "bao-cao-ket-qua-doan"
    empty_advice = _("Không có báo cáo nào theo điều kiện này. Chọn “Tất cả” để xem cả báo cáo đã nộp.")
    columns: ClassVar = [
        Column(
            "title",
            _("Nội dung"),
            value="title_vi",
            link=lambda row: address(row, "report"),
            sort=vi_key("title_vi"),
            width="wide",
        ),
        Column("key", _("Khóa"), on_screen=False),
        Column("ends", _("Ngày cuối"), sort="ends", width="narrow"),
        Column("agencies", _("Cơ quan chủ trì"), value=agency_names),
        Column(
            "standing",
            _("Báo cáo"),
            value=standing_words,
            sort="standing",
            template="delegations/outcomes/cells/standing.html",
        ),
        Column("due_on", _("Hạn báo cáo"), sort="due_on", width="narrow"),
        Column("days_late", _("Quá hạn (ngày)"), value=days_late, on_screen=False),
        Column(
            "number", _("Báo cáo số"), value=report_value("document_number"), sort="result__document_number"
        ),
        Column(
            "reported_on",
            _("Ngày báo cáo"),
            value=report_value("reported_on"),
            sort="result__reported_on",
            width="narrow",
        ),
        Column("closed_on", _("Kết thúc hồ sơ ngày"), on_screen=False),
        Column("summary", _("Kết quả chính"), value=report_value("summary"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return report_rows(self.model, self.request.user, local_today())

    def get_columns(self) -> Sequence[Column]:
        """Without number and day of the paper while only what is not in yet is asked for."""
        asked = self.filterset.form.cleaned_data.get("standing") if self.is_valid else ""
        is_owed = not asked or asked in set(OUTSTANDING)
        return [
            replace(column, on_screen=False)
            if is_owed and column.key in {"number", "reported_on"}
            else column
            for column in super().get_columns()
        ]

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            row.tone = TONES[ReportStanding(row.standing)]
            late = days_late(row)
            row.late_words = (
                "" if late is None else ngettext("quá %(n)s ngày", "quá %(n)s ngày", late) % {"n": late}
            )
        return rows


class ConferenceReportListView(TripReportListView):
    """The same of conferences."""

    model = Conference
    filterset_class = ConferenceReportFilter
    export_name = "bao-cao-ket-qua-hoi-nghi"
