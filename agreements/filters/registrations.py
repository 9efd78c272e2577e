"""What can be asked of registrations of foreign non-governmental organisations."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from agreements.enums import NgoPermitKind, PermitState
from agreements.models import NgoRegistration
from agreements.project_flags import NGO_EXPIRING_DAYS
from agreements.querysets.aid import NgoRegistrationQuerySet
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.functions import ViFold
from dnfa.core.policy import parameter
from dnfa.core.text import fold
from dnfa.core.widgets import PickSeveral
from partners.filters import choosable_partners
from partners.models import Partner


class NgoRegistrationFilter(AsOfFilterSet):
    """The state is that of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("tên tổ chức, số giấy")})
    )
    state = django_filters.MultipleChoiceFilter(
        method="by_state", label=_("Tình trạng"), choices=PermitState.choices, widget=PickSeveral
    )
    kind = django_filters.ChoiceFilter(label=_("Loại giấy"), choices=NgoPermitKind.choices)
    partner = django_filters.ModelChoiceFilter(
        label=_("Tổ chức"), queryset=choosable_partners, to_field_name="key"
    )

    class Meta:
        model = NgoRegistration
        fields = ("q", "state", "kind", "partner")

    def by_text(self, queryset: NgoRegistrationQuerySet, _name: str, value: str) -> NgoRegistrationQuerySet:
        """Every word stands in a name of the organisation or in the number."""
        queryset = queryset.alias(number_fold=ViFold("number"))
        for word in fold(value).split():
            named = Partner.objects.matching(word).values("pk")
            queryset = queryset.filter(Q(partner__in=named) | Q(number_fold__contains=word))
        return queryset

    def by_state(
        self, queryset: NgoRegistrationQuerySet, _name: str, value: list[str]
    ) -> NgoRegistrationQuerySet:
        if not value:
            return queryset
        soon = parameter(NGO_EXPIRING_DAYS, self.as_of)
        stated: Any = NgoRegistration.objects.with_state(self.as_of, expiring_days=soon)
        return queryset.filter(pk__in=stated.filter(state__in=value).values("pk"))
