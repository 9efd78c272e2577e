"""Exchange rates below /api/v1/, written by the services of the screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.filters.rates import ExchangeRateFilter
from agreements.models import ExchangeRate
from agreements.selectors_rates import rate_rows
from agreements.serializers.rates import (
    ExchangeRateSerializer,
    ExchangeRateWriteSerializer,
    ReplaceRateWriteSerializer,
)
from agreements.services.projects import rate_record, rate_replace
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, deed
from dnfa.followup.action_api import keepers


@extend_schema(tags=["exchange-rates"])
class ExchangeRateViewSet(CreatesByService):
    """Exchange rates, the youngest day first; a rate is never rewritten, a wrong one is replaced."""

    model = ExchangeRate
    access = signed_in
    write_access = keepers
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    ordering = ("-day", "currency", "pk")
    filterset_class = ExchangeRateFilter
    serializer_class = ExchangeRateSerializer
    write_serializer_class = ExchangeRateWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return rate_rows(self.request.user)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> ExchangeRate:
        """Write it down."""
        return rate_record(**validated, user=user, today=today)

    @extend_schema(request=ReplaceRateWriteSerializer, responses={201: ExchangeRateSerializer})
    @action(detail=True, methods=["post"])
    def replace(self, _request: Request, **_kwargs: Any) -> Response:
        """Set a wrong rate right by a further one, which `replaced_by` of the answer names."""
        return self.act(
            deed(rate_replace, "wrong", knows_version=False),
            serializer_class=ReplaceRateWriteSerializer,
            status=201,
        )


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("exchange-rates", ExchangeRateViewSet, basename="exchange-rate")
