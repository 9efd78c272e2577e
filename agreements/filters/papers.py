"""What can be asked of agreements, their events and projects, on pages and in the API alike."""

from __future__ import annotations

from functools import partial
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.forms import HiddenInput, TextInput
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
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import PartialDateFromFilter, PartialDateToFilter, WholeNumberFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.models import Flag
from dnfa.followup.rules import rule_choices_of
from partners.enums import Continent
from partners.filters import choosable_countries, choosable_partners
from partners.models import Country, Partner

LONGEST_HORIZON_MONTHS = 1200
TITLE_NUMBER_PARTNER = {"placeholder": _("tên, số ký hiệu, đối tác")}
MAX_ID = 2**63 - 1  # of a database key; a larger number is nobody's


class AgreementFilter(AsOfFilterSet):
    """The queryset must come from `with_status(as_of)`: status and end are those of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Tình trạng"), choices=Status.choices, widget=PickSeveral
    )
    capacity = django_filters.MultipleChoiceFilter(
        label=_("Danh nghĩa ký"), choices=Capacity.choices, widget=PickSeveral
    )
    type = django_filters.MultipleChoiceFilter(
        label=_("Loại văn bản"), choices=AgreementType.choices, widget=PickSeveral
    )
    legal_regime = django_filters.ChoiceFilter(
        label=_("Chế độ pháp lý"), choices=LegalRegime.choices, widget=HiddenInput
    )
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country", label=_("Quốc gia, vùng lãnh thổ"), queryset=choosable_countries
    )
    continent = django_filters.ChoiceFilter(
        method="by_continent", label=_("Châu lục"), choices=Continent.choices, widget=HiddenInput
    )
    signed_on_from = PartialDateFromFilter("signed_on", label=_("Ký từ"))
    signed_on_to = PartialDateToFilter("signed_on", label=_("Ký đến"))
    ending_within_months = WholeNumberFilter(
        method="by_ending",
        label=_("Hết hạn trong mấy tháng tới"),
        min_value=0,
        max_value=LONGEST_HORIZON_MONTHS,
    )
    signed_with_partner = YesNoFilter(
        method="by_signed_with_partner", label=_("Đã ký với đối tác nước ngoài"), widget=HiddenInput
    )
    letter_of_intent_open = YesNoFilter(
        method="by_open_letter", label=_("Ý định thư chưa thành thỏa thuận"), widget=HiddenInput
    )
    in_table = YesNoFilter(method="by_table", label=_("Có trong bảng quan hệ chính thức"), widget=HiddenInput)
    flag = django_filters.ChoiceFilter(
        method="by_flag", label=_("Cảnh báo"), choices=partial(rule_choices_of, Agreement)
    )

    class Meta:
        model = Agreement
        # The order of the panel.
        fields = (
            "q", "status", "capacity", "type", "partner", "country", "signed_on_from", "signed_on_to",
            "ending_within_months", "flag",
        )  # fmt: skip

    def by_text(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.matching(value)

    def by_table(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        return queryset.filter(table_row__isnull=not value)

    def by_partner(self, queryset: AgreementQuerySet, _name: str, value: Partner) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner=value)))

    def by_country(self, queryset: AgreementQuerySet, _name: str, value: Country) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country=value)))

    def by_continent(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country__continent=value)))

    def by_ending(self, queryset: AgreementQuerySet, _name: str, value: Any) -> AgreementQuerySet:
        return queryset.ending_within(self.as_of, months=int(value))

    def by_signed_with_partner(
        self, queryset: AgreementQuerySet, _name: str, value: bool
    ) -> AgreementQuerySet:
        signed = Agreement.objects.signed_with_a_partner().known_by(self.as_of).values("pk")
        return queryset.filter(pk__in=signed) if value else queryset.exclude(pk__in=signed)

    def by_open_letter(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        letters = flags.open_letters_of_intent(self.as_of).values("pk")
        return queryset.filter(pk__in=letters) if value else queryset.exclude(pk__in=letters)

    def by_flag(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(
            pk__in=Flag.objects.of_kind(Agreement).current().filter(rule=value).values("object_id")
        )


def _parties(**condition: Any) -> Any:
    return AgreementParty.objects.filter(agreement=OuterRef("pk"), **condition)


class AgreementEventFilter(AsOfFilterSet):
    """Questions about what happened to agreements."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    agreement = WholeNumberFilter(
        field_name="agreement_id",
        label=_("Thỏa thuận (mã)"),
        min_value=1,
        max_value=MAX_ID,
        widget=HiddenInput,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Sự kiện"), choices=EventKind.choices, widget=PickSeveral
    )
    capacity = django_filters.MultipleChoiceFilter(
        field_name="agreement__capacity",
        label=_("Danh nghĩa ký"),
        choices=Capacity.choices,
        widget=PickSeveral,
    )
    signing = YesNoFilter(method="by_signing", label=_("Là lần ký với đối tác"))
    occurred_on_from = PartialDateFromFilter("occurred_on", label=_("Từ"))
    occurred_on_to = PartialDateToFilter("occurred_on", label=_("Đến"))
    happened = YesNoFilter(method="by_happened", label=_("Đã diễn ra vào ngày hỏi"))

    class Meta:
        model = AgreementEvent
        fields = (
            "q",
            "kind",
            "capacity",
            "signing",
            "occurred_on_from",
            "occurred_on_to",
            "happened",
            "agreement",
        )

    def by_text(self, queryset: AgreementEventQuerySet, _name: str, value: str) -> AgreementEventQuerySet:
        return queryset.matching(value)

    def by_signing(self, queryset: AgreementEventQuerySet, _name: str, value: bool) -> AgreementEventQuerySet:
        signings = AgreementEvent.objects.signings().values("pk")
        return queryset.filter(pk__in=signings) if value else queryset.exclude(pk__in=signings)

    def by_happened(
        self, queryset: AgreementEventQuerySet, _name: str, value: bool
    ) -> AgreementEventQuerySet:
        happened = AgreementEvent.objects.happened_by(self.as_of).values("pk")
        return queryset.filter(pk__in=happened) if value else queryset.exclude(pk__in=happened)


class ProjectFilter(AsOfFilterSet):
    """Questions about projects and aid."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("tên dự án, đối tác")})
    )
    direction = django_filters.ChoiceFilter(label=_("Chiều"), choices=ProjectDirection.choices)
    modality = django_filters.ChoiceFilter(label=_("Hình thức"), choices=ProjectModality.choices)
    status = django_filters.ChoiceFilter(label=_("Tình trạng theo nguồn"), choices=ProjectStatus.choices)
    currency = django_filters.CharFilter(lookup_expr="iexact", label=_("Loại tiền"))
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    running = YesNoFilter(method="by_running", label=_("Đang thực hiện vào ngày hỏi"))

    class Meta:
        model = Project
        fields = ("q", "direction", "modality", "status", "partner", "running", "currency")

    def by_text(self, queryset: ProjectQuerySet, _name: str, value: str) -> ProjectQuerySet:
        return queryset.matching(value)

    def by_partner(self, queryset: ProjectQuerySet, _name: str, value: Partner) -> ProjectQuerySet:
        """The partner gave, received or took part."""
        with_it = Project.objects.filter(Q(donor=value) | Q(recipient=value) | Q(partners=value)).values("pk")
        return queryset.filter(pk__in=with_it)

    def by_running(self, queryset: ProjectQuerySet, _name: str, value: bool) -> ProjectQuerySet:
        running = Project.objects.running_on(self.as_of).values("pk")
        return queryset.filter(pk__in=running) if value else queryset.exclude(pk__in=running)
