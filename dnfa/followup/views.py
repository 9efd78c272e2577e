"""Pages of flags: the list, and putting a flag off."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dnfa.accounts.access import roles, signed_in
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup import selectors, services
from dnfa.followup.enums import Severity
from dnfa.followup.filters import FlagFilter
from dnfa.followup.forms import SnoozeForm
from dnfa.followup.models import Flag
from dnfa.followup.rules import MAY_SNOOZE, can_snooze, explanation, rule_label

may_snooze = roles(*sorted(MAY_SNOOZE))
_URGENCY = Case(
    *(When(severity=severity, then=Value(rank)) for rank, severity in enumerate(Severity.values)),
    output_field=IntegerField(),
)


def _record_url(flag: Flag) -> str:
    address = getattr(flag.record, "get_absolute_url", None)
    return str(address()) if address else ""


class FlagListView(RegisterListView):
    """What the registry noticed, most urgent first; without a choice of state, what stands now."""

    access = signed_in
    template_name = "followup/flag_list.html"
    page_title = gettext_lazy("Cảnh báo")
    filterset_class = FlagFilter
    default_sort = "severity"
    export_name = "canh-bao"
    empty_advice = gettext_lazy("Không có gì cần xử lý theo điều kiện này.")
    columns: ClassVar = [
        Column(
            "record",
            pgettext_lazy("cột của danh sách cảnh báo", "Bản ghi"),
            value=selectors.record_title,
            link=_record_url,
            width="wide",
        ),
        Column("key", gettext_lazy("Khóa"), value=selectors.record_key, on_screen=False),
        Column("rule", gettext_lazy("Quy tắc"), value=lambda flag: rule_label(flag.rule), on_screen=False),
        Column(
            "severity",
            gettext_lazy("Cảnh báo"),
            value="get_severity_display",
            sort=(_URGENCY, "rule", "reference_date"),
            template="followup/cells/severity.html",
        ),
        Column(
            "explanation",
            pgettext_lazy("cảnh báo", "Căn cứ"),
            value=lambda flag: explanation(flag.rule, flag.evidence),
            template="followup/cells/explanation.html",
            width="wide",
        ),
        Column("reference_date", gettext_lazy("Ngày mốc"), sort="reference_date", width="narrow"),
        Column("opened_on", gettext_lazy("Mở từ"), sort="opened_on", width="narrow"),
        Column("closed_on", gettext_lazy("Đã đóng"), on_screen=False),
        Column("snoozed_until", gettext_lazy("Hoãn nhắc đến"), on_screen=False),
        Column("snooze_reason", gettext_lazy("Lý do hoãn"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.with_records(Flag.objects.visible_to(self.request.user))

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        """Say of each flag whether this person may put it off, and whether it is put off today."""
        may, today = can_snooze(self.request.user), local_today()
        for flag in rows:
            flag.may_snooze = may and flag.closed_on is None
            flag.is_put_off = flag.snoozed_until is not None and flag.snoozed_until >= today
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = selectors.last_run()
        failed = [rule_label(failure["rule"]) for failure in run.failures] if run else []
        return super().get_context_data(run=run, failed_rules=failed, **kwargs)


def _visible_flag(request: HttpRequest, pk: int) -> Flag:
    return get_object_or_404(selectors.with_records(Flag.objects.visible_to(request.user)), pk=pk)


@may_snooze
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a flag off until a day, with a reason."""
    flag = _visible_flag(request, pk)
    initial = {"until": flag.snoozed_until, "reason": flag.snooze_reason}
    form = SnoozeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.snooze_flag(flag=flag, user=request.user, today=local_today(), **form.cleaned_data)
        except InvalidInput as error:
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
        else:
            messages.success(
                request, _("Đã hoãn nhắc “%(title)s”.") % {"title": selectors.record_title(flag)}
            )
            return redirect("followup:list")
    context = {
        "flag": flag,
        "form": form,
        "title": selectors.record_title(flag),
        "record_url": _record_url(flag),
        "rule": rule_label(flag.rule),
        "explanation": explanation(flag.rule, flag.evidence),
        "list_url": reverse("followup:list"),
    }
    return render(request, "followup/snooze.html", context)


@may_snooze
@require_POST
def unsnooze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a flag ask for attention again at once."""
    flag = _visible_flag(request, pk)
    services.unsnooze_flag(flag=flag, user=request.user)
    messages.success(request, _("Nhắc lại “%(title)s”.") % {"title": selectors.record_title(flag)})
    return redirect("followup:list")
