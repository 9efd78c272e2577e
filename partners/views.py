"""Pages of partners and countries."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.search import LONGEST_SEARCH, MOST_PER_KIND, search
from dnfa.core.views import AsOfMixin, RegisterListView
from dnfa.followup.rules import rule_label
from partners import presenters
from partners.charge_selectors import charge_part
from partners.filters import CountryFilter, PartnerFilter
from partners.models import Country, Partner
from partners.sections import build_sections
from partners.selectors import countries_with_counts, last_deed, partner_page, register_rows


def _flag_words(partner: Partner) -> str:
    return "; ".join(rule_label(code) for code in partner.open_flags)  # type: ignore[attr-defined]


class PartnerListView(KeepsDay, RegisterListView):
    """All partners; the tie, the last activity and the flags are those of the day asked about."""

    access = signed_in
    template_name = "partners/list.html"
    page_title = _("Đối tác")
    filterset_class = PartnerFilter
    takes_as_of = True
    default_sort = "name"
    export_name = "doi-tac"
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc tìm bằng tên cũ, tên bản ngữ. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        Column("name", _("Tên"), value="name_vi", sort=vi_key("name_vi"), link=True, width="wide"),
        Column("key", _("Khóa"), on_screen=False),
        Column("name_en", _("Tên tiếng Anh"), lang="en", on_screen=False),
        Column(
            "country",
            _("Quốc gia, vùng lãnh thổ"),
            value="country.name_vi",
            sort=vi_key("country__name_vi"),
        ),
        Column("kind", _("Loại"), value="get_kind_display", sort="kind"),
        Column("tie", _("Quan hệ"), value=presenters.tie_words),
        Column("since", _("Từ"), value=presenters.tie_since, width="narrow"),
        Column("charge", _("Người phụ trách"), value=presenters.charge_words),
        Column(
            "last_activity", _("Hoạt động gần nhất"), value=last_deed, sort="last_activity", width="narrow"
        ),
        Column("flags", _("Cảnh báo"), value=_flag_words, template="partners/cells/flags.html"),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return register_rows(Partner.objects.visible_to(self.request.user), self.as_of, self.request.user)


def _partners_of(country: Country, query: dict[str, str]) -> str:
    return f"{reverse('partners:list')}?{urlencode({**query, 'country': country.code})}"


class CountryListView(KeepsDay, RegisterListView):
    """Countries and territories with the number of official ties on the day asked about."""

    access = signed_in
    template_name = "partners/list.html"
    page_title = _("Quốc gia và vùng lãnh thổ")
    filterset_class = CountryFilter
    takes_as_of = True
    default_sort = "name"
    export_name = "quoc-gia-va-vung-lanh-tho"
    empty_advice = _("Thử bớt điều kiện lọc. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình.")
    columns: ClassVar = [
        Column(
            "name",
            _("Tên"),
            value="name_vi",
            sort=vi_key("name_vi"),
            link=lambda row: _partners_of(row, {}),
        ),
        Column("code", _("Mã ISO"), on_screen=False),
        Column("name_en", _("Tên tiếng Anh"), lang="en", sort="name_en"),
        Column("continent", _("Châu lục"), value="get_continent_display", sort="continent"),
        Column("part_of", _("Thuộc"), value="part_of.name_vi"),
        Column(
            "ties",
            _("Địa phương có quan hệ chính thức"),
            value="official_ties",
            sort="official_ties",
            align="end",
            link=lambda row: _partners_of(row, {"tie": "official"}),
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return countries_with_counts(
            Country.objects.visible_to(self.request.user), self.as_of, self.request.user
        )


class PartnerDetailView(AsOfMixin, LoginRequiredMixin, TemplateView):
    """One partner: summary first, then what happened, then what the sources say."""

    access = signed_in
    template_name = "partners/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            page = partner_page(key=self.kwargs["key"], user=self.request.user, as_of=self.as_of)
        except Partner.DoesNotExist as error:
            raise Http404(
                _("Không có đối tác này, hoặc đối tác không thuộc việc của cơ quan bạn.")
            ) from error
        return super().get_context_data(
            page=page,
            partner=page.partner,
            summary=presenters.summary(page),
            ties=presenters.ties(page),
            happenings=presenters.happenings(page),
            judgements=presenters.judgements(page),
            memberships=presenters.memberships(page),
            wishes=presenters.wishes(page),
            sections=build_sections(page.partner, self.request.user, self.as_of),
            sources=presenters.sources(page),
            charge=charge_part(page.partner, self.request.user, local_today()),
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )


class SearchView(LoginRequiredMixin, TemplateView):
    """One box over all kinds of records, marks and former names aside."""

    access = signed_in
    template_name = "partners/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "").strip()[:LONGEST_SEARCH]
        found = search(self.request.user, typed)
        return super().get_context_data(typed=typed, found=found, most=MOST_PER_KIND, **kwargs)
