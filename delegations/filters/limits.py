"""What can be asked of the cases that go over a limit, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from delegations.enums import HeadRank, LimitKind
from delegations.models import Delegation, TripLimit
from delegations.selectors_limits import OverLimit, over_limits
from dnfa.accounts.models import Agency
from dnfa.core.clock import local_today
from dnfa.core.filters import WholeNumberFilter, YesNoFilter


def leading_agencies(request: Any) -> QuerySet[Agency]:
    """Agencies that lead delegations which the reader sees."""
    seen = Delegation.objects.visible_to(request.user).order_by().values("lead_agencies")
    return Agency.objects.filter(pk__in=seen).in_vietnamese_order()


class OverLimitFilter(django_filters.FilterSet):
    """The queryset must come from `abroad(…)`; without `year` the cases of this year."""

    year = WholeNumberFilter(
        method="by_year",
        label=_("Năm bắt đầu chuyến đi"),
        min_value=1990,
        max_value=2200,
        widget=TextInput(attrs={"inputmode": "numeric", "placeholder": _("năm nay")}),
    )
    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("tên đoàn, đối tác")})
    )
    kind = django_filters.ChoiceFilter(
        method="untouched", label=_("Hạn mức"), choices=LimitKind.choices, empty_label=_("Tất cả")
    )
    lead = django_filters.ModelChoiceFilter(
        field_name="lead_agencies", label=_("Cơ quan chủ trì"), queryset=leading_agencies, to_field_name="key"
    )
    justified = YesNoFilter(method="untouched", label=_("Đã giải trình"))

    class Meta:
        model = Delegation
        fields = ("year", "q", "kind", "lead", "justified")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """This year unless another was asked for."""
        rows: Any = super().filter_queryset(queryset)
        if not self.form.cleaned_data.get("year"):
            rows = rows.filter(begins__year=local_today().year)
        return rows

    def by_year(self, queryset: QuerySet[Any], _name: str, value: int) -> QuerySet[Any]:
        """Trips that begin, or are planned to begin, in that year."""
        return queryset.filter(begins__year=value)

    def by_text(self, queryset: Any, _name: str, value: str) -> QuerySet[Any]:
        """Every word stands in the title or a partner's name."""
        rows: QuerySet[Any] = queryset.matching(value, user=self.request.user)
        return rows

    def untouched(self, queryset: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """Asked of the findings, not of the delegations: see `cases`."""
        return queryset

    def cases(self) -> list[OverLimit]:
        """The cases asked for, in the order of the first days; constant queries."""
        rows = self.qs.prefetch_related("lead_agencies").order_by("begins", "pk")
        asked = self.form.cleaned_data  # there once the rows have been asked for
        return [
            case
            for case in over_limits(rows)
            if (not asked["kind"] or case.finding.kind == asked["kind"])
            and (asked["justified"] is None or (case.justification is not None) == asked["justified"])
        ]


class TripLimitFilter(django_filters.FilterSet):
    """Questions about the limits themselves."""

    kind = django_filters.ChoiceFilter(label=_("Hạn mức"), choices=LimitKind.choices)
    head_rank = django_filters.ChoiceFilter(
        method="by_rank", label=_("Cấp trưởng đoàn"), choices=HeadRank.choices
    )
    verified = YesNoFilter(field_name="is_verified", label=_("Đã kiểm tra"))

    class Meta:
        model = TripLimit
        fields = ("kind", "head_rank", "verified")

    def by_rank(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those of the rank and those for all ranks."""
        return queryset.filter(rank__in=("", value))
