"""Pages of the work before an end: the bands, and a paper's renewal file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from agreements.filters.expiry import EXPIRED, TACIT, ExpiryFilter
from agreements.forms.expiry import OutcomeForm, RenewalForm
from agreements.models import Agreement, RenewalCase
from agreements.rules.expiry import may_open_renewal
from agreements.selectors_expiry import expiry_counts, expiry_rows, with_next_steps
from agreements.services.expiry import close_renewal, open_renewal
from agreements.views.papers import partner_names, status_label
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.as_of import KeepsDay
from dnfa.core.clock import local_today
from dnfa.core.editing.pages import apply_refusal
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView

keepers = roles(*sorted(KEEPS_THE_REGISTER))


def days_words(row: Any) -> str:
    """How many days are left, in words; empty without a day to count to."""
    days = row.days_left
    if days is None:
        return ""
    if days == 0:
        return _("hôm nay")
    if days < 0:
        return ngettext("quá %(days)s ngày", "quá %(days)s ngày", -days) % {"days": -days}
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}


def next_step_words(row: Any) -> str:
    """The first open step of the renewal file, or that there is none."""
    if row.case is None:
        return _("chưa mở hồ sơ")
    return str(row.next_step) if row.next_step else _("đã xong các bước")


class ExpiryListView(KeepsDay, RegisterListView):
    """Papers whose end, or whose last day for notice, is near; those that lapsed, and those that went on by themselves."""

    access = signed_in
    template_name = "agreements/expiry/list.html"
    page_title = gettext_lazy("Thỏa thuận sắp hết hạn")
    filterset_class = ExpiryFilter
    takes_as_of = True
    default_sort = "deadline"
    export_name = "sap-het-han"
    import_kinds = ("ho-so-gia-han", "viec-gia-han")
    empty_advice = gettext_lazy(
        "Không có văn bản nào trong khoảng này. Chọn khoảng khác hoặc bỏ bớt điều kiện lọc."
    )
    columns: ClassVar = [
        Column(
            "title",
            gettext_lazy("Tên văn bản"),
            value="title_vi",
            sort=vi_key("title_vi"),
            link=True,
            width="wide",
        ),
        Column(
            "partners",
            gettext_lazy("Đối tác"),
            value=partner_names,
            template="agreements/cells/partners.html",
        ),
        Column(
            "status",
            gettext_lazy("Tình trạng"),
            value=status_label,
            sort="status",
            template="agreements/cells/status.html",
        ),
        Column(
            "deadline",
            gettext_lazy("Ngày cần xong"),
            sort=("deadline", "ends_on"),
            width="narrow",
            template="agreements/expiry/deadline.html",
        ),
        Column("days", gettext_lazy("Còn"), value=days_words, sort="days_left", width="narrow"),
        Column("ends_on", gettext_lazy("Ngày cuối hiệu lực"), sort="ends_on", width="narrow"),
        Column(
            "renewals",
            gettext_lazy("Số lần tự gia hạn"),
            value=lambda row: row.renewals or "",
            align="end",
            width="narrow",
        ),
        Column(
            "next_step",
            gettext_lazy("Bước tiếp theo"),
            value=next_step_words,
            template="agreements/expiry/next_step.html",
        ),
        Column("capacity", gettext_lazy("Danh nghĩa ký"), value="get_capacity_display", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return expiry_rows(self.request.user, self.as_of)

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        """The renewal file of each paper with its next step."""
        return with_next_steps(rows, self.request.user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = expiry_counts(self.request.user, self.as_of)
        return super().get_context_data(
            counts=counts,
            chosen_band=self.request.GET.get("band", ""),
            chosen_kind=self.request.GET.get("kind", ""),
            kind_expired=EXPIRED,
            kind_tacit=TACIT,
            **kwargs,
        )


def _paper(request: HttpRequest, key: str) -> Agreement:
    papers = Agreement.objects.visible_to(request.user).with_status(local_today())
    return get_object_or_404(papers, key=key)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def renewal_open(request: HttpRequest, key: str) -> HttpResponse:
    """Open the renewal file of a paper."""
    agreement = _paper(request, key)
    form = RenewalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_renewal(agreement=agreement, user=request.user, today=local_today(), **form.cleaned_data)
        except Conflict as error:
            messages.warning(request, str(error))
            return redirect(agreement.get_absolute_url())
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            messages.success(request, _("Đã mở hồ sơ gia hạn; các bước đã vào danh sách việc phải làm."))
            return redirect(f"{agreement.get_absolute_url()}#renewal")
    context = {"agreement": agreement, "form": form, "may_open": may_open_renewal(request.user, agreement)}
    return render(request, "agreements/expiry/open.html", context)


@keepers
@require_http_methods(["GET", "HEAD", "POST"])
def renewal_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a renewal file with its outcome."""
    visible = RenewalCase.objects.visible_to(request.user).select_related("agreement")
    case = get_object_or_404(visible, pk=pk)
    form = OutcomeForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            close_renewal(case=case, user=request.user, today=local_today(), **form.cleaned_data)
        except Conflict as error:
            messages.warning(request, str(error))
            return redirect(case.get_absolute_url())
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            messages.success(request, _("Đã đóng hồ sơ gia hạn."))
            return redirect(case.get_absolute_url())
    context = {
        "case": case,
        "agreement": case.agreement,
        "form": form,
        "event_url": f"{reverse('agreements:detail', args=[case.agreement.key])}#chain",
    }
    return render(request, "agreements/expiry/close.html", context)
