"""What can be asked of the list of partners, on the page and in the API alike."""

from __future__ import annotations

from functools import partial
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts.models import User
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import WholeNumberFilter, YesNoFilter
from dnfa.core.functions import vi_order
from dnfa.followup.models import Flag
from dnfa.followup.rules import rule_choices_of
from partners import flags
from partners.charge_selectors import ME, NOBODY, people_who_followed
from partners.enums import OFFICIAL_TIES, Continent, PartnerKind, RelationshipClass, RelationshipOrigin
from partners.models import Country, Partner, Relationship
from partners.querysets import CountryQuerySet, PartnerQuerySet, RelationshipQuerySet


class Tie(models.TextChoices):
    """Questions about the tie on the day asked about."""

    OFFICIAL = "official", _("Chính thức (gồm ý định thư)")
    DORMANT = "dormant", _("Chính thức, lâu không hoạt động")
    NEVER_ACTIVE = "never_active", _("Chính thức, chưa từng hoạt động")


TIE_CHOICES = [*Tie.choices, *RelationshipClass.choices]


def choosable_partners(request: HttpRequest | None) -> PartnerQuerySet:
    """The partners a filter may name: those the asker may see, so that a list of choices tells nobody more."""
    if request is None:
        return Partner.objects.none()
    return Partner.objects.visible_to(request.user).only("key", "name_vi").in_vietnamese_order()


def charge_choices() -> list[tuple[str, Any]]:
    """Me, nobody, or a person by user name: those who follow partners up, and those who did."""
    people = [(person.username, str(person)) for person in people_who_followed()]
    return [(ME, _("Tôi")), (NOBODY, _("Chưa có ai")), *people]


def choosable_countries(_request: HttpRequest | None) -> QuerySet[Country]:
    """All countries and territories, in Vietnamese order."""
    return Country.objects.only("code", "name_vi").order_by(vi_order("name_vi"), "pk")


class PartnerFilter(AsOfFilterSet):
    """Questions about partners."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm tên"),
        widget=TextInput(attrs={"placeholder": _("tên nay, tên cũ, bản ngữ")}),
    )
    tie = django_filters.ChoiceFilter(method="by_tie", label=_("Quan hệ"), choices=TIE_CHOICES)
    kind = django_filters.ChoiceFilter(label=_("Loại đối tác"), choices=PartnerKind.choices)
    country = django_filters.ModelChoiceFilter(
        label=_("Quốc gia, vùng lãnh thổ"), queryset=choosable_countries
    )
    continent = django_filters.ChoiceFilter(
        field_name="country__continent", label=_("Châu lục"), choices=Continent.choices
    )
    priority_group = WholeNumberFilter(label=_("Nhóm ưu tiên (1–4)"), min_value=1, max_value=99)
    flag = django_filters.ChoiceFilter(
        method="by_flag", label=_("Cảnh báo"), choices=partial(rule_choices_of, Partner)
    )

    charge = django_filters.ChoiceFilter(
        method="by_charge", label=_("Người phụ trách"), choices=charge_choices
    )

    class Meta:
        model = Partner
        fields = ("q", "tie", "kind", "country", "continent", "priority_group", "flag", "charge")

    def by_text(self, queryset: PartnerQuerySet, _name: str, value: str) -> PartnerQuerySet:
        return queryset.matching(value)

    def by_tie(self, queryset: PartnerQuerySet, _name: str, value: str) -> QuerySet[Any]:
        if value == Tie.OFFICIAL:
            return queryset.with_official_tie(self.as_of)
        if value == Tie.DORMANT:
            return queryset.filter(pk__in=flags.dormant_ties(self.as_of).values("pk"))
        if value == Tie.NEVER_ACTIVE:
            return queryset.filter(pk__in=flags.never_active_ties(self.as_of).values("pk"))
        return queryset.with_tie(self.as_of, frozenset({value}))

    def by_flag(self, queryset: PartnerQuerySet, _name: str, value: str) -> PartnerQuerySet:
        return queryset.filter(
            pk__in=Flag.objects.of_kind(Partner).current().filter(rule=value).values("object_id")
        )

    def by_charge(self, queryset: PartnerQuerySet, _name: str, value: str) -> PartnerQuerySet:
        """In the charge of the asker, of nobody, or of the person with this user name, on the day asked about."""
        if value == NOBODY:
            return queryset.kept_by_nobody(self.as_of)
        person = self.request.user if value == ME else User.objects.get(username=value)
        return queryset.kept_by(person.pk, self.as_of)


class CountryFilter(AsOfFilterSet):
    """Questions about countries and territories."""

    q = django_filters.CharFilter(method="by_text", label=_("Tìm tên"))
    tie = django_filters.ChoiceFilter(
        method="by_tie", label=_("Có địa phương quan hệ"), choices=[(Tie.OFFICIAL.value, Tie.OFFICIAL.label)]
    )
    continent = django_filters.ChoiceFilter(label=_("Châu lục"), choices=Continent.choices)

    class Meta:
        model = Country
        fields = ("q", "tie", "continent")

    def by_text(self, queryset: CountryQuerySet, _name: str, value: str) -> CountryQuerySet:
        return queryset.matching(value)

    def by_tie(self, queryset: CountryQuerySet, _name: str, _value: str) -> CountryQuerySet:
        return queryset.with_official_ties(self.as_of, self.request.user)


class RelationshipFilter(AsOfFilterSet):
    """Questions about ties."""

    partner = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("một đối tác", "Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    relationship_class = django_filters.MultipleChoiceFilter(
        label=_("Loại quan hệ"), choices=RelationshipClass.choices
    )
    origin = django_filters.ChoiceFilter(label=_("Nguồn gốc"), choices=RelationshipOrigin.choices)
    standing = YesNoFilter(method="by_standing", label=_("Đang có vào ngày hỏi"))
    official = YesNoFilter(method="by_official", label=_("Chính thức (gồm ý định thư)"))

    class Meta:
        model = Relationship
        fields = ("partner", "relationship_class", "origin", "standing", "official")

    def by_standing(self, queryset: RelationshipQuerySet, _name: str, value: bool) -> QuerySet[Any]:
        standing = Relationship.objects.standing_on(self.as_of).values("pk")
        return queryset.filter(pk__in=standing) if value else queryset.exclude(pk__in=standing)

    def by_official(self, queryset: RelationshipQuerySet, _name: str, value: bool) -> QuerySet[Any]:
        official = Q(relationship_class__in=sorted(OFFICIAL_TIES), partner__kind=PartnerKind.LOCALITY)
        return queryset.filter(official) if value else queryset.exclude(official)
