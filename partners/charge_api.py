"""Who is in charge of which partner, below /api/v1/."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import RUNS_THE_HOUSE
from dnfa.core.api_writes import CreatesByService, deed
from partners import charge_serializers as shapes
from partners.charge_filters import PartnerChargeFilter
from partners.charge_services import charge_end, charge_give, charges_hand_over
from partners.models import PartnerCharge
from partners.rules import FOLLOWS_PARTNERS

givers = roles(*sorted(RUNS_THE_HOUSE))


@extend_schema(tags=["partners"])
class PartnerChargeViewSet(CreatesByService):
    """Who of the Department is in charge of which partner, when; an officer may take one that nobody has."""

    model = PartnerCharge
    access = signed_in
    write_access = roles(*sorted({*RUNS_THE_HOUSE, *FOLLOWS_PARTNERS}))
    accepts_as_of = True
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    ordering = ("-since", "pk")
    filterset_class = PartnerChargeFilter
    serializer_class = shapes.PartnerChargeSerializer
    write_serializer_class = shapes.ChargeWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("partner", "person")

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> PartnerCharge:
        """Give the partner."""
        return charge_give(**{"since": today, **validated}, user=user, today=today)

    @extend_schema(request=shapes.ChargeEndSerializer, responses=shapes.PartnerChargeSerializer)
    @action(detail=True, methods=["post"], write_access=givers)
    def end(self, _request: Request, **_kwargs: Any) -> Response:
        """End it with a day."""
        return self.act(deed(charge_end, "charge"), serializer_class=shapes.ChargeEndSerializer)

    @extend_schema(request=shapes.HandOverSerializer, responses=shapes.HandedOverSerializer)
    @action(detail=False, methods=["post"], url_path="hand-over", write_access=givers)
    def hand_over(self, request: Request) -> Response:
        """Give everything one person has to another."""
        facts = self.read_input(shapes.HandOverSerializer)
        given = charges_hand_over(**{"since": self.today, **facts}, user=request.user, today=self.today)
        told = {"begun": len(given.begun), "ended": given.ended, "already": given.already}
        return Response(shapes.HandedOverSerializer(told).data)


def register(router: DefaultRouter) -> None:
    """Put the addresses on the router."""
    router.register("partner-charges", PartnerChargeViewSet, basename="partner-charge")
