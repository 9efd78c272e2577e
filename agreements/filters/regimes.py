"""What can be asked of the law of each source of money."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.enums import SourceType
from agreements.models import AidRegime
from agreements.selectors_projects import regimes_in_force
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import YesNoFilter


class AidRegimeFilter(AsOfFilterSet):
    """Of which source, and whether it holds on the day asked about."""

    source_type = django_filters.ChoiceFilter(label=_("Nguồn vốn"), choices=SourceType.choices)
    in_force = YesNoFilter(method="by_force", label=_("Có hiệu lực vào ngày hỏi"))
    is_verified = YesNoFilter(field_name="is_verified", label=_("Đã kiểm tra"))

    class Meta:
        model = AidRegime
        fields = ("source_type", "in_force", "is_verified")

    def by_force(self, queryset: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        holding = regimes_in_force(self.as_of).values("pk")
        return queryset.filter(pk__in=holding) if value else queryset.exclude(pk__in=holding)
