"""API of the work before an end."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.models import RenewalCase
from agreements.serializers.expiry import RenewalCaseSerializer, RenewalCloseSerializer, RenewalOpenSerializer
from agreements.services.expiry import close_renewal, open_renewal
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api_writes import CreatesByService
from dnfa.core.filters import YesNoFilter


class RenewalFilter(django_filters.FilterSet):
    """Questions about renewal files."""

    agreement = django_filters.CharFilter(field_name="agreement__key", label=_("Khóa của thỏa thuận"))
    is_open = YesNoFilter(field_name="closed_on", lookup_expr="isnull", label=_("Hồ sơ đang mở"))

    class Meta:
        model = RenewalCase
        fields = ("agreement", "is_open")


@extend_schema(tags=["agreements"])
class RenewalViewSet(CreatesByService):
    """Files opened before papers end, newest first."""

    model = RenewalCase
    access = signed_in
    write_access = roles(*sorted(KEEPS_THE_REGISTER))
    ordering = ("-opened_on", "-pk")
    lookup_field = "pk"
    filterset_class = RenewalFilter
    serializer_class = RenewalCaseSerializer
    write_serializer_class = RenewalOpenSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        return queryset.select_related("agreement")

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> RenewalCase:
        """Open the file of a paper."""
        return open_renewal(user=user, today=today, **validated)

    @extend_schema(request=RenewalCloseSerializer, responses=RenewalCaseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close the file with its outcome."""

        def service(*, record: Any, validated: Any, user: Any, today: date, **_facts: Any) -> RenewalCase:
            return close_renewal(case=record, user=user, today=today, **validated)

        return self.act(service, serializer_class=RenewalCloseSerializer)


def register(router: DefaultRouter) -> None:
    """Put these resources under /api/v1/."""
    router.register("renewals", RenewalViewSet, basename="renewal")
