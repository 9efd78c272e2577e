"""Lists of opinions, of reports the law asks for, and of those sent."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.enums import Capacity
from agreements.filters.consultation import LegalReportFilter, OpinionFilter, ReportDutyFilter
from agreements.selectors_consultation import (
    Day,
    hang_time_left,
    opinion_rows,
    report_duties,
    report_rows,
    tell,
)
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.statuses import status_look
from dnfa.core.views import RegisterListView
from dnfa.followup.clocks import OPEN_STATES
from dnfa.followup.enums import ClockState

ONLY_OWN = _("Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")


def look_words(row: Any) -> str:
    """The state of an opinion in words."""
    return str(row.look.label or status_look(row.look.code).label)


def days_left(row: Any) -> int | None:
    """Working days to the last day, below zero when it has passed."""
    return row.time_left.working_days if row.time_left else None


class _DayListView(RegisterListView):
    """A list that speaks of today."""

    access = signed_in
    template_name = "agreements/consultation/list.html"

    @cached_property
    def day(self) -> Day:
        return Day.load(local_today())


class OpinionListView(_DayListView):
    """Opinions asked, the latest asked first."""

    page_title = _("Ý kiến về thỏa thuận")
    filterset_class = OpinionFilter
    default_sort = "-sent_on"
    export_name = "y-kien"
    import_kinds = ("y-kien",)
    empty_advice = ONLY_OWN
    columns: ClassVar = [
        Column(
            "agreement",
            _("Thỏa thuận"),
            value="consultation.agreement.title_vi",
            sort=vi_key("consultation__agreement__title_vi"),
            link=lambda row: reverse("agreements:opinion", args=[row.pk]),
            width="wide",
        ),
        Column("agency", _("Cơ quan được hỏi"), value="agency.name_vi", sort=vi_key("agency__name_vi")),
        Column(
            "state", _("Tình trạng"), value=look_words, template="agreements/consultation/cells/look.html"
        ),
        Column(
            "purpose",
            _("Nội dung hỏi"),
            value="consultation.get_purpose_display",
            sort="consultation__purpose",
        ),
        Column(
            "sent_on",
            _("Ngày gửi"),
            value="consultation.sent_on",
            sort="consultation__sent_on",
            width="narrow",
        ),
        Column("due_on", _("Hạn trả lời"), sort="due_on", width="narrow"),
        Column("days_left", _("Còn (ngày làm việc)"), value=days_left, on_screen=False),
        Column("answered_on", _("Ngày trả lời"), sort="answered_on", width="narrow"),
        Column("number", _("Công văn hỏi số"), value="consultation.document_number", on_screen=False),
        Column("received_on", _("Nhận đủ hồ sơ"), on_screen=False),
        Column("answer_number", _("Công văn trả lời số"), value="document_number", on_screen=False),
        Column("summary", _("Tóm tắt ý kiến"), on_screen=False),
        Column("handling", _("Tiếp thu, giải trình"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return opinion_rows(self.request.user)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return tell(rows, self.day)


def _capacity_words(row: Any) -> str:
    return str(Capacity(row.capacity).label)


class ReportDutyListView(_DayListView):
    """Reports that the law asks for, the first due first: due, late, sent."""

    page_title = _("Báo cáo theo luật")
    filterset_class = ReportDutyFilter
    default_sort = "due_on"
    export_name = "bao-cao-theo-luat"
    import_kinds = ("bao-cao-theo-luat",)
    empty_advice = _(
        "Thời hạn chỉ tính cho văn bản thuộc Luật 70/2020/QH14 có đủ ngày ký hoặc ngày chấm dứt."
    )
    columns: ClassVar = [
        Column(
            "agreement",
            _("Thỏa thuận"),
            value="paper_title",
            sort=vi_key("paper_title"),
            link=lambda row: reverse("agreements:detail", args=[row.paper_key]),
            width="wide",
        ),
        Column("rule", _("Báo cáo"), value="rule.label", sort="code"),
        Column("act", _("Về việc"), value="part_label", on_screen=False),
        Column("capacity", _("Danh nghĩa ký"), value=_capacity_words, sort="capacity"),
        Column(
            "state",
            _("Tình trạng"),
            value=lambda row: str(ClockState(row.state).label),
            template="agreements/consultation/cells/state.html",
        ),
        Column("started_on", _("Tính từ"), sort="started_on", width="narrow"),
        Column("due_on", _("Hạn cuối"), sort="due_on", width="narrow"),
        Column("days_left", _("Còn (ngày làm việc)"), value=days_left, on_screen=False),
        Column("done_on", _("Ngày gửi"), sort="done_on", width="narrow"),
        Column("done_note", _("Số, ký hiệu")),
        Column("sent_to", _("Nơi nhận"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return report_duties(self.request.user, self.day.today)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            hang_time_left(row, self.day, owed=row.state in OPEN_STATES)
        return rows


class ReportListView(RegisterListView):
    """Reports by law that were sent, the latest first; those of papers without a clock too."""

    access = signed_in
    template_name = "agreements/consultation/list.html"
    page_title = _("Báo cáo theo luật đã gửi")
    filterset_class = LegalReportFilter
    default_sort = "-sent_on"
    export_name = "bao-cao-da-gui"
    import_kinds = ("bao-cao-theo-luat",)
    empty_advice = ONLY_OWN
    columns: ClassVar = [
        Column(
            "agreement",
            _("Thỏa thuận"),
            value="agreement.title_vi",
            sort=vi_key("agreement__title_vi"),
            link=lambda row: row.agreement.get_absolute_url(),
            width="wide",
        ),
        Column("kind", _("Loại báo cáo"), value="get_kind_display", sort="kind"),
        Column("act", _("Về việc"), value=lambda row: str(row.event) if row.event else str(_("Ký lần đầu"))),
        Column("sent_on", _("Ngày gửi"), sort="sent_on", width="narrow"),
        Column("document_number", _("Số, ký hiệu"), sort="document_number"),
        Column("recipients", _("Nơi nhận")),
        Column("note", _("Ghi chú"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return report_rows(self.request.user)
