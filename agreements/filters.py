"""What can be asked of agreements, their events and projects, on pages and in the API alike."""

from __future__ import annotations

from datetime import date
from functools import cached_property, partial
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from agreements import flags
from agreements.enums import (
    AgreementType,
    Capacity,
    EventKind,
    LegalRegime,
    ProjectDirection,
    ProjectModality,
    ProjectStatus,
    Status,
)
from agreements.models import Agreement, AgreementEvent, AgreementParty, Project
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet, ProjectQuerySet
from dnfa.core.as_of import asked_day
from dnfa.core.filters import PartialDateFromFilter, PartialDateToFilter
from dnfa.followup.models import Flag
from dnfa.followup.rules import rule_choices_of
from partners.enums import Continent
from partners.models import Country, Partner

LONGEST_HORIZON_MONTHS = 1200


class AsOfFilterSet(django_filters.FilterSet):
    """A filter set some of whose questions are about a day."""

    @cached_property
    def as_of(self) -> date:
        return asked_day(self.request)


class AgreementFilter(AsOfFilterSet):
    """The queryset must come from `with_status(as_of)`: status and end are those of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), help_text=_("Tên văn bản, số ký hiệu, tên đối tác; không cần dấu.")
    )
    status = django_filters.MultipleChoiceFilter(label=_("Tình trạng"), choices=Status.choices)
    capacity = django_filters.MultipleChoiceFilter(label=_("Danh nghĩa ký"), choices=Capacity.choices)
    type = django_filters.MultipleChoiceFilter(label=_("Loại văn bản"), choices=AgreementType.choices)
    legal_regime = django_filters.ChoiceFilter(label=_("Chế độ pháp lý"), choices=LegalRegime.choices)
    partner = django_filters.ModelChoiceFilter(
        field_name="partners", label=_("Đối tác"), queryset=Partner.objects.all(), to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country", label=_("Quốc gia, vùng lãnh thổ"), queryset=Country.objects.all()
    )
    continent = django_filters.ChoiceFilter(method="by_continent", label=_("Châu lục"), choices=Continent.choices)
    signed_on_from = PartialDateFromFilter("signed_on", label=_("Ký từ"))
    signed_on_to = PartialDateToFilter("signed_on", label=_("Ký đến"))
    ending_within_months = django_filters.NumberFilter(
        method="by_ending", label=_("Hết hạn trong (tháng tới)"), min_value=0, max_value=LONGEST_HORIZON_MONTHS
    )
    signed_with_partner = django_filters.BooleanFilter(
        method="by_signed_with_partner", label=_("Đã ký với đối tác nước ngoài")
    )
    letter_of_intent_open = django_filters.BooleanFilter(
        method="by_open_letter", label=_("Ý định thư chưa thành thỏa thuận")
    )
    in_table = django_filters.BooleanFilter(
        field_name="table_row", lookup_expr="isnull", exclude=True, label=_("Có trong bảng quan hệ chính thức")
    )
    flag = django_filters.ChoiceFilter(method="by_flag", label=_("Cảnh báo"), choices=partial(rule_choices_of, Agreement))

    class Meta:
        model = Agreement
        fields = ("q", "status", "capacity", "type", "country", "ending_within_months")

    def by_text(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.matching(value)

    def by_country(self, queryset: AgreementQuerySet, name: str, value: Country) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country=value)))

    def by_continent(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country__continent=value)))

    def by_ending(self, queryset: AgreementQuerySet, name: str, value: Any) -> AgreementQuerySet:
        return queryset.ending_within(self.as_of, months=int(value))

    def by_signed_with_partner(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        signed = Agreement.objects.signed_with_a_partner().known_by(self.as_of).values("pk")
        return queryset.filter(pk__in=signed) if value else queryset.exclude(pk__in=signed)

    def by_open_letter(self, queryset: AgreementQuerySet, name: str, value: bool) -> AgreementQuerySet:
        letters = flags.open_letters_of_intent(self.as_of).values("pk")
        return queryset.filter(pk__in=letters) if value else queryset.exclude(pk__in=letters)

    def by_flag(self, queryset: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(pk__in=Flag.objects.of_kind(Agreement).current().filter(rule=value).values("object_id"))


def _parties(**condition: Any) -> Any:
    return AgreementParty.objects.filter(agreement=OuterRef("pk"), **condition)


class AgreementEventFilter(AsOfFilterSet):
    agreement = django_filters.NumberFilter(field_name="agreement_id", label=_("Thỏa thuận (id)"))
    kind = django_filters.MultipleChoiceFilter(label=_("Sự kiện"), choices=EventKind.choices)
    capacity = django_filters.MultipleChoiceFilter(
        field_name="agreement__capacity", label=_("Danh nghĩa ký"), choices=Capacity.choices
    )
    signing = django_filters.BooleanFilter(method="by_signing", label=_("Là một lần ký với đối tác"))
    occurred_on_from = PartialDateFromFilter("occurred_on", label=_("Từ"))
    occurred_on_to = PartialDateToFilter("occurred_on", label=_("Đến"))
    happened = django_filters.BooleanFilter(method="by_happened", label=_("Đã diễn ra vào ngày hỏi"))

    class Meta:
        model = AgreementEvent
        fields = ("agreement", "kind", "capacity", "signing")

    def by_signing(self, queryset: AgreementEventQuerySet, name: str, value: bool) -> AgreementEventQuerySet:
        signings = AgreementEvent.objects.signings().values("pk")
        return queryset.filter(pk__in=signings) if value else queryset.exclude(pk__in=signings)

    def by_happened(self, queryset: AgreementEventQuerySet, name: str, value: bool) -> AgreementEventQuerySet:
        happened = AgreementEvent.objects.happened_by(self.as_of).values("pk")
        return queryset.filter(pk__in=happened) if value else queryset.exclude(pk__in=happened)


class ProjectFilter(AsOfFilterSet):
    q = django_filters.CharFilter(method="by_text", label=_("Tìm"), help_text=_("Tên dự án, nhà tài trợ; không cần dấu."))
    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=ProjectDirection.choices)
    modality = django_filters.ChoiceFilter(label=_("Hình thức"), choices=ProjectModality.choices)
    status = django_filters.ChoiceFilter(label=_("Tình trạng theo nguồn"), choices=ProjectStatus.choices)
    currency = django_filters.CharFilter(lookup_expr="iexact", label=_("Loại tiền"))
    partner = django_filters.ModelChoiceFilter(
        field_name="partners", label=_("Đối tác"), queryset=Partner.objects.all(), to_field_name="key"
    )
    running = django_filters.BooleanFilter(method="by_running", label=_("Đang thực hiện vào ngày hỏi"))

    class Meta:
        model = Project
        fields = ("q", "direction", "modality", "status")

    def by_text(self, queryset: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        return queryset.matching(value)

    def by_running(self, queryset: ProjectQuerySet, name: str, value: bool) -> ProjectQuerySet:
        running = Project.objects.running_on(self.as_of).values("pk")
        return queryset.filter(pk__in=running) if value else queryset.exclude(pk__in=running)
