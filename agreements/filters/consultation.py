"""What can be asked of opinions and of reports by law, on pages and in the API alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.enums import Capacity, ConsultationPurpose, LegalReportKind, OpinionAnswer, Stage
from agreements.filters.papers import TITLE_NUMBER_PARTNER
from agreements.models import Agreement, Consultation, LegalReport, Opinion
from dnfa.accounts.models import Agency
from dnfa.core.clock import local_today
from dnfa.core.filters import DayFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.enums import ClockState
from dnfa.followup.models import Clock

REPORT_STATES = [
    (ClockState.OVERDUE, ClockState.OVERDUE.label),
    (ClockState.DUE_SOON, ClockState.DUE_SOON.label),
    (ClockState.TICKING, ClockState.TICKING.label),
    (ClockState.ON_TIME, ClockState.ON_TIME.label),
    (ClockState.DONE_LATE, ClockState.DONE_LATE.label),
    (ClockState.WAIVED, ClockState.WAIVED.label),
]


class OpinionState(models.TextChoices):
    """Whether an answer is owed today."""

    OPEN = "open", _("Chưa trả lời")
    OVERDUE = "overdue", _("Quá hạn trả lời")
    ANSWERED = "answered", _("Đã trả lời")


def asked_bodies(request: HttpRequest | None) -> Any:
    """The bodies of the opinions that the asker may see: a list of choices tells nobody more."""
    if request is None:
        return Agency.objects.none()
    seen = Opinion.objects.visible_to(request.user).values("agency")
    return Agency.objects.filter(pk__in=seen).only("key", "name_vi").in_vietnamese_order()


def _papers(user: Any, text: str) -> Any:
    return Agreement.objects.visible_to(user).matching(text).values("pk")


class OpinionFilter(django_filters.FilterSet):
    """Questions about opinions. The rows come from `with_clock`."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm thỏa thuận"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng"), choices=OpinionState.choices
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan được hỏi"), queryset=asked_bodies, to_field_name="key"
    )
    answer = django_filters.MultipleChoiceFilter(
        label=_("Ý kiến"), choices=OpinionAnswer.choices, widget=PickSeveral
    )
    purpose = django_filters.MultipleChoiceFilter(
        field_name="consultation__purpose",
        label=_("Nội dung hỏi"),
        choices=ConsultationPurpose.choices,
        widget=PickSeveral,
    )
    sent_from = DayFilter(field_name="consultation__sent_on", lookup_expr="gte", label=_("Gửi từ"))
    sent_to = DayFilter(field_name="consultation__sent_on", lookup_expr="lte", label=_("Gửi đến"))

    class Meta:
        model = Opinion
        fields = ("q", "state", "agency", "answer", "purpose", "sent_from", "sent_to")

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(consultation__agreement__in=_papers(self.request.user, value))

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Of a talk that was broken off nobody owes an answer any more."""
        if value == OpinionState.ANSWERED:
            return queryset.filter(answered_on__isnull=False)
        owed = queryset.filter(answered_on__isnull=True).exclude(
            consultation__agreement__stage=Stage.BROKEN_OFF
        )
        if value == OpinionState.OPEN:
            return owed
        return owed.filter(due_on__lt=self.today, waived_on__isnull=True)

    @property
    def today(self) -> date:
        return local_today()


class ConsultationFilter(django_filters.FilterSet):
    """Questions about rounds, for the API."""

    agreement = django_filters.ModelChoiceFilter(
        label=_("Thỏa thuận"),
        queryset=lambda request: (
            Agreement.objects.visible_to(request.user) if request else Agreement.objects.none()
        ),
        to_field_name="key",
    )
    purpose = django_filters.ChoiceFilter(label=_("Nội dung hỏi"), choices=ConsultationPurpose.choices)
    sent_from = DayFilter(field_name="sent_on", lookup_expr="gte", label=_("Gửi từ"))
    sent_to = DayFilter(field_name="sent_on", lookup_expr="lte", label=_("Gửi đến"))

    class Meta:
        model = Consultation
        fields = ("agreement", "purpose", "sent_from", "sent_to")


class LegalReportFilter(django_filters.FilterSet):
    """Questions about reports that were sent."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm thỏa thuận"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    kind = django_filters.ChoiceFilter(label=_("Loại báo cáo"), choices=LegalReportKind.choices)
    sent_from = DayFilter(field_name="sent_on", lookup_expr="gte", label=_("Gửi từ"))
    sent_to = DayFilter(field_name="sent_on", lookup_expr="lte", label=_("Gửi đến"))

    class Meta:
        model = LegalReport
        fields = ("q", "kind", "sent_from", "sent_to")

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(agreement__in=_papers(self.request.user, value))


class ReportDutyFilter(django_filters.FilterSet):
    """Questions about reports that the law asks for. The rows come from `report_duties`."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm thỏa thuận"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    state = django_filters.MultipleChoiceFilter(
        method="by_state", label=_("Tình trạng"), choices=REPORT_STATES, widget=PickSeveral
    )
    kind = django_filters.ChoiceFilter(
        method="by_kind", label=_("Loại báo cáo"), choices=LegalReportKind.choices
    )
    capacity = django_filters.MultipleChoiceFilter(
        method="by_capacity", label=_("Danh nghĩa ký"), choices=Capacity.choices, widget=PickSeveral
    )
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Hạn từ"))
    due_to = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Hạn đến"))

    class Meta:
        model = Clock
        fields = ("q", "state", "kind", "capacity", "due_from", "due_to")

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(object_id__in=_papers(self.request.user, value))

    def by_state(self, queryset: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        return queryset.filter(state__in=value) if value else queryset

    def by_kind(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        ending = Q(rule__trigger="force_ended")
        return queryset.filter(ending if value == LegalReportKind.ENDING else ~ending)

    def by_capacity(self, queryset: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        papers = Agreement.objects.filter(capacity__in=value).values("pk")
        return queryset.filter(object_id__in=papers) if value else queryset
