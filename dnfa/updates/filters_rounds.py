"""What can be asked of agencies' answers to rounds, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.filters import YesNoFilter
from dnfa.followup.filter_parts import ALL, MineFilter, UnlessAsked
from dnfa.updates.enums import AnswerState, Awaits
from dnfa.updates.models import RoundAgency, UpdateRound
from dnfa.updates.querysets import RoundAgencyQuerySet


def visible_rounds(request: HttpRequest | None) -> Any:
    """The rounds the asker may see."""
    rounds = UpdateRound.objects.all()
    return rounds.visible_to(request.user) if request else rounds.none()


def asked_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies whose answers the asker may see."""
    if request is None:
        return Agency.objects.none()
    keys = RoundAgency.objects.visible_to(request.user).order_by().values("agency")
    return Agency.objects.filter(pk__in=keys).only("key", "name_vi").in_vietnamese_order()


class AnswerQuestions(django_filters.FilterSet):
    """What page and API share: whom the next step is up to."""

    awaits = django_filters.ChoiceFilter(method="by_awaits", label=_("Chờ gì"), choices=Awaits.choices)
    to_decide = YesNoFilter(method="by_to_decide", label=_("Chờ tôi quyết định"))
    mine = MineFilter(label=_("Đợt do tôi phụ trách"))

    class Meta:
        model = RoundAgency
        fields: tuple[str, ...] = ("awaits", "to_decide", "mine")

    def by_awaits(self, queryset: RoundAgencyQuerySet, _name: str, value: str) -> RoundAgencyQuerySet:
        """An answer waits to be taken, or the agency for more time."""
        return queryset.waiting() if value == Awaits.ANSWER else queryset.asking_time()

    def by_to_decide(self, queryset: RoundAgencyQuerySet, _name: str, value: bool) -> RoundAgencyQuerySet:
        """It asks for a word of the Department, and this person may give it."""
        own = RoundAgency.objects.for_decision_of(self.request.user).values("pk")
        return queryset.filter(pk__in=own) if value else queryset.exclude(pk__in=own)


class AnswerFilter(UnlessAsked, AnswerQuestions):
    """Without `state` what waits for the Department."""

    round = django_filters.ModelChoiceFilter(
        label=_("Đợt cập nhật"), queryset=visible_rounds, empty_label=_("Tất cả")
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan"), queryset=asked_agencies, to_field_name="key", empty_label=_("Tất cả")
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Trạng thái"),
        choices=[*AnswerState.choices, (ALL, _("Tất cả, kể cả đã nhận"))],
        empty_label=_("Chờ Sở Ngoại vụ xử lý"),
    )

    class Meta(AnswerQuestions.Meta):
        fields = ("round", "agency", "state", "awaits", "to_decide", "mine")

    def standing(self, rows: Any) -> Any:
        """Answers to be taken, and agencies that ask for more time."""
        return rows.awaiting_the_department()
