"""What can be asked of commitments, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import CommitmentSide
from agreements.models import Agreement, Commitment
from agreements.querysets import CommitmentQuerySet
from dnfa.core.filters import DayFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold
from dnfa.followup.action_filters import ALL, OVER, leading_agencies
from dnfa.followup.enums import ActionState
from dnfa.followup.filter_parts import UnlessAsked

SIGNED, EXPECTED = "signed", "expected"


class CommitmentFilter(UnlessAsked, django_filters.FilterSet):
    """The queryset must come from `commitment_rows(…, today)`.

    Without `state` those neither kept nor dropped, without `papers` those of signed papers: only they count.
    """

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("nội dung cam kết, chỉ tiêu")}),
    )
    paper = django_filters.CharFilter(
        method="by_paper",
        label=_("Văn bản, đối tác"),
        widget=TextInput(attrs={"placeholder": _("tên, số ký hiệu, đối tác")}),
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Trạng thái"),
        choices=[*ActionState.choices, (ALL, _("Tất cả, kể cả đã xong, thôi làm"))],
        empty_label=_("Chưa xong"),
    )
    side = django_filters.ChoiceFilter(label=_("Bên cam kết"), choices=CommitmentSide.choices)
    lead = django_filters.ModelChoiceFilter(
        field_name="action__lead_agency",
        label=_("Cơ quan chủ trì"),
        queryset=leading_agencies,
        to_field_name="key",
    )
    due_from = DayFilter(field_name="action__due_on", lookup_expr="gte", label=_("Hạn từ"))
    due_to = DayFilter(field_name="action__due_on", lookup_expr="lte", label=_("Hạn đến"))
    papers = django_filters.ChoiceFilter(
        method="by_papers",
        label=pgettext_lazy("cam kết của văn bản nào", "Văn bản"),
        choices=[(EXPECTED, _("Chưa ký (dự kiến)")), (ALL, _("Tất cả"))],
        empty_label=_("Đã ký"),
    )

    class Meta:
        model = Commitment
        fields = ("q", "paper", "state", "side", "lead", "due_from", "due_to", "papers")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out what is over, and what no paper promises yet, unless asked for."""
        rows: Any = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["papers"] else rows.counting()

    def standing(self, rows: Any) -> Any:
        """What is neither kept nor dropped."""
        return rows.exclude(state__in=OVER)

    def by_text(self, queryset: CommitmentQuerySet, _name: str, value: str) -> CommitmentQuerySet:
        """Every word stands in the text or the target, marks aside."""
        rows = queryset.alias(text_fold=ViFold("text"), target_fold=ViFold("target"))
        for word in fold(value).split():
            rows = rows.filter(Q(text_fold__contains=word) | Q(target_fold__contains=word))
        return rows

    def by_paper(self, queryset: CommitmentQuerySet, _name: str, value: str) -> CommitmentQuerySet:
        """Of papers whose title, numbers or partners hold every word."""
        papers = Agreement.objects.visible_to(self.request.user).matching(value)
        return queryset.filter(agreement__in=papers.order_by().values("pk"))

    def by_papers(self, queryset: CommitmentQuerySet, _name: str, value: str) -> CommitmentQuerySet:
        """Of papers not signed, or of all."""
        counting = Commitment.objects.counting().values("pk")
        return queryset if value == ALL else queryset.exclude(pk__in=counting)
