"""What can be asked of contacts and invitations, on the page and in the API alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from delegations.enums import EngagementKind, Initiative, InvitationSide
from delegations.filters.contacts import EARLIEST_YEAR, LATEST_YEAR, ContactFilter
from delegations.models import Engagement, Invitation
from delegations.selectors_invitations import STATES, matching
from dnfa.accounts.models import Agency
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.filters import DayFilter, WholeNumberFilter, YesNoFilter
from dnfa.core.widgets import PickSeveral
from partners.filters import choosable_countries, choosable_partners
from partners.models import Partner


def _agencies(request: HttpRequest | None, keys: Any) -> AgencyQuerySet:
    if request is None:
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=keys(request.user)).only("key", "name_vi").in_vietnamese_order()


def leading_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies that led a contact the asker may see."""

    def keys(user: Any) -> QuerySet[Any]:
        seen = Engagement.objects.visible_to(user).filter(lead_agencies__isnull=False)
        return seen.order_by().values("lead_agencies")

    return _agencies(request, keys)


def handling_agencies(request: HttpRequest | None) -> AgencyQuerySet:
    """Agencies that handle an invitation the asker may see."""

    def keys(user: Any) -> QuerySet[Any]:
        return Invitation.objects.visible_to(user).filter(agency__isnull=False).order_by().values("agency")

    return _agencies(request, keys)


class EngagementFilter(ContactFilter):
    """Questions about events, letters and other contacts."""

    kind = django_filters.MultipleChoiceFilter(
        label=_("Loại"), choices=EngagementKind.choices, widget=PickSeveral
    )
    initiative = django_filters.ChoiceFilter(label=_("Bên khởi xướng"), choices=Initiative.choices)
    agency = django_filters.ModelChoiceFilter(
        field_name="lead_agencies", label=_("Cơ quan chủ trì"), queryset=leading_agencies, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )

    cancelled = YesNoFilter(field_name="cancelled_on", lookup_expr="isnull", exclude=True, label=_("Đã hủy"))

    class Meta:
        model = Engagement
        fields = (
            "q",
            "kind",
            "initiative",
            "agency",
            "partner",
            "country",
            "cancelled",
            "year",
            "starts_on_from",
            "starts_on_to",
        )

    def by_country(self, queryset: Any, _name: str, value: Any) -> QuerySet[Any]:
        """With at least one partner of that country or territory whom the asker may see."""
        partners = Partner.objects.visible_to(self.request.user).filter(country=value)
        rows: QuerySet[Any] = queryset.filter(Exists(partners.filter(engagements=OuterRef("pk"))))
        return rows


class InvitationFilter(django_filters.FilterSet):
    """Questions about invitations; the queryset must come from `invitation_rows(…, today)`."""

    q = django_filters.CharFilter(
        method="by_text",
        label=_("Tìm"),
        widget=TextInput(attrs={"placeholder": _("mời dự gì, đối tác, số thư mời")}),
    )
    side = django_filters.ChoiceFilter(label=_("Chiều"), choices=InvitationSide.choices)
    state = django_filters.MultipleChoiceFilter(
        field_name="state", label=_("Trả lời"), choices=STATES, widget=PickSeveral
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        field_name="partner__country",
        label=_("Quốc gia, vùng lãnh thổ"),
        queryset=choosable_countries,
        to_field_name="code",
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Cơ quan theo dõi"), queryset=handling_agencies, to_field_name="key"
    )
    attended = YesNoFilter(label=_("Có dự"))
    year = WholeNumberFilter(
        field_name="sent_on__year", label=_("Năm gửi, nhận"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR
    )
    answer_by_from = DayFilter(field_name="answer_by", lookup_expr="gte", label=_("Hạn trả lời từ"))
    answer_by_to = DayFilter(field_name="answer_by", lookup_expr="lte", label=_("Hạn trả lời đến"))

    class Meta:
        model = Invitation
        fields = (
            "q",
            "side",
            "state",
            "partner",
            "country",
            "agency",
            "attended",
            "year",
            "answer_by_from",
            "answer_by_to",
        )

    def by_text(self, queryset: Any, _name: str, value: str) -> QuerySet[Any]:
        """Every word stands in the occasion, the letter's number or a name of the partner, marks aside."""
        return matching(queryset, value)
