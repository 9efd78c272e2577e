"""What can be asked of the list of partners, on the page and in the API alike."""

from __future__ import annotations

from datetime import date
from functools import cached_property, partial
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dnfa.core.as_of import asked_day
from dnfa.followup.models import Flag
from dnfa.followup.rules import rule_choices_of
from partners import flags
from partners.enums import OFFICIAL_TIES, Continent, PartnerKind, RelationshipClass
from partners.models import Country, Partner
from partners.querysets import CountryQuerySet, PartnerQuerySet


class Tie(models.TextChoices):
    """Questions about the tie on the day asked about."""

    OFFICIAL = "official", _("Chính thức (gồm ý định thư)")
    DORMANT = "dormant", _("Chính thức, lâu không hoạt động")
    NEVER_ACTIVE = "never_active", _("Chính thức, chưa từng hoạt động")


TIE_CHOICES = [*Tie.choices, *RelationshipClass.choices]


class PartnerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm tên"), help_text=_("Mọi tên: hiện nay, tên cũ, tên gọi khác, bản ngữ; không cần dấu.")
    )
    tie = django_filters.ChoiceFilter(method="by_tie", label=_("Quan hệ"), choices=TIE_CHOICES)
    kind = django_filters.ChoiceFilter(label=_("Loại đối tác"), choices=PartnerKind.choices)
    country = django_filters.ModelChoiceFilter(label=_("Quốc gia, vùng lãnh thổ"), queryset=Country.objects.all())
    continent = django_filters.ChoiceFilter(
        field_name="country__continent", label=_("Châu lục"), choices=Continent.choices
    )
    priority_group = django_filters.NumberFilter(label=_("Nhóm ưu tiên (1–4)"))
    flag = django_filters.ChoiceFilter(method="by_flag", label=_("Cảnh báo"), choices=partial(rule_choices_of, Partner))

    class Meta:
        model = Partner
        fields = ("q", "tie", "kind", "country", "continent", "priority_group", "flag")

    @cached_property
    def as_of(self) -> date:
        return asked_day(self.request)

    def by_text(self, queryset: PartnerQuerySet, name: str, value: str) -> PartnerQuerySet:
        return queryset.matching(value)

    def by_tie(self, queryset: PartnerQuerySet, name: str, value: str) -> QuerySet[Any]:
        if value == Tie.OFFICIAL:
            return queryset.with_official_tie(self.as_of)
        if value == Tie.DORMANT:
            return queryset.filter(pk__in=flags.dormant_ties(self.as_of).values("pk"))
        if value == Tie.NEVER_ACTIVE:
            return queryset.filter(pk__in=flags.never_active_ties(self.as_of).values("pk"))
        return queryset.with_tie(self.as_of, frozenset({value}))

    def by_flag(self, queryset: PartnerQuerySet, name: str, value: str) -> PartnerQuerySet:
        return queryset.filter(pk__in=Flag.objects.of_kind(Partner).current().filter(rule=value).values("object_id"))


class CountryFilter(django_filters.FilterSet):
    tie = django_filters.ChoiceFilter(
        method="by_tie", label=_("Có địa phương quan hệ"), choices=[(Tie.OFFICIAL.value, Tie.OFFICIAL.label)]
    )
    continent = django_filters.ChoiceFilter(label=_("Châu lục"), choices=Continent.choices)

    class Meta:
        model = Country
        fields = ("tie", "continent")

    def by_tie(self, queryset: CountryQuerySet, name: str, value: str) -> CountryQuerySet:
        return queryset.with_official_ties(asked_day(self.request), self.request.user)


class RelationshipFilter(django_filters.FilterSet):
    standing = django_filters.BooleanFilter(method="by_standing", label=_("Đang có vào ngày hỏi"))
    official = django_filters.BooleanFilter(method="by_official", label=_("Chính thức (gồm ý định thư)"))

    class Meta:
        model = Partner.relationships.rel.related_model
        fields = ("relationship_class", "origin", "standing", "official")

    def by_standing(self, queryset: Any, name: str, value: bool) -> Any:
        standing = queryset.standing_on(asked_day(self.request))
        return standing if value else queryset.exclude(pk__in=standing.values("pk"))

    def by_official(self, queryset: Any, name: str, value: bool) -> Any:
        official = Q(relationship_class__in=sorted(OFFICIAL_TIES), partner__kind=PartnerKind.LOCALITY)
        return queryset.filter(official) if value else queryset.exclude(official)
