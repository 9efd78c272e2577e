"""Lists and pages of conferences and visits of the foreign press."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations import conference_parts as parts
from delegations import trip_parts as words
from delegations.filters.conferences import ConferenceFilter, PressVisitFilter
from delegations.rules import can_write_contacts
from delegations.sections import conference_page, press_page
from delegations.selectors_conferences import conference_in_full, conference_rows, press_rows
from delegations.views import planned_columns as planned
from delegations.views.contacts import TITLE, agency_names, partner_names
from delegations.views.planned import HIDDEN, PlannedDetailView
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import AsOfMixin, RegisterListView

EXPORTED = (
    *planned.HELD,
    Column("planned_starts_on", _("Dự kiến từ ngày"), on_screen=False),
    Column("planned_ends_on", _("Dự kiến đến ngày"), sort="last_day", on_screen=False),
    Column("days", _("Số ngày"), value=words.days_of, on_screen=False),
    Column("mode", _("Hình thức"), value="get_mode_display", on_screen=False),
    Column("purpose", _("Mục đích"), value="purpose_vi", on_screen=False),
    Column("organiser", _("Đơn vị tổ chức (ngoài thành phố)"), on_screen=False),
    planned.COORDINATING,
    Column("planned_persons", _("Dự kiến số người"), on_screen=False),
    Column("vietnamese", _("Người Việt Nam"), value="vietnamese_persons", on_screen=False),
    Column("resident", _("Người nước ngoài ở trong nước"), value="resident_foreigners", on_screen=False),
    Column("visiting", _("Người nước ngoài từ nước ngoài vào"), value="visiting_foreigners", on_screen=False),
    Column("online", _("Người dự trực tuyến"), value="online_persons", on_screen=False),
    Column("persons", _("Tổng số người"), sort="persons", on_screen=False),
    Column("countries", _("Quốc gia, vùng lãnh thổ có người dự"), value=parts.countries, on_screen=False),
    Column("partners", _("Đối tác"), value=partner_names, on_screen=False),
    Column("filed_on", _("Ngày nộp hồ sơ xin phép"), on_screen=False),
    *planned.PERMIT,
    *planned.COST,
    *planned.RESULT,
    Column("cancelled_on", _("Hủy ngày"), on_screen=False),
    Column("cancel_reason", _("Lý do hủy"), value="get_cancel_reason_display", on_screen=False),
)


class ConferenceListView(KeepsDay, RegisterListView):
    """Conferences planned and held; the export has the columns of annex VI of the yearly report."""

    access = signed_in
    takes_as_of = True
    template_name = "delegations/conferences/list.html"
    page_title = _("Hội nghị, hội thảo")
    filterset_class = ConferenceFilter
    default_sort = "-when"
    export_name = "hoi-nghi"
    import_kinds = ("hoi-nghi",)
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        TITLE,
        planned.KEY,
        Column("part", _("Vai trò"), value="get_part_display", sort="part"),
        planned.WHEN,
        planned.STATE,
        Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names),
        Column("place", _("Địa điểm"), sort=vi_key("place")),
        Column("people", _("Số người"), value=words.persons_of, align="end", in_export=False),
        Column("permit_level", _("Cấp cho phép"), value="get_permit_level_display", sort="permit_level"),
        Column(
            "filing",
            _("Hạn nộp hồ sơ xin phép"),
            value=parts.filing_words,
            sort="file_by",
            template="delegations/conferences/filing.html",
        ),
        Column(
            "plan_status",
            _("Kế hoạch năm"),
            value=words.plan_words,
            sort="plan_status",
            on_screen=False,
        ),
        *EXPORTED,
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return conference_rows(self.request.user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            add_url="delegations:conference-add",
            add_label=_("Thêm hội nghị"),
            can_add=can_write_contacts(self.request.user),
            **kwargs,
        )


class ConferenceDetailView(PlannedDetailView):
    """One conference."""

    template_name = "delegations/conferences/conference.html"
    parts = conference_page

    def rows(self, user: Any, as_of: date) -> QuerySet[Any]:
        return conference_in_full(user, as_of)

    def summary(self, record: Any) -> list[dict[str, Any]]:
        return parts.summary(record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            list_url="delegations:conferences", list_name=ConferenceListView.page_title, **kwargs
        )


class PressVisitListView(RegisterListView):
    """Visits of the foreign press, the newest first."""

    access = signed_in
    template_name = "delegations/conferences/list.html"
    page_title = _("Phóng viên nước ngoài")
    filterset_class = PressVisitFilter
    default_sort = "-starts_on"
    export_name = "phong-vien-nuoc-ngoai"
    import_kinds = ("phong-vien",)
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        TITLE,
        planned.KEY,
        Column("outlets", _("Hãng báo chí"), sort=vi_key("outlets")),
        Column("countries", _("Quốc gia, vùng lãnh thổ"), value=parts.countries),
        Column("starts_on", _("Từ ngày"), sort="starts_on", width="narrow"),
        Column("ends_on", _("Đến ngày"), sort="ends_on", width="narrow"),
        Column("persons", _("Số người"), sort="persons", align="end"),
        Column("place", _("Địa điểm"), on_screen=False),
        Column("topics", _("Chủ đề tác nghiệp"), on_screen=False),
        Column("permit_number", _("Giấy phép số"), sort="permit_number"),
        Column("permit_on", _("Ngày giấy phép"), on_screen=False),
        Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names, on_screen=False),
        Column("guided_by", _("Cơ quan hướng dẫn")),
        Column("partners", _("Đối tác"), value=partner_names, on_screen=False),
        Column("is_published", _("Đã có sản phẩm báo chí"), sort="is_published"),
        Column("published_note", _("Sản phẩm"), on_screen=False),
        Column("outcome", _("Kết quả"), value="outcome_vi", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return press_rows(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            add_url="delegations:press_visit-add",
            add_label=_("Thêm đoàn phóng viên"),
            can_add=can_write_contacts(self.request.user),
            **kwargs,
        )


class PressVisitDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One visit of the foreign press."""

    access = signed_in
    template_name = "delegations/conferences/press_visit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        record = press_rows(user).filter(key=self.kwargs["key"]).first()
        if record is None:
            raise Http404(HIDDEN)
        return super().get_context_data(
            record=record,
            when=words.span(record.starts_on, record.ends_on),
            summary=parts.press_summary(record),
            sections=press_page.build_sections(record, user, self.as_of),
            buttons=press_page.buttons(record, user),
            list_url="delegations:press_visits",
            list_name=PressVisitListView.page_title,
            **kwargs,
        )
