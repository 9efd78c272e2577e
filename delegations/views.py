"""Lists of delegations and other contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from delegations.filters import DelegationFilter, EngagementFilter
from delegations.models import Delegation, Engagement
from dnfa.accounts.access import signed_in
from dnfa.core.functions import vi_order
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from partners.models import Partner


def partner_names(row: Any) -> str:
    return ", ".join(partner.name_vi for partner in row.partners.all())


def agency_names(row: Any) -> str:
    return ", ".join(agency.name_vi for agency in row.lead_agencies.all())


def when(row: Any) -> Any:
    """The first day, or that the source only says it recurs."""
    return str(_("định kỳ, nguồn không ghi ngày")) if row.is_recurring else row.starts_on


class ContactListView(RegisterListView):
    """What the two lists share."""

    access = signed_in
    takes_as_of = True
    default_sort = "-starts_on"
    model: ClassVar[Any]

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        partners = Prefetch("partners", Partner.objects.visible_to(user))
        visible: QuerySet[Any] = self.model.objects.visible_to(user).begun_by(self.as_of)
        return visible.prefetch_related(partners, "lead_agencies")


COMMON_COLUMNS = [
    Column("title", _("Nội dung"), value="title_vi", sort=vi_order("title_vi").expression, width="wide"),
    Column("partners", _("Đối tác"), value=partner_names),
    Column("starts_on", _("Từ ngày"), value=when, sort="starts_on", width="narrow"),
    Column("ends_on", _("Đến ngày"), sort="ends_on", width="narrow"),
    Column("persons", _("Số người"), sort="persons", align="end"),
    Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names),
    Column("outcome", _("Kết quả"), value="outcome_vi", on_screen=False),
]


class DelegationListView(ContactListView):
    """Delegations received and sent."""

    model = Delegation
    page_title = _("Đoàn vào, đoàn ra")
    filterset_class = DelegationFilter
    export_name = "doan-vao-doan-ra"
    columns: ClassVar = [
        Column("direction", _("Chiều"), value="get_direction_display", sort="direction"),
        *COMMON_COLUMNS,
        Column("head", _("Trưởng đoàn"), value="head_name", on_screen=False),
    ]


class EngagementListView(ContactListView):
    """Events, letters, exchanges, online meetings, invitations."""

    model = Engagement
    page_title = _("Tiếp xúc, sự kiện")
    filterset_class = EngagementFilter
    export_name = "tiep-xuc"
    columns: ClassVar = [Column("kind", _("Loại"), value="get_kind_display", sort="kind"), *COMMON_COLUMNS]
