"""Pages of legal clocks: the list, the rules, and saying that one need not be followed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dnfa.accounts.access import roles, signed_in
from dnfa.core.as_of import KeepsDay, on_day
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup.clock_filters import ClockFilter
from dnfa.followup.clock_forms import WaiveForm
from dnfa.followup.clocks import can_waive, conditions_in_words, unwaive_clock, waive_clock, with_state
from dnfa.followup.clocks.policy import kept_times
from dnfa.followup.clocks.selectors import ready, with_records
from dnfa.followup.clocks.services import MAY_WAIVE
from dnfa.followup.clocks.words import basis_in_words, standing_in_words, starts_in_words, term_in_words
from dnfa.followup.enums import ClockState
from dnfa.followup.models import Clock, ClockRule

may_waive = roles(*sorted(MAY_WAIVE))


def record_title(clock: Clock) -> str:
    """What the record is called now; empty when it was deleted since."""
    return "" if clock.record is None else str(clock.record)


def record_url(clock: Clock) -> str:
    """The record's page, if its kind has pages."""
    address = getattr(clock.record, "get_absolute_url", None)
    return str(address()) if address else ""


def state_label(clock: Any) -> str:
    """The word of the state on the day asked about."""
    return str(ClockState(clock.state).label)


class ClockListView(KeepsDay, RegisterListView):
    """Deadlines of the law, the first due first; without a choice of state, what still has to be done."""

    access = signed_in
    template_name = "followup/clocks/list.html"
    page_title = gettext_lazy("Thời hạn luật định")
    filterset_class = ClockFilter
    takes_as_of = True
    default_sort = "due_on"
    export_name = "thoi-han"
    empty_advice = gettext_lazy(
        "Không có thời hạn nào theo điều kiện này. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    columns: ClassVar = [
        Column(
            "record",
            gettext_lazy("Văn bản, hồ sơ"),
            value=record_title,
            link=record_url,
            width="wide",
        ),
        Column(
            "state",
            gettext_lazy("Tình trạng"),
            value=state_label,
            template="followup/clocks/cells/state.html",
        ),
        Column("standing", gettext_lazy("Còn lại"), value=standing_in_words, on_screen=False),
        Column(
            "due_on",
            gettext_lazy("Hạn cuối"),
            sort="due_on",
            template="followup/clocks/cells/due.html",
        ),
        Column(
            "rule",
            gettext_lazy("Việc phải làm"),
            value="rule.label",
            sort=("code", "due_on"),
            template="followup/clocks/cells/duty.html",
            width="wide",
        ),
        Column("duty", gettext_lazy("Nội dung việc phải làm"), value="rule.duty", on_screen=False),
        Column("part_label", gettext_lazy("Cơ quan, sự việc"), sort="part_label"),
        Column("agency", gettext_lazy("Cơ quan phải làm"), value="agency.name_vi", on_screen=False),
        Column(
            "basis",
            gettext_lazy("Căn cứ"),
            value=lambda clock: basis_in_words(clock.rule),
            template="followup/clocks/cells/basis.html",
        ),
        Column("started_on", gettext_lazy("Bắt đầu tính"), on_screen=False),
        Column("done_on", gettext_lazy("Đã làm ngày"), on_screen=False),
        Column("done_note", gettext_lazy("Bằng văn bản"), on_screen=False),
        Column("waive_reason", gettext_lazy("Lý do bỏ qua"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return with_records(with_state(Clock.objects.visible_to(self.request.user), self.as_of))

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return ready(rows, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_waive=can_waive(self.request.user), **kwargs)


def _clocks_by(rule: ClockRule) -> str:
    return f"{reverse('clocks:list')}?rule={rule.key}&state=all"


class ClockRuleListView(RegisterListView):
    """The rules as the office keeps them: duty, term, basis, validity, and whether the clause was checked."""

    access = signed_in
    template_name = "followup/clocks/rules.html"
    page_title = gettext_lazy("Quy tắc tính thời hạn")
    default_sort = "label"
    export_name = "quy-tac-thoi-han"
    empty_advice = gettext_lazy("Chưa có quy tắc nào. Quy tắc được nạp cùng dữ liệu gốc của sổ.")
    columns: ClassVar = [
        Column(
            "label",
            gettext_lazy("Thời hạn luật định"),
            sort=("key", "valid_from"),
            link=_clocks_by,
            template="followup/clocks/cells/rule.html",
            width="wide",
        ),
        Column("key", gettext_lazy("Khóa"), on_screen=False),
        Column("duty", gettext_lazy("Việc phải làm"), on_screen=False),
        Column(
            "term",
            gettext_lazy("Bao lâu, tính từ"),
            value=term_in_words,
            template="followup/clocks/cells/term.html",
        ),
        Column("starts", gettext_lazy("Tính từ"), value=lambda rule: rule.starts_with, on_screen=False),
        Column(
            "conditions",
            gettext_lazy("Chỉ áp dụng cho"),
            value=lambda rule: rule.condition_words,
            template="followup/clocks/cells/conditions.html",
            width="wide",
        ),
        Column(
            "basis",
            gettext_lazy("Căn cứ"),
            value=basis_in_words,
            template="followup/clocks/cells/rule_basis.html",
            width="wide",
        ),
        Column(
            "valid_from",
            gettext_lazy("Áp dụng từ"),
            sort="valid_from",
            template="followup/clocks/cells/validity.html",
            width="narrow",
        ),
        Column("valid_to", gettext_lazy("Đến hết ngày"), on_screen=False),
        Column("is_verified", gettext_lazy("Đã kiểm tra"), on_screen=False),
        Column("note", gettext_lazy("Ghi chú"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return ClockRule.objects.select_related("basis")

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        for rule in rows:
            rule.starts_with = starts_in_words(rule)
            rule.condition_words = conditions_in_words(rule.trigger, rule.conditions)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        spans = kept_times().spans
        return super().get_context_data(runs_from=spans[0][0] if spans else None, **kwargs)


def _visible_clock(request: HttpRequest, pk: int) -> Clock:
    return get_object_or_404(Clock.objects.visible_to(request.user), pk=pk)


@may_waive
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a clock need not be followed, with the reason."""
    today = local_today()
    clock = _visible_clock(request, pk)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waive_clock(clock=clock, user=request.user, today=today, **form.cleaned_data)
        except InvalidInput as error:
            for name, sentences in error.fields.items():
                form.add_error(name, sentences)
        else:
            messages.success(request, _("Đã bỏ qua thời hạn “%(label)s”.") % {"label": clock.rule.label})
            return redirect("clocks:list")
    (clock,) = ready(with_records(Clock.objects.filter(pk=pk)), today)
    context = {
        "clock": clock,
        "form": form,
        "title": record_title(clock),
        "record_url": on_day(record_url(clock), request),
        "facts": _facts(clock),
        "list_url": reverse("clocks:list"),
    }
    return render(request, "followup/clocks/waive.html", context)


def _facts(clock: Any) -> list[dict[str, Any]]:
    facts = [
        {"label": _("Việc phải làm"), "value": clock.rule.duty},
        {"label": _("Hạn cuối"), "value": clock.due_on, "note": standing_in_words(clock)},
        {"label": _("Bắt đầu tính"), "value": clock.started_on, "note": starts_in_words(clock.rule)},
        {"label": _("Căn cứ"), "value": basis_in_words(clock.rule)},
    ]
    if clock.waived_on:
        who = _("%(who)s, ngày %(day)s") % {"who": clock.waived_by, "day": f"{clock.waived_on:%d/%m/%Y}"}
        facts.append({"label": _("Lý do bỏ qua"), "value": clock.waive_reason, "note": who})
    return facts


@may_waive
@require_POST
def unwaive(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a clock again."""
    clock = unwaive_clock(clock=_visible_clock(request, pk), user=request.user)
    messages.success(request, _("Tính lại thời hạn “%(label)s”.") % {"label": clock.rule.label})
    return redirect("clocks:list")
