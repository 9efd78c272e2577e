"""Pages of agreements, signings and projects."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements import presenters
from agreements.enums import Status
from agreements.filters import AgreementEventFilter, AgreementFilter, ProjectFilter
from agreements.models import Agreement, AgreementEvent, Project
from agreements.selectors import agreement_page, register_rows
from dnfa.accounts.access import signed_in
from dnfa.core.functions import vi_order
from dnfa.core.history import history_url
from dnfa.core.listing import Column
from dnfa.core.provenance import grouped_by_field
from dnfa.core.views import AsOfMixin, RegisterListView
from partners.models import Partner


def partner_names(row: Any) -> str:
    """Names of the partners that the viewer may see, in the order of the paper."""
    return ", ".join(partner.name_vi for partner in row.partners.all())


def country_names(row: Any) -> str:
    """Countries and territories of those partners, each once."""
    names = dict.fromkeys(partner.country.name_vi for partner in row.partners.all() if partner.country)
    return ", ".join(names)


def status_label(row: Any) -> str:
    return str(Status(row.status).label)


class AgreementListView(RegisterListView):
    """All papers; status and end are those of the day asked about."""

    access = signed_in
    page_title = _("Thỏa thuận")
    filterset_class = AgreementFilter
    takes_as_of = True
    default_sort = "-signed_on"
    export_name = "thoa-thuan"
    empty_advice = _("Thử bớt điều kiện lọc, hoặc chọn ngày khác.")
    columns: ClassVar = [
        Column("title", _("Tên văn bản"), value="title_vi", sort=vi_order("title_vi").expression, link=True, width="wide"),
        Column("id", _("Mã"), on_screen=False),
        Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
        Column("country", _("Quốc gia, vùng lãnh thổ"), value=country_names),
        Column("type", _("Loại"), value="get_type_display", sort="type", on_screen=False),
        Column("capacity", _("Danh nghĩa ký"), value="get_capacity_display", sort="capacity"),
        Column("signed_on", _("Ngày ký"), sort="signed_on", width="narrow"),
        Column("ends_on", _("Hết hiệu lực"), sort="ends_on", width="narrow", template="agreements/cells/end.html"),
        Column("status", _("Tình trạng"), value=status_label, sort="status", template="agreements/cells/status.html"),
        Column("term", _("Thời hạn như văn bản ghi"), value=lambda row: row.term_now.term_as_printed, on_screen=False),
        Column("table_row", _("STT trong bảng quan hệ"), sort="table_row", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return register_rows(Agreement.objects.visible_to(self.request.user), self.as_of, self.request.user)


class AgreementDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One paper: its state and term first, then its chain of events, then sources and contradictions."""

    access = signed_in
    template_name = "agreements/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            page = agreement_page(key=self.kwargs["key"], user=self.request.user, as_of=self.as_of)
        except Agreement.DoesNotExist as error:
            raise Http404(_("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")) from error
        return super().get_context_data(
            page=page,
            agreement=page.agreement,
            summary=presenters.summary(page),
            vietnamese_side=presenters.vietnamese_side(page.agreement),
            chain=presenters.chain(page),
            replaced_papers=presenters.replaced_papers(page),
            as_printed=presenters.as_printed(page.agreement),
            sources=grouped_by_field(page.provenance),
            history_url=history_url(page.agreement, self.request.user),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class SigningListView(RegisterListView):
    """Events of agreements: with `signing` set, each time both sides put their names to a paper."""

    access = signed_in
    page_title = _("Các lần ký và sự kiện của thỏa thuận")
    filterset_class = AgreementEventFilter
    takes_as_of = True
    default_sort = "-occurred_on"
    export_name = "lan-ky"
    columns: ClassVar = [
        Column("occurred_on", _("Ngày"), sort="occurred_on", width="narrow"),
        Column("kind", _("Sự kiện"), value="get_kind_display", sort="kind"),
        Column("agreement", _("Thỏa thuận"), value="agreement.title_vi", link=lambda row: row.agreement.get_absolute_url(),
               width="wide", sort=vi_order("agreement__title_vi").expression),
        Column("partners", _("Đối tác"), value=lambda row: partner_names(row.agreement)),
        Column("effective_on", _("Có hiệu lực từ"), sort="effective_on", width="narrow"),
        Column("as_printed", _("Như nguồn ghi"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        partners = Prefetch("agreement__partners", Partner.objects.visible_to(user).order_by("parties__order"))
        return AgreementEvent.objects.visible_to(user).select_related("agreement").prefetch_related(partners)


class ProjectListView(RegisterListView):
    """Aid and joint projects, received and given, as far as the sources name them."""

    access = signed_in
    page_title = _("Dự án, viện trợ")
    filterset_class = ProjectFilter
    takes_as_of = True
    default_sort = "-starts_on"
    export_name = "du-an"
    columns: ClassVar = [
        Column("title", _("Tên dự án, khoản viện trợ"), value="title_vi", sort=vi_order("title_vi").expression, width="wide"),
        Column("direction", _("Chiều"), value="get_direction_display", sort="direction"),
        Column("side", _("Đối tác"), value=lambda row: (row.donor or row.recipient or None) and (row.donor or row.recipient).name_vi),
        Column("starts_on", _("Từ"), sort="starts_on", width="narrow"),
        Column("ends_on", _("Đến"), sort="ends_on", width="narrow"),
        Column("amount", _("Giá trị"), sort=("currency", "amount"), align="end", template="agreements/cells/amount.html"),
        Column("currency", _("Loại tiền"), on_screen=False),
        Column("status", _("Tình trạng theo nguồn"), value="get_status_display", sort="status"),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return Project.objects.visible_to(self.request.user).select_related("donor", "recipient", "managing_agency")
