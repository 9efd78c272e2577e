"""What can be asked of the sums behind a number of aid."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from agreements.aid_parts import Whose
from agreements.enums import SET_ASIDE_STATES, FundingKind, ProjectState, SourceType
from agreements.filters.placed import PlacedFilterSet
from agreements.filters.projects import FundingLineFilter
from agreements.models import FundingLine, Project
from agreements.querysets.funding import FundingLineQuerySet
from dnfa.core.filters import DayFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from partners.filters import choosable_countries, choosable_partners
from partners.models import CooperationField, Country, Partner


class AidLineFilter(PlacedFilterSet, FundingLineFilter):
    """Questions about sums; with a donor, or a country of donors, only its part of each sum counts."""

    prefix: ClassVar[str] = "project__"

    project = django_filters.CharFilter(
        field_name="project__key", label=_("Dự án (khóa)"), widget=HiddenInput
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Loại số tiền"), choices=FundingKind.choices, widget=PickSeveral
    )
    source_type = django_filters.ChoiceFilter(
        field_name="project__source_type", label=_("Nguồn vốn"), choices=SourceType.choices
    )
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country",
        label=_("Quốc gia và vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    field = django_filters.ModelChoiceFilter(
        field_name="project__fields",
        label=_("Lĩnh vực"),
        queryset=CooperationField.objects.all(),
        to_field_name="code",
    )
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("Tình trạng dự án"), choices=ProjectState.choices, widget=HiddenInput
    )
    set_aside = django_filters.ChoiceFilter(
        method="by_set_aside",
        label=_("Đứng ngoài tổng"),
        choices=[(state.value, state.label) for state in SET_ASIDE_STATES],
        widget=HiddenInput,
    )
    in_dong = YesNoFilter(method="by_dong", label=_("Đã quy ra đồng"), widget=HiddenInput)
    perhaps_from = DayFilter(
        method="by_perhaps", label=_("Có thể thuộc kỳ từ ngày, không đủ ngày để tính"), widget=HiddenInput
    )
    perhaps_to = DayFilter(
        method="by_perhaps", label=_("Có thể thuộc kỳ đến ngày, không đủ ngày để tính"), widget=HiddenInput
    )
    known_by = DayFilter(method="by_known", label=_("Tính đến ngày"), widget=HiddenInput)

    class Meta:
        model = FundingLine
        fields = (
            "kind",
            "currency",
            "direction",
            "source_type",
            "partner",
            "country",
            "field",
            "counted",
            "in_totals",
            "set_aside",
            "in_dong",
            "perhaps_from",
            "perhaps_to",
            "booked_from",
            "booked_to",
            "project",
            "given_by",
            "given_from",
            "given_to",
            "given_into",
            "managing",
            "unplaced",
            "period",
            "state",
            "known_by",
        )

    def by_partner(self, queryset: FundingLineQuerySet, _name: str, value: Partner) -> FundingLineQuerySet:
        """Sums of projects that the partner gave, received or took part in; not its part of them."""
        return queryset.filter(Whose(partner=value).takes_part("project"))

    def by_country(self, queryset: FundingLineQuerySet, _name: str, value: Country) -> FundingLineQuerySet:
        return queryset.filter(Whose(country=value).takes_part("project"))

    def by_known(self, queryset: FundingLineQuerySet, _name: str, value: date) -> FundingLineQuerySet:
        return queryset.known_by(value)

    def by_set_aside(self, queryset: FundingLineQuerySet, _name: str, value: str) -> FundingLineQuerySet:
        """Sums that no table adds up: their project is only talked about, or dropped."""
        return self.by_state(queryset.counted().known_by(self._day), _name, value)

    def by_dong(self, queryset: FundingLineQuerySet, _name: str, value: bool) -> FundingLineQuerySet:
        """In đồng, or told in đồng by a rate or by the source."""
        return queryset.filter(dong__isnull=not value)

    def by_perhaps(self, queryset: FundingLineQuerySet, name: str, value: date) -> FundingLineQuerySet:
        """Lines whose date does not tell whether they belong to the period; one day alone is the whole period."""
        first, last = (self.form.cleaned_data.get(each) for each in ("perhaps_from", "perhaps_to"))
        if name == "perhaps_to" and first:
            return queryset  # asked already
        return queryset.perhaps_between(first or value, last or value, self._day)

    def by_state(self, queryset: FundingLineQuerySet, _name: str, value: str) -> FundingLineQuerySet:
        """The project stands so on the day the sums are told for."""
        stated: Any = Project.objects.with_state(self._day)
        return queryset.filter(Exists(stated.filter(pk=OuterRef("project"), state=value)))

    @property
    def _day(self) -> date:
        """The day the sums are told for."""
        return self.form.cleaned_data.get("known_by") or self.as_of

    def undated(self) -> Q:
        return Q(booked_on__isnull=True)
