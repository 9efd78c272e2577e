"""What can be asked of the Scheme's tasks."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from reports.models import SchemeTask


class SchemeTaskFilter(django_filters.FilterSet):
    """Tasks by group and by who leads or coordinates them."""

    group = django_filters.CharFilter(field_name="group_code", label=_("Mã nhóm"))
    lead = django_filters.ModelChoiceFilter(
        field_name="lead_agencies",
        label=_("Đơn vị thực hiện"),
        queryset=Agency.objects.all(),
        to_field_name="key",
    )
    coordinator = django_filters.ModelChoiceFilter(
        field_name="coordinating_agencies",
        label=_("Đơn vị phối hợp"),
        queryset=Agency.objects.all(),
        to_field_name="key",
    )
    without_lead = django_filters.BooleanFilter(method="by_missing_lead", label=_("Chưa có đơn vị thực hiện"))

    class Meta:
        model = SchemeTask
        fields = ("group", "lead", "coordinator", "without_lead")

    def by_missing_lead(self, queryset: QuerySet[SchemeTask], name: str, value: bool) -> QuerySet[SchemeTask]:  # noqa: ARG002  (django-filter names it)
        return queryset.filter(lead_agencies__isnull=value).distinct()
