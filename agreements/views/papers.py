"""Pages of agreements and signings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView

from agreements import presenters, questions
from agreements.enums import Status
from agreements.filters import AgreementEventFilter, AgreementFilter
from agreements.models import Agreement, AgreementEvent
from agreements.rules.records import can_make_papers
from agreements.sections import build_sections, buttons
from agreements.selectors import agreement_of_page, event_rows, register_rows
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import AsOfMixin, RegisterListView
from dnfa.followup.clocks import clocks_of
from dnfa.followup.selectors import flags_of


def partner_names(row: Any) -> str:
    """Names of the partners that the viewer may see, in the order of the paper."""
    return ", ".join(partner.name_vi for partner in row.partners.all())


def country_names(row: Any) -> str:
    """Countries and territories of those partners, each once."""
    names = dict.fromkeys(partner.country.name_vi for partner in row.partners.all() if partner.country)
    return ", ".join(names)


def status_label(row: Any) -> str:
    """The word of the status on the day asked about."""
    return str(Status(row.status).label)


class AgreementListView(KeepsDay, RegisterListView):
    """All papers; status and end are those of the day asked about."""

    access = signed_in
    template_name = "agreements/list.html"
    page_title = _("Thỏa thuận")
    filterset_class = AgreementFilter
    takes_as_of = True
    default_sort = "-signed_on"
    export_name = "thoa-thuan"
    import_kinds = ("thoa-thuan", "su-kien")
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        Column(
            "title",
            _("Tên văn bản"),
            value="title_vi",
            sort=vi_key("title_vi"),
            link=True,
            width="wide",
        ),
        Column("id", _("Mã"), on_screen=False),
        Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
        Column(
            "status",
            _("Tình trạng"),
            value=status_label,
            sort="status",
            template="agreements/cells/status.html",
        ),
        Column("type", _("Loại"), value="get_type_display", sort="type", on_screen=False),
        Column("capacity", _("Danh nghĩa ký"), value="get_capacity_display", sort="capacity", width="narrow"),
        Column("signed_on", _("Ngày ký"), sort="signed_on", width="narrow"),
        Column(
            "ends_on", _("Hết hiệu lực"), sort="ends_on", width="narrow", template="agreements/cells/end.html"
        ),
        Column("country", _("Quốc gia, vùng lãnh thổ"), value=country_names),
        Column(
            "term",
            _("Thời hạn như văn bản ghi"),
            value=lambda row: row.term_now.term_as_printed,
            on_screen=False,
        ),
        Column("table_row", _("STT trong bảng quan hệ"), sort="table_row", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return register_rows(Agreement.objects.visible_to(self.request.user), self.as_of, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        asked = questions.asked(
            user=user,
            as_of=self.as_of,
            typed_day=self.request.GET.get("as_of", "").strip(),
            current=self.request.GET,
        )
        return super().get_context_data(
            questions=asked,
            questions_heading=questions.heading(self.as_of, self.default_as_of()),
            can_make_papers=can_make_papers(user),
            **kwargs,
        )


class AgreementDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One paper: state, term and next deadline first, then the parts that the areas of this room bring."""

    access = signed_in
    template_name = "agreements/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        try:
            agreement = agreement_of_page(key=self.kwargs["key"], user=user, as_of=self.as_of)
        except Agreement.DoesNotExist as error:
            raise Http404(
                _("Không có thỏa thuận này, hoặc thỏa thuận không thuộc việc của cơ quan bạn.")
            ) from error
        clocks = clocks_of(agreement, user, self.as_of)
        return super().get_context_data(
            agreement=agreement,
            flags=list(flags_of(agreement)),
            summary=presenters.summary(agreement, as_of=self.as_of, clocks=clocks),
            sections=build_sections(agreement, user, self.as_of),
            buttons=buttons(agreement, user),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class SigningListView(KeepsDay, RegisterListView):
    """Events of agreements: with `signing` set, each time both sides put their names to a paper."""

    access = signed_in
    template_name = "agreements/list.html"
    page_title = _("Các lần ký và sự kiện của thỏa thuận")
    filterset_class = AgreementEventFilter
    takes_as_of = True
    default_sort = "-occurred_on"
    export_name = "lan-ky"
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        Column(
            "agreement",
            pgettext_lazy("một thỏa thuận", "Thỏa thuận"),
            value="agreement.title_vi",
            link=lambda row: row.agreement.get_absolute_url(),
            width="wide",
            sort=vi_key("agreement__title_vi"),
        ),
        Column("kind", _("Sự kiện"), value="get_kind_display", sort="kind"),
        Column("occurred_on", _("Ngày"), sort="occurred_on", width="narrow"),
        Column(
            "partners",
            _("Đối tác"),
            value=lambda row: partner_names(row.agreement),
            template="agreements/cells/event_partners.html",
        ),
        Column(
            "capacity",
            _("Danh nghĩa ký"),
            value="agreement.get_capacity_display",
            sort="agreement__capacity",
            width="narrow",
        ),
        Column("effective_on", _("Có hiệu lực từ"), sort="effective_on", width="narrow"),
        Column("document_number", _("Số, ký hiệu"), on_screen=False),
        Column("as_printed", _("Như nguồn ghi"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        events = AgreementEvent.objects.visible_to(self.request.user)
        return event_rows(events, self.request.user)
