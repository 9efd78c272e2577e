"""What can be asked of things to do, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.clock import local_today
from dnfa.core.filters import DayFilter, YesNoFilter
from dnfa.core.functions import ViFold
from dnfa.core.text import fold
from dnfa.core.widgets import PickSeveral
from dnfa.followup.charge import in_charge
from dnfa.followup.enums import ActionOrigin, ActionState
from dnfa.followup.filter_parts import ALL, UnlessAsked
from dnfa.followup.models import Action, ActionAgency
from dnfa.followup.querysets import ActionQuerySet

NO_LEAD = "none"  # asks for what nobody leads yet
OVER = (ActionState.DONE, ActionState.DROPPED)
# For the order of a list whose rows have a state: what is over stands last.
OVER_LAST = Case(When(state__in=OVER, then=Value(1)), default=Value(0), output_field=IntegerField())


def _agencies_among(request: HttpRequest | None, keys: QuerySet[Any]) -> AgencyQuerySet:
    if request is None:
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=keys).only("key", "name_vi").in_vietnamese_order()


def leading_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies that lead something the asker may see."""
    visible = Action.objects.visible_to(request.user) if request else Action.objects.none()
    return _agencies_among(
        request, visible.filter(lead_agency__isnull=False).order_by().values("lead_agency")
    )


def coordinating_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies that coordinate something the asker may see."""
    visible = Action.objects.visible_to(request.user) if request else Action.objects.none()
    return _agencies_among(
        request, ActionAgency.objects.filter(action__in=visible.order_by().values("pk")).values("agency")
    )


class ActionFilter(UnlessAsked, django_filters.FilterSet):
    """The queryset must come from `stated(…, today)`. Without `state` what is neither done nor dropped."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs={"placeholder": _("việc, nội dung")})
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Trạng thái"),
        choices=[*ActionState.choices, (ALL, _("Tất cả, kể cả đã xong, thôi làm"))],
        empty_label=_("Chưa xong"),
    )
    origin = django_filters.MultipleChoiceFilter(
        label=_("Xuất xứ"), choices=ActionOrigin.choices, widget=PickSeveral
    )
    lead = django_filters.ModelChoiceFilter(
        field_name="lead_agency",
        label=_("Cơ quan chủ trì"),
        queryset=leading_agencies,
        to_field_name="key",
        null_label=_("Chưa giao"),
        null_value=NO_LEAD,
    )
    coordinating = django_filters.ModelChoiceFilter(
        method="by_coordinating",
        label=_("Cơ quan phối hợp"),
        queryset=coordinating_agencies,
        to_field_name="key",
    )
    mine = YesNoFilter(method="by_mine", label=_("Việc của tôi, của cơ quan tôi"))
    due_from = DayFilter(field_name="due_on", lookup_expr="gte", label=_("Hạn từ"))
    due_to = DayFilter(field_name="due_on", lookup_expr="lte", label=_("Hạn đến"))

    class Meta:
        model = Action
        fields = ("q", "state", "origin", "lead", "coordinating", "mine", "due_from", "due_to")

    def standing(self, rows: Any) -> Any:
        """What is neither done nor dropped."""
        return rows.exclude(state__in=OVER)

    def by_text(self, queryset: ActionQuerySet, _name: str, value: str) -> ActionQuerySet:
        """Every word stands in the title or the detail, marks aside."""
        rows = queryset.alias(title_fold=ViFold("title"), detail_fold=ViFold("detail"))
        for word in fold(value).split():
            rows = rows.filter(Q(title_fold__contains=word) | Q(detail_fold__contains=word))
        return rows

    def by_coordinating(self, queryset: ActionQuerySet, _name: str, value: Agency) -> ActionQuerySet:
        """The agency coordinates."""
        return queryset.filter(pk__in=ActionAgency.objects.filter(agency=value).values("action"))

    def by_mine(self, queryset: ActionQuerySet, _name: str, value: bool) -> ActionQuerySet:
        """Of the Department: given to the person by name, or of a record in the person's charge. Of an agency: given to
        the person, or led or coordinated by the agency.
        """
        user: Any = self.request.user
        if user.sees_everything:
            charged = in_charge(Action, user, local_today())
            return queryset.filter(charged) if value else queryset.exclude(charged)
        mine = Action.objects.filter(assignee=user).values("pk")
        own = Q(pk__in=mine)
        if user.agency_id is not None:
            own |= Q(pk__in=Action.objects.of_agency(user.agency_id).values("pk"))
        return queryset.filter(own) if value else queryset.exclude(own)
