"""What can be asked of who is in charge."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import YesNoFilter
from partners.charge_selectors import people_who_followed
from partners.filters import choosable_partners
from partners.models import PartnerCharge
from partners.querysets import PartnerChargeQuerySet


class PartnerChargeFilter(AsOfFilterSet):
    """Charges by partner and person, and whether they stand on the day asked about."""

    partner = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("một đối tác", "Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    person = django_filters.ModelChoiceFilter(
        label=_("Người phụ trách"),
        queryset=lambda _request: people_who_followed(),
        to_field_name="username",
    )
    mine = YesNoFilter(method="by_mine", label=_("Do tôi phụ trách"))
    standing = YesNoFilter(method="by_standing", label=_("Đang phụ trách vào ngày hỏi"))

    class Meta:
        model = PartnerCharge
        fields = ("partner", "person", "mine", "standing")

    def by_mine(self, queryset: PartnerChargeQuerySet, _name: str, value: bool) -> QuerySet[Any]:
        own = {"person": self.request.user}
        return queryset.filter(**own) if value else queryset.exclude(**own)

    def by_standing(self, queryset: PartnerChargeQuerySet, _name: str, value: bool) -> QuerySet[Any]:
        standing = PartnerCharge.objects.standing_on(self.as_of).values("pk")
        return queryset.filter(pk__in=standing) if value else queryset.exclude(pk__in=standing)
