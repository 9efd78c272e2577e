"""What can be asked of the lines of a year's programme, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import HiddenInput, TextInput
from django.utils.translation import gettext_lazy as _

from delegations.enums import ProgrammeItemKind, ProgrammeItemState
from delegations.models import ProgrammeItem
from delegations.selectors_programme import CARRYING
from dnfa.accounts.models import Agency
from dnfa.core.filters import WholeNumberFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold

WAITING = "waiting"


def proposing_agencies(request: Any) -> QuerySet[Agency]:
    """Agencies of the lines which the reader sees."""
    seen = ProgrammeItem.objects.visible_to(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=seen).in_vietnamese_order()


class ProgrammeItemFilter(django_filters.FilterSet):
    """The queryset must come from `item_rows(…, today)`."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("nội dung, trưởng đoàn")}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Loại"), choices=ProgrammeItemKind.choices, empty_label=_("Tất cả")
    )
    state = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=ProgrammeItemState.choices, empty_label=_("Tất cả")
    )
    carrying = django_filters.ChoiceFilter(label=_("Thực hiện"), choices=CARRYING, empty_label=_("Tất cả"))
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan đề xuất"), queryset=proposing_agencies, to_field_name="key"
    )
    edition = django_filters.ChoiceFilter(
        method="by_edition",
        label=_("Lần ban hành"),
        choices=[(WAITING, _("Chờ ban hành"))],
        empty_label=_("Tất cả"),
    )
    accepted_in = WholeNumberFilter(
        field_name="accepted_in", label=_("Đưa vào từ lần ban hành (mã)"), widget=HiddenInput
    )
    removed_in = WholeNumberFilter(
        field_name="removed_in", label=_("Đưa ra ở lần ban hành (mã)"), widget=HiddenInput
    )

    class Meta:
        model = ProgrammeItem
        fields = ("q", "kind", "state", "carrying", "agency", "edition", "accepted_in", "removed_in")

    def by_text(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Every word stands in the content or the title of the head, marks aside."""
        rows = queryset.alias(text_fold=ViFold("title"), head_fold=ViFold("head_title"))
        for word in fold(value).split():
            rows = rows.filter(text_fold__contains=word) | rows.filter(head_fold__contains=word)
        return rows

    def by_edition(self, queryset: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Lines that came in or go out and that no edition holds so."""
        coming = queryset.filter(state=ProgrammeItemState.ACCEPTED, accepted_in__isnull=True)
        return coming | queryset.filter(state=ProgrammeItemState.REMOVED, removed_in__isnull=True)


class ItemQuestions(ProgrammeItemFilter):
    """The same over all years: the API has one list of lines."""

    year = WholeNumberFilter(field_name="programme__year", label=_("Năm"))
