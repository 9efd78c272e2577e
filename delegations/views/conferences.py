"""Lists and pages of conferences and visits of the foreign press."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations import conference_parts as parts
from delegations.filters.conferences import ConferenceFilter, PressVisitFilter
from delegations.rules import can_write_contacts
from delegations.sections import conference_page, press_page
from delegations.selectors_conferences import conference_rows, press_rows
from delegations.views.contacts import TITLE, agency_names, partner_names
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import AsOfMixin, RegisterListView


def _report(conference: Any) -> Any:
    report = getattr(conference, "result", None)
    return report.reported_on if report else ""


class ConferenceListView(KeepsDay, RegisterListView):
    """Conferences planned and held, in the columns of annex VI of the yearly report."""

    access = signed_in
    takes_as_of = True
    template_name = "delegations/conferences/list.html"
    page_title = _("Hội nghị, hội thảo")
    filterset_class = ConferenceFilter
    default_sort = "-begins"
    export_name = "hoi-nghi"
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        TITLE,
        Column("key", _("Khóa"), on_screen=False),
        Column(
            "state",
            _("Trạng thái"),
            value=parts.state_label,
            sort="state",
            width="narrow",
            template="delegations/conferences/state.html",
        ),
        Column("part", _("Vai trò"), value="get_part_display", sort="part"),
        Column("lead_agencies", _("Cơ quan tổ chức"), value=agency_names),
        Column(
            "coordinating",
            _("Cơ quan phối hợp"),
            value=lambda row: parts.names(row.coordinating),
            on_screen=False,
        ),
        Column("begins", _("Từ ngày"), sort="begins", width="narrow"),
        Column("ends", _("Đến ngày"), sort="ends", width="narrow"),
        Column("place", _("Địa điểm"), sort=vi_key("place")),
        Column(
            "vietnamese",
            _("Người Việt Nam"),
            value="vietnamese_persons",
            align="end",
            sort="vietnamese_persons",
        ),
        Column(
            "resident",
            _("Người nước ngoài ở trong nước"),
            value="resident_foreigners",
            align="end",
            on_screen=False,
        ),
        Column(
            "visiting",
            _("Người nước ngoài từ nước ngoài vào"),
            value="visiting_foreigners",
            align="end",
            on_screen=False,
        ),
        Column("persons", _("Số người"), sort="persons", align="end"),
        Column("countries", _("Các nước"), value=lambda row: parts.names(row.countries), on_screen=False),
        Column("partners", _("Đối tác"), value=partner_names, on_screen=False),
        Column("cost", _("Kinh phí"), value=parts.cost_words, align="end", on_screen=False),
        Column("permit_level", _("Cấp cho phép"), value="get_permit_level_display", sort="permit_level"),
        Column(
            "plan_status",
            _("Kế hoạch năm"),
            value="get_plan_status_display",
            sort="plan_status",
            on_screen=False,
        ),
        Column("report", _("Ngày báo cáo"), value=_report, on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return conference_rows(self.request.user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            add_url="delegations:conference-add",
            add_label=_("Ghi hội nghị"),
            can_add=can_write_contacts(self.request.user),
            **kwargs,
        )

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        """The tone of each state."""
        for row in rows:
            row.state_tone = parts.state_tone(row)
        return rows


class ConferenceDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One conference: summary first, then the parts that the areas bring."""

    access = signed_in
    template_name = "delegations/conferences/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        record = get_object_or_404(conference_rows(user, self.as_of), key=self.kwargs["key"])
        return super().get_context_data(
            contact=record,
            state_label=parts.state_label(record),
            state_tone=parts.state_tone(record),
            summary=parts.summary(record),
            sections=conference_page.build_sections(record, user, self.as_of),
            buttons=conference_page.buttons(record, user),
            list_url="delegations:conferences",
            list_name=ConferenceListView.page_title,
            **kwargs,
        )


class PressVisitListView(RegisterListView):
    """Visits of the foreign press, the newest first."""

    access = signed_in
    template_name = "delegations/conferences/list.html"
    page_title = _("Phóng viên nước ngoài")
    filterset_class = PressVisitFilter
    default_sort = "-starts_on"
    export_name = "phong-vien-nuoc-ngoai"
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        TITLE,
        Column("key", _("Khóa"), on_screen=False),
        Column("outlets", _("Hãng báo chí"), sort=vi_key("outlets")),
        Column("countries", _("Quốc gia, vùng lãnh thổ"), value=lambda row: parts.names(row.countries)),
        Column("starts_on", _("Từ ngày"), sort="starts_on", width="narrow"),
        Column("ends_on", _("Đến ngày"), sort="ends_on", width="narrow"),
        Column("persons", _("Số người"), sort="persons", align="end"),
        Column("topics", _("Chủ đề tác nghiệp"), on_screen=False),
        Column("permit_number", _("Giấy phép số"), sort="permit_number"),
        Column("guided_by", _("Cơ quan hướng dẫn")),
        Column("is_published", _("Đã có sản phẩm báo chí"), sort="is_published", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return press_rows(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            add_url="delegations:press_visit-add",
            add_label=_("Ghi đoàn phóng viên"),
            can_add=can_write_contacts(self.request.user),
            **kwargs,
        )


class PressVisitDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One visit of the foreign press."""

    access = signed_in
    template_name = "delegations/conferences/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        record = get_object_or_404(press_rows(user), key=self.kwargs["key"])
        return super().get_context_data(
            contact=record,
            summary=parts.press_summary(record),
            sections=press_page.build_sections(record, user, self.as_of),
            buttons=press_page.buttons(record, user),
            list_url="delegations:press_visits",
            list_name=PressVisitListView.page_title,
            **kwargs,
        )
