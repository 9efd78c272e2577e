"""Questions that only links of the statistics ask, so that a number opens exactly what it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import HiddenInput, MultipleHiddenInput
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegation, DelegationStop
from delegations.querysets.trips import held_within, surely_by
from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import DayFilter, DescribedFilter
from dnfa.core.forms import ViDateField
from partners.models import Partner

BETWEEN = ".."
RANK, COUNTRY, PARTNER, AGENCY, MONTH, PERSONS = "rank", "country", "partner", "agency", "month", "persons"
UNTOLD = (
    (RANK, _("cấp trưởng đoàn")),
    (COUNTRY, _("quốc gia, vùng lãnh thổ")),
    (PARTNER, _("đối tác")),
    (AGENCY, _("cơ quan chủ trì")),
    (MONTH, _("tháng")),
    (PERSONS, _("số người")),
)


class DaysField(forms.Field):
    """Two days joined by "..", both included: "01/01/2025..30/06/2025"."""

    def to_python(self, value: Any) -> tuple[date, date] | None:
        """The two days; None for nothing."""
        typed = super().to_python(value)
        if not typed:
            return None
        day = ViDateField()
        try:
            first, last = (day.clean(part) for part in str(typed).split(BETWEEN))
        except ValueError as error:
            raise ValidationError(_("Ghi hai ngày, ví dụ 01/01/2025..30/06/2025."), code="invalid") from error
        return first, last


class DaysFilter(DescribedFilter):
    """A span of days; see `DaysField`."""

    openapi = {"type": "string", "example": "2025-01-01..2025-06-30"}
    field_class = DaysField


class CountedFilter(AsOfFilterSet):
    """What the statistics count, as questions of the list (`delegations.statistics`)."""

    held_in = DaysFilter(method="by_span", label=_("Diễn ra trong kỳ"), widget=HiddenInput)
    held_by = DayFilter(method="by_begun", label=_("Đã bắt đầu đến ngày"), widget=HiddenInput)
    led_by = django_filters.ModelChoiceFilter(
        field_name="lead_agencies",
        label=_("Cơ quan chủ trì"),
        queryset=Agency.objects.in_vietnamese_order(),
        to_field_name="key",
        widget=HiddenInput,
    )
    lacking = django_filters.MultipleChoiceFilter(
        method="by_lacking", label=_("Chưa ghi"), choices=UNTOLD, widget=MultipleHiddenInput
    )

    def by_span(self, queryset: QuerySet[Any], _name: str, value: tuple[date, date]) -> QuerySet[Any]:
        """Held, begun by the day asked about, and with no possible first day outside the span."""
        first, last = value
        return queryset.filter(held_within(first, min(last, self.as_of), last))

    def by_begun(self, queryset: QuerySet[Any], _name: str, value: date) -> QuerySet[Any]:
        """Begun by the day, whatever of its days an imprecise one means."""
        return queryset.filter(surely_by(value), starts_on__isnull=False, first_day__lte=value)

    def by_lacking(self, queryset: QuerySet[Any], _name: str, value: list[str]) -> QuerySet[Any]:
        """Nothing recorded, or nothing that the reader may see."""
        partners = Partner.objects.visible_to(self.request.user).filter(delegations=OuterRef("pk"))
        led = Delegation.lead_agencies.through.objects.filter(delegation=OuterRef("pk"))
        stops = DelegationStop.objects.filter(delegation=OuterRef("pk"))
        conditions = {
            RANK: Q(head_rank=""),
            COUNTRY: ~Exists(stops) & ~Exists(partners.filter(country__isnull=False)),
            PARTNER: ~Exists(partners),
            AGENCY: ~Exists(led),
            MONTH: Q(starts_on__regex=r"^\d{4}$"),
            PERSONS: Q(persons__isnull=True),
        }
        for name in value:
            queryset = queryset.filter(conditions[name])
        return queryset
