"""What can be asked of delegations and other contacts."""

from __future__ import annotations

import django_filters
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from delegations.querysets import ContactQuerySet
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import PartialDateFromFilter, PartialDateToFilter, WholeNumberFilter
from partners.filters import choosable_partners

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class ContactFilter(AsOfFilterSet):
    """Questions about any contact."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("nội dung, đối tác")})
    )
    partner = django_filters.ModelChoiceFilter(
        field_name="partners", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    starts_on_from = PartialDateFromFilter("starts_on", label=_("Từ ngày"))
    starts_on_to = PartialDateToFilter("starts_on", label=_("Đến ngày"))
    year = WholeNumberFilter(
        method="by_year", label=_("Năm (theo ngày đầu)"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )

    def by_text(self, queryset: ContactQuerySet, _name: str, value: str) -> ContactQuerySet:
        return queryset.matching(value, user=self.request.user)

    def by_year(self, queryset: ContactQuerySet, _name: str, value: int) -> ContactQuerySet:
        """The first day lies in that year and not after the day asked about (yearly-report rule)."""
        return queryset.in_year(value, up_to=self.as_of)
