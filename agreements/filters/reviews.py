"""What can be asked of review sessions."""

from __future__ import annotations

import django_filters
from django.db.models import Q
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from agreements.models import ReviewItem, ReviewSession
from agreements.querysets import ReviewQuerySet
from dnfa.core.filters import YesNoFilter


class ReviewFilter(django_filters.FilterSet):
    """Sessions by their words, the paper they looked at, and whether the minutes are closed."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("tên phiên, địa điểm, tên văn bản")}),
    )
    closed = YesNoFilter(method="by_closed", label=_("Đã chốt biên bản"))

    class Meta:
        model = ReviewSession
        fields = ("q", "closed")

    def by_text(self, queryset: ReviewQuerySet, _name: str, value: str) -> ReviewQuerySet:
        looked_at = ReviewItem.objects.filter(agreement__title_vi__icontains=value).values("session")
        return queryset.filter(Q(title__icontains=value) | Q(place__icontains=value) | Q(pk__in=looked_at))

    def by_closed(self, queryset: ReviewQuerySet, _name: str, value: bool) -> ReviewQuerySet:
        return queryset.filter(closed_on__isnull=not value)
