"""What can be asked of focal points, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import FocalPointState
from dnfa.accounts.focal_point_selectors import focal_points_visible_to
from dnfa.accounts.models import Agency, User
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.clock import local_today
from dnfa.core.filters import YesNoFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold


def agencies_with_focal_points(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies of the focal points the asker sees."""
    if request is None:
        return Agency.objects.none()
    seen = focal_points_visible_to(request.user, today=local_today())
    return Agency.objects.filter(pk__in=seen.order_by().values("agency")).in_vietnamese_order()


class FocalPointFilter(django_filters.FilterSet):
    """The queryset must come from `stated(…)`."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("tên, thư điện tử, điện thoại")}),
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan"), queryset=agencies_with_focal_points, to_field_name="key"
    )
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=FocalPointState.choices)
    manages_focal_points = YesNoFilter(label=_("Quản lý đầu mối của cơ quan"))

    class Meta:
        model = User
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Every word in the name, the mail address or the telephone number, marks and letter case aside."""
        told = Concat("full_name", Value(" "), "email", Value(" "), "phone", output_field=TextField())
        found = queryset.alias(told=ViFold(told))
        for word in fold(value).split():
            found = found.filter(told__contains=word)
        return found
