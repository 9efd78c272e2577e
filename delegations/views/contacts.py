"""Lists and pages of delegations and other contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations import presenters
from delegations.filters import DelegationFilter
from delegations.models import ContactRecord, Delegation
from delegations.selectors import contact_page, contact_rows
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.provenance import told_by
from dnfa.core.views import RegisterListView


def partner_names(row: Any) -> str:
    """Names of the partners that the viewer may see."""
    return ", ".join(partner.name_vi for partner in row.partners.all())


def agency_names(row: Any) -> str:
    """Names of the agencies that led it."""
    return ", ".join(agency.name_vi for agency in row.lead_agencies.all())


def when(row: Any) -> Any:
    """The first day, or that the source only says it recurs."""
    return _now("định kỳ") if row.is_recurring else row.starts_on


class ContactListView(KeepsDay, RegisterListView):
    """What the two lists share."""

    access = signed_in
    takes_as_of = True
    default_sort = "-starts_on"
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    model: ClassVar[type[ContactRecord]]

    def get_queryset(self) -> QuerySet[Any]:
        visible = self.model.objects.visible_to(self.request.user).begun_by(self.as_of)
        return contact_rows(visible, self.request.user)


TITLE = Column("title", _("Nội dung"), value="title_vi", sort=vi_key("title_vi"), link=True, width="wide")
COMMON_COLUMNS = [
    Column("key", _("Khóa"), on_screen=False),
    Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
    Column("starts_on", _("Từ ngày"), value=when, sort="starts_on", width="narrow"),
    Column("ends_on", _("Đến ngày"), sort="ends_on", width="narrow"),
    Column("persons", _("Số người"), sort="persons", align="end"),
    Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names),
    Column("outcome", _("Kết quả"), value="outcome_vi", on_screen=False),
]


class DelegationListView(ContactListView):
    """Delegations received and sent that had begun by the day."""

    model = Delegation
    page_title = _("Đoàn vào, đoàn ra")
    template_name = "delegations/list.html"
    filterset_class = DelegationFilter
    export_name = "doan-vao-doan-ra"
    columns: ClassVar = [
        TITLE,
        Column("direction", _("Chiều"), value="get_direction_display", sort="direction"),
        *COMMON_COLUMNS,
        Column("head", _("Trưởng đoàn"), value="head_name", on_screen=False),
    ]


class ContactDetailView(LoginRequiredMixin, TemplateView):
    """What the two pages share."""

    access = signed_in
    template_name = "delegations/detail.html"
    model: ClassVar[type[ContactRecord]]
    list_url: ClassVar[str]
    list_name: ClassVar[Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            page = contact_page(self.model, key=self.kwargs["key"], user=self.request.user)
        except self.model.DoesNotExist as error:
            raise Http404(
                _("Không có bản ghi này, hoặc bản ghi không thuộc việc của cơ quan bạn.")
            ) from error
        return super().get_context_data(
            contact=page.contact,
            summary=presenters.summary(page),
            partners=presenters.partners(page),
            sources=told_by(page.provenance),
            list_url=self.list_url,
            list_name=self.list_name,
            **kwargs,
        )


class DelegationDetailView(ContactDetailView):
    """One delegation."""

    model = Delegation
    list_url = "delegations:list"
    list_name = _("Đoàn vào, đoàn ra")
