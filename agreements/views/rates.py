"""Pages of exchange rates: the list, one rate with the lines told at it, adding one, replacing a wrong one."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from agreements.filters.rates import ExchangeRateFilter
from agreements.forms.project_money import LineForm
from agreements.forms.rates import ExchangeRateForm, ReplaceRateForm
from agreements.models import ExchangeRate, FundingLine
from agreements.presenters.projects import line_words
from agreements.presenters.rates import rate_facts, state_words
from agreements.rules.projects import can_write_projects
from agreements.selectors_rates import known_sources, rate_rows
from agreements.services.projects import rate_record, rate_replace
from agreements.services.projects.rates import CHANGEABLE
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.editing import CreatesRecord
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup.action_views import keepers

CELLS = "agreements/rates/cells"


def visible_rate(user: Any, pk: int) -> Any:
    """The rate as a row of `rate_rows`; else 404."""
    rate = rate_rows(user).filter(pk=pk).first()
    if rate is None:
        raise Http404(_("Không có tỷ giá này."))
    return rate


class RateListView(RegisterListView):
    """Every rate, the youngest day first; replaced ones say so."""

    access = signed_in
    template_name = "agreements/rates/list.html"
    page_title = _("Tỷ giá")
    filterset_class = ExchangeRateFilter
    default_sort = "-day"
    export_name = "ty-gia"
    import_kinds = ("ty-gia",)
    empty_advice = _("Chưa ghi tỷ giá nào, hoặc thử bớt điều kiện lọc.")
    columns: ClassVar = [
        Column("currency", _("Loại tiền"), sort=("currency", "day"), link=True),
        Column("day", _("Ngày"), sort=("day", "currency"), width="narrow"),
        Column(
            "rate",
            _("Tỷ giá (đồng)"),
            sort=("currency", "rate"),
            align="end",
            template=f"{CELLS}/rate.html",
        ),
        Column("source", _("Nguồn"), sort=vi_key("source"), width="wide", template=f"{CELLS}/source.html"),
        Column("url", _("Địa chỉ trang công bố"), on_screen=False),
        Column(
            "state", _("Tình trạng"), value=state_words, sort="replaced_on", template=f"{CELLS}/state.html"
        ),
        Column("replaced_on", _("Thôi dùng từ ngày"), on_screen=False),
        Column("reason", _("Lý do thay"), on_screen=False),
        Column("line_count", _("Dòng tiền"), sort="line_count", align="end", template=f"{CELLS}/lines.html"),
        Column("recorded_by", _("Người ghi"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return rate_rows(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_add=can_write_projects(self.request.user), **kwargs)


class RateDetailView(RegisterListView):
    """One rate, and the lines told at it that the reader may see."""

    access = signed_in
    template_name = "agreements/rates/detail.html"
    page_title = _("Các dòng tiền theo tỷ giá")
    default_sort = "project"
    export_name = "dong-tien-theo-ty-gia"
    columns: ClassVar = [
        Column(
            "project",
            _("Tên dự án, khoản viện trợ"),
            value="project.title_vi",
            sort=vi_key("project__title_vi"),
            link=lambda line: f"{line.project.get_absolute_url()}#part-lines",
            width="wide",
        ),
        Column("kind", _("Loại số tiền"), value="get_kind_display", sort="kind"),
        Column("words", _("Số tiền"), value=line_words, sort="amount", align="end", in_export=False),
        Column("amount", _("Số tiền"), on_screen=False),
        Column("currency", _("Loại tiền"), on_screen=False),
        Column("booked_on", _("Ngày"), sort="booked_on", width="narrow"),
        Column("dong", _("Quy ra đồng"), sort="dong", align="end"),
        Column("document_number", _("Chứng từ, văn bản số"), sort="document_number"),
        Column("reason", _("Lý do"), on_screen=False),
    ]

    @cached_property
    def rate(self) -> Any:
        return visible_rate(self.request.user, self.kwargs["pk"])

    def get_queryset(self) -> QuerySet[Any]:
        return FundingLine.objects.visible_to(self.request.user).told_at(self.rate).select_related("project")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_write = can_write_projects(self.request.user)
        return super().get_context_data(
            rate=self.rate,
            title=_now("Tỷ giá %(rate)s") % {"rate": self.rate},
            summary=rate_facts(self.rate),
            can_replace=may_write and self.rate.replaced_on is None,
            **kwargs,
        )


class RateCreateView(CreatesRecord):
    """Write down a rate."""

    access = keepers
    template_name = "agreements/rates/form.html"
    form_class = ExchangeRateForm
    page_title = _("Thêm tỷ giá")
    success_message = _("Đã ghi tỷ giá.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sources=known_sources(), **kwargs)

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("agreements:rates")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> ExchangeRate:
        return rate_record(user=user, today=today, **cleaned_data)


class RateReplaceView(CreatesRecord):
    """Say what a wrong rate should have said: a further rate in its stead."""

    access = keepers
    template_name = "agreements/rates/form.html"
    form_class = ReplaceRateForm
    page_title = _("Thay tỷ giá sai")
    success_message = _("Đã thay tỷ giá. Các dòng tiền đã ghi giữ tỷ giá cũ.")

    @cached_property
    def wrong(self) -> Any:
        return visible_rate(self.user, self.kwargs["pk"])

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        if self.wrong.replaced_on is not None:
            return redirect(self.wrong)
        return super().get(_request)

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.wrong, name) for name in CHANGEABLE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sources=known_sources(), wrong=self.wrong, **kwargs)

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return str(self.wrong.get_absolute_url())

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> ExchangeRate:
        return rate_replace(wrong=self.wrong, user=user, today=today, **cleaned_data)


class RatesNearView(LoginRequiredMixin, TemplateView):
    """The part of the money form that follows amount and day: the rates nearest them (htmx)."""

    access = keepers
    template_name = "agreements/rates/near.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=LineForm(self.request.GET, today=local_today()), **kwargs)
