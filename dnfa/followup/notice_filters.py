"""What can be asked of notices, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dnfa.followup.enums import NoticeState
from dnfa.followup.filter_parts import ALL, UnlessAsked
from dnfa.followup.models import Notice
from dnfa.followup.notices import sources
from dnfa.followup.querysets_notices import NoticeQuerySet


class NoticeFilter(UnlessAsked, django_filters.FilterSet):
    """Without `state`, what stands: to be done or good to know, read or not."""

    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Xem"),
        choices=[*NoticeState.choices, (ALL, pgettext_lazy("thông báo", "Tất cả, kể cả đã xong"))],
        empty_label=_("Đang còn"),
    )
    source = django_filters.ChoiceFilter(label=_("Loại thông báo"), choices=sources.source_choices)

    class Meta:
        model = Notice
        fields = ("state", "source")

    def standing(self, rows: Any) -> Any:
        """Those whose cause is there."""
        return rows.standing()

    def by_state(self, queryset: NoticeQuerySet, _name: str, value: str) -> NoticeQuerySet:
        """To do, unread, ended, or everything."""
        if value == ALL:
            return queryset
        return {
            NoticeState.EXPECTED: queryset.expected,
            NoticeState.UNREAD: queryset.unread,
            NoticeState.ENDED: lambda: queryset.filter(ended_at__isnull=False),
        }[NoticeState(value)]()
