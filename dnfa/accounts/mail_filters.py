"""What can be asked of the outbox, on the page and in the API alike."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from dnfa.core.clock import VIETNAM
from dnfa.core.filters import DayFilter
from dnfa.core.functions import ViFold
from dnfa.core.mail.enums import MailState
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.mail.purposes import purposes
from dnfa.core.text import fold


class MailFilter(django_filters.FilterSet):
    """Mails by what they say, to whom, how they stand, and when they were written."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("tiêu đề, địa chỉ, người nhận")}),
    )
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=MailState.choices)
    purpose = django_filters.ChoiceFilter(label=_("Loại thư"), choices=purposes)
    created_from = DayFilter(label=_("Ghi vào hộp từ ngày"), method="from_day")
    created_to = DayFilter(label=_("Đến hết ngày"), method="to_day")

    class Meta:
        model = OutgoingMail
        fields: list[str] = []

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Every word in the subject, the address or the person's name, marks and letter case aside."""
        told = Concat(
            "subject",
            Value(" "),
            "to",
            Value(" "),
            Coalesce("recipient__full_name", Value("")),
            output_field=TextField(),
        )
        found = queryset.alias(told=ViFold(told))
        for word in fold(value).split():
            found = found.filter(told__contains=word)
        return found

    def from_day(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Written on that day in Đà Nẵng or later."""
        return queryset.filter(created_at__gte=datetime.combine(value, time.min, VIETNAM))

    def to_day(self, queryset: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Written on that day in Đà Nẵng or before."""
        return queryset.filter(created_at__lt=datetime.combine(value + timedelta(days=1), time.min, VIETNAM))
