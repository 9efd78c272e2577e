"""What can be asked of clocks, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.accounts.models import Agency
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.filters import DayFilter
from dnfa.followup.clocks import OPEN_STATES, registered_triggers
from dnfa.followup.enums import ClockState
from dnfa.followup.filter_parts import ALL, MineFilter, UnlessAsked
from dnfa.followup.models import Clock, ClockRule
from dnfa.followup.querysets import ClockQuerySet


def rule_choices() -> list[tuple[str, str]]:
    """The rules by key, each under the name of its newest version."""
    versions = ClockRule.objects.order_by("key", "valid_from").values_list("key", "label")
    return list(dict(versions).items())


def agencies_with_clocks(request: HttpRequest | None) -> QuerySet[Agency]:
    """Agencies that owe something in the clocks this person may see."""
    if request is None:
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=Clock.objects.visible_to(request.user).values("agency"))


class ClockFilter(UnlessAsked, AsOfFilterSet):
    """The queryset must come from `with_state`: states are those of the day asked about. Without `state`, what is open."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("tên, số ký hiệu, đối tác")}),
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Tình trạng"),
        choices=[*ClockState.choices, (ALL, pgettext_lazy("tình trạng thời hạn", "Tất cả, kể cả đã làm"))],
        empty_label=_("Chưa làm xong"),
    )
    rule = django_filters.ChoiceFilter(field_name="code", label=_("Thời hạn luật định"), choices=rule_choices)
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan phải làm"), queryset=agencies_with_clocks, to_field_name="key"
    )
    due_from = DayFilter("due_on", lookup_expr="gte", label=_("Hạn cuối từ"))
    due_to = DayFilter("due_on", lookup_expr="lte", label=_("Hạn cuối đến"))

    mine = MineFilter()

    class Meta:
        model = Clock
        fields = ("q", "state", "rule", "agency", "due_from", "due_to", "mine")

    def standing(self, rows: Any) -> Any:
        """What is still to be done."""
        return rows.filter(state__in=OPEN_STATES)

    def by_text(self, queryset: ClockQuerySet, _name: str, value: str) -> ClockQuerySet:
        """Clocks whose record matches, in the sense of the record's own list, by what the reader may see of it."""
        condition = Q(pk__in=[])
        for model in {trigger.model for trigger in registered_triggers()}:
            matching: Any = model._default_manager
            condition |= Q(
                content_type__app_label=model._meta.app_label,
                content_type__model=model._meta.model_name,
                object_id__in=matching.matching(value, user=self.request.user).values("pk"),
            )
        return queryset.filter(condition)
