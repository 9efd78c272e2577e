"""What can be asked of change requests and rounds, on the pages and in the API alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.filters import DayFilter, YesNoFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold
from dnfa.core.widgets import PickSeveral
from dnfa.followup.filter_parts import ALL, MineFilter, UnlessAsked
from dnfa.updates.enums import REQUEST_OVER, RequestKind, RequestState, RoundState
from dnfa.updates.models import ChangeRequest, UpdateRound
from dnfa.updates.querysets import ChangeRequestQuerySet
from dnfa.updates.subjects import subject_choices


def sending_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies whose requests the asker may see."""
    if request is None:
        return Agency.objects.none()
    keys = ChangeRequest.objects.visible_to(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=keys).only("key", "name_vi").in_vietnamese_order()


class ChangeRequestFilter(UnlessAsked, django_filters.FilterSet):
    """Without `state` what is not over."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("nội dung, cơ quan")})
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Trạng thái"),
        choices=[*RequestState.choices, (ALL, _("Tất cả, kể cả đã xong"))],
        empty_label=_("Chưa xong"),
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Loại cập nhật"), choices=RequestKind.choices, widget=PickSeveral
    )
    subject = django_filters.MultipleChoiceFilter(label=_("Về"), choices=subject_choices, widget=PickSeveral)
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan gửi"), queryset=sending_agencies, to_field_name="key"
    )
    to_review = YesNoFilter(method="by_to_review", label=_("Chờ tôi duyệt"))
    mine = MineFilter(label=_("Tôi nhận duyệt, hoặc về việc tôi phụ trách"))
    written_by_me = YesNoFilter(method="by_author", label=_("Do tôi soạn"))
    moved_from = DayFilter(method="by_move", label=_("Gửi hoặc xử lý xong từ ngày"))
    sent_from = DayFilter(field_name="submitted_at", lookup_expr="date__gte", label=_("Gửi từ ngày"))
    sent_to = DayFilter(field_name="submitted_at", lookup_expr="date__lte", label=_("Gửi đến ngày"))

    class Meta:
        model = ChangeRequest
        fields = (
            "q", "state", "kind", "subject", "agency", "to_review", "mine", "written_by_me", "sent_from", "sent_to",
            "moved_from",
        )  # fmt: skip

    def standing(self, rows: Any) -> Any:
        """What is neither accepted nor withdrawn."""
        return rows.exclude(state__in=sorted(REQUEST_OVER))

    def by_text(self, queryset: ChangeRequestQuerySet, _name: str, value: str) -> ChangeRequestQuerySet:
        """Every word stands in the text or in the agency's name, marks aside."""
        rows = queryset.alias(text_fold=ViFold("text"))
        for word in fold(value).split():
            rows = rows.filter(Q(text_fold__contains=word) | Q(agency__name_fold__contains=word))
        return rows

    def by_to_review(self, queryset: ChangeRequestQuerySet, _name: str, value: bool) -> ChangeRequestQuerySet:
        """It waits, and this person did not write it."""
        waiting = ChangeRequest.objects.to_review(self.request.user).values("pk")
        return queryset.filter(pk__in=waiting) if value else queryset.exclude(pk__in=waiting)

    def by_author(self, queryset: ChangeRequestQuerySet, _name: str, value: bool) -> ChangeRequestQuerySet:
        """The person wrote it."""
        own = Q(author=self.request.user)
        return queryset.filter(own) if value else queryset.exclude(own)

    def by_move(self, queryset: ChangeRequestQuerySet, _name: str, value: date) -> ChangeRequestQuerySet:
        """Sent, accepted or withdrawn on that day or later."""
        return queryset.moved_since(value)


class UpdateRoundFilter(django_filters.FilterSet):
    """Rounds by name and state."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("tên đợt")})
    )
    state = django_filters.ChoiceFilter(
        field_name="state", label=_("Trạng thái"), choices=RoundState.choices, empty_label=_("Tất cả")
    )
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Hạn từ"))
    due_to = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Hạn đến"))

    class Meta:
        model = UpdateRound
        fields = ("q", "state", "due_from", "due_to")

    def by_text(self, queryset: Any, _name: str, value: str) -> Any:
        """Every word stands in the name, marks aside."""
        rows = queryset.alias(title_fold=ViFold("title"))
        for word in fold(value).split():
            rows = rows.filter(title_fold__contains=word)
        return rows
