"""What can be asked of flags, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.core.clock import local_today
from dnfa.core.filters import DayFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup import rules
from dnfa.followup.enums import FlagState, Severity
from dnfa.followup.filter_parts import ALL, MineFilter, UnlessAsked
from dnfa.followup.models import Flag
from dnfa.followup.querysets import FlagQuerySet


class FlagFilter(UnlessAsked, django_filters.FilterSet):
    """Without `state` the flags whose cause stands, put off or not; history only when asked for."""

    rule = django_filters.MultipleChoiceFilter(
        label=_("Quy tắc"), choices=rules.rule_choices, widget=PickSeveral, distinct=False
    )
    severity = django_filters.ChoiceFilter(label=_("Mức độ"), choices=Severity.choices)
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Trạng thái"),
        choices=[*FlagState.choices, (ALL, pgettext_lazy("trạng thái cảnh báo", "Tất cả, kể cả đã đóng"))],
        empty_label=_("Đang mở và hoãn nhắc"),
    )
    kind = django_filters.ChoiceFilter(method="by_kind", label=_("Loại bản ghi"), choices=rules.kind_choices)

    mine = MineFilter()
    opened_from = DayFilter("opened_on", lookup_expr="gte", label=_("Mở từ ngày"))

    class Meta:
        model = Flag
        fields = ("rule", "severity", "state", "kind", "mine", "opened_from")

    def standing(self, rows: Any) -> Any:
        """Those whose cause stands."""
        return rows.current()

    def by_state(self, queryset: FlagQuerySet, _name: str, value: str) -> FlagQuerySet:
        """Open, put off or closed as of today in Đà Nẵng."""
        return queryset if value == ALL else queryset.in_state(value, local_today())

    def by_kind(self, queryset: FlagQuerySet, _name: str, value: str) -> FlagQuerySet:
        """Flags about one kind of record."""
        return queryset.of_kind(next(kind.model for kind in rules.kinds() if kind.code == value))
