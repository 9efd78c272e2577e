"""Whom to invite: partners chosen by what is known of them on the day."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.enums import InvitationSide
from delegations.models import Invitation
from dnfa.core.filters import DayFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from dnfa.followup.activity import last_day_expression
from partners import flags
from partners.enums import Continent, PartnerKind, RelationshipClass
from partners.filters import choosable_countries
from partners.models import CooperationField, Partner
from partners.querysets import PartnerQuerySet


def choosable_networks(request: HttpRequest | None) -> PartnerQuerySet:
    """Networks and forums that the asker may see."""
    if request is None:
        return Partner.objects.none()
    kinds = (PartnerKind.NETWORK, PartnerKind.FRAMEWORK)
    seen = Partner.objects.visible_to(request.user).filter(kind__in=kinds)
    return seen.only("key", "name_vi").in_vietnamese_order()


def choosable_fields(_request: HttpRequest | None) -> QuerySet[CooperationField]:
    """All fields of cooperation."""
    return CooperationField.objects.all()


class InviteeFilter(django_filters.FilterSet):
    """Questions about partners to invite; `today` is the day the ties and their activity are read for.

    The queryset is restricted to what the asker sees; a network stands for itself and the partners that belong to it.
    """

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm tên"),
        widget=TextInput(attrs={"placeholder": _("tên nay, tên cũ, bản ngữ")}),
    )
    country = django_filters.ModelMultipleChoiceFilter(
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
        widget=PickSeveral,
    )
    continent = django_filters.MultipleChoiceFilter(
        field_name="country__continent", label=_("Châu lục"), choices=Continent.choices, widget=PickSeveral
    )
    tie = django_filters.MultipleChoiceFilter(
        method="by_tie", label=_("Quan hệ"), choices=RelationshipClass.choices, widget=PickSeveral
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Loại đối tác"), choices=PartnerKind.choices, widget=PickSeveral
    )
    network = django_filters.ModelChoiceFilter(
        method="by_network",
        label=_("Mạng lưới, diễn đàn"),
        queryset=choosable_networks,
        to_field_name="key",
    )
    field = django_filters.ModelChoiceFilter(
        method="by_field",
        label=_("Lĩnh vực hợp tác"),
        queryset=choosable_fields,
        to_field_name="code",
    )
    active_since = DayFilter(method="by_activity", label=_("Có hoạt động từ ngày"))
    dormant = YesNoFilter(method="by_dormancy", label=_("Lâu không hoạt động"))
    came_before = YesNoFilter(
        method="by_attendance", label=pgettext_lazy("lọc đối tác để mời", "Đã dự lần trước")
    )

    class Meta:
        model = Partner
        fields = (
            "q",
            "country",
            "continent",
            "tie",
            "kind",
            "network",
            "field",
            "active_since",
            "dormant",
            "came_before",
        )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked at all: without a question nobody is proposed."""
        return self.form.is_valid() and any(
            value not in (None, "") and not (hasattr(value, "__len__") and not len(value))
            for value in self.form.cleaned_data.values()
        )

    def by_text(self, queryset: PartnerQuerySet, _name: str, value: str) -> PartnerQuerySet:
        return queryset.matching(value)

    def by_tie(self, queryset: PartnerQuerySet, _name: str, value: list[str]) -> PartnerQuerySet:
        """Whose tie today is of one of these classes."""
        return queryset.with_tie(self.today, frozenset(value)) if value else queryset

    def by_network(self, queryset: PartnerQuerySet, _name: str, value: Partner) -> PartnerQuerySet:
        """The network itself, what belongs to it, and who has a paper together with it."""
        together = Partner.objects.filter(agreements__partners=value)
        return queryset.filter(Q(pk=value.pk) | Q(parent=value) | Q(pk__in=together.values("pk")))

    def by_field(self, queryset: PartnerQuerySet, _name: str, value: CooperationField) -> PartnerQuerySet:
        """With whom there is a paper about this field or a part of it."""
        papers = Q(agreements__fields=value) | Q(agreements__fields__parent=value)
        return queryset.filter(pk__in=Partner.objects.filter(papers).values("pk"))

    def by_activity(self, queryset: PartnerQuerySet, _name: str, value: date) -> PartnerQuerySet:
        """With any activity on that day or since, as far as known today."""
        return queryset.alias(last=last_day_expression(self.today)).filter(last__gte=value)

    def by_dormancy(self, queryset: PartnerQuerySet, _name: str, value: bool) -> PartnerQuerySet:
        """Whose official tie has slept too long, by the thresholds of the register."""
        asleep = Q(pk__in=flags.dormant_ties(self.today).values("pk"))
        return queryset.filter(asleep if value else ~asleep)

    def by_attendance(self, queryset: PartnerQuerySet, _name: str, value: bool) -> PartnerQuerySet:
        """Who came to an event of the city that it was invited to."""
        came = Exists(
            Invitation.objects.filter(partner=OuterRef("pk"), side=InvitationSide.SENT, attended=True)
        )
        return queryset.filter(came if value else ~came)
