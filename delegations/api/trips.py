"""Delegations below /api/v1/, read and written by the services of the screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from delegations.filters.trips import DelegationFilter
from delegations.models import Delegation
from delegations.selectors_trips import trip_in_full, trip_rows
from delegations.serializers import trips as shapes
from delegations.services import trips as services
from delegations.services.trips.record import ROWS
from delegations.states import begins_expression
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService
from dnfa.followup.action_api import keepers

SET_ROWS: dict[str, Callable[..., Delegation]] = {
    "stops": services.set_stops,
    "members": services.set_people,
    "programme": services.set_programme,
    "gifts": services.set_gifts,
}


@extend_schema(tags=["delegations"])
class DelegationViewSet(CreatesByService, UpdatesByService):
    """Delegations planned and held, the latest first day first; `state` is that of `as_of`."""

    model = Delegation
    access = signed_in
    write_access = keepers
    accepts_as_of = True
    ordering = (begins_expression().desc(nulls_last=True), "pk")
    filterset_class = DelegationFilter
    serializer_class = shapes.DelegationSerializer
    write_serializer_class = shapes.DelegationWriteSerializer

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        rows = trip_in_full if self.detail else trip_rows
        return rows(self.request.user, self.as_of).order_by(*self.ordering)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return shapes.DelegationDetailSerializer if self.detail else shapes.DelegationSerializer

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Delegation:
        """Open the record with its lists."""
        facts = {name: value for name, value in validated.items() if name not in ROWS}
        rows = {name: value for name, value in validated.items() if name in ROWS}
        return services.plan_delegation(**facts, rows=rows, user=user, today=today)

    @transaction.atomic
    def perform_update_service(
        self,
        *,
        record: Any,
        changes: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,  # noqa: ARG002  (the plan knows no today)
    ) -> Delegation:
        """Change the facts named, then the lists named; all or nothing."""
        facts = {name: value for name, value in changes.items() if name not in ROWS}
        told = services.update_delegation(
            delegation=record, changes=facts, base_version=base_version, user=user
        )
        for name, set_rows in SET_ROWS.items():
            if name in changes:
                told = set_rows(delegation=told, rows=changes[name], base_version=told.version, user=user)
        return told

    @extend_schema(request=shapes.ActualsWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def actuals(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Record what was: real days, persons, who received."""
        return self.act(_with_today(services.record_actuals), serializer_class=shapes.ActualsWriteSerializer)

    @extend_schema(request=shapes.DecisionWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def decision(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Record the document that allows it."""
        return self.act(_with_today(services.decide), serializer_class=shapes.DecisionWriteSerializer)

    @extend_schema(request=shapes.MoveWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Put it on other planned days."""
        return self.act(_with_today(services.move_delegation), serializer_class=shapes.MoveWriteSerializer)

    @extend_schema(request=shapes.CancelWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Give it up."""
        return self.act(
            _with_today(services.cancel_delegation), serializer_class=shapes.CancelWriteSerializer
        )

    @extend_schema(request=shapes.ReinstateWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def reinstate(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Take up again what was given up."""
        return self.act(
            _plainly(services.reinstate_delegation), serializer_class=shapes.ReinstateWriteSerializer
        )

    @extend_schema(request=shapes.PlanStatusWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"], url_path="plan-status")
    def plan_status(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Say that it is in the year's programme or out of plan."""
        return self.act(
            _plainly(services.set_plan_status, record_as="record"),
            serializer_class=shapes.PlanStatusWriteSerializer,
        )

    @extend_schema(
        request=shapes.SignedAgreementsWriteSerializer, responses=shapes.DelegationDetailSerializer
    )
    @action(detail=True, methods=["post"], url_path="signed-agreements")
    def signed_agreements(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Say which papers were signed on the trip."""
        return self.act(
            _plainly(services.link_agreements), serializer_class=shapes.SignedAgreementsWriteSerializer
        )


def _plainly(service: Callable[..., Any], *, record_as: str = "delegation") -> Callable[..., None]:
    """The service as `act` calls it, without the day."""

    def do(
        *, record: Any, validated: dict[str, Any], base_version: int | None, user: Any, today: date
    ) -> None:
        del today
        service(**{record_as: record}, base_version=base_version, user=user, **validated)

    return do


def _with_today(service: Callable[..., Any]) -> Callable[..., None]:
    """The service as `act` calls it, with the day of the deed."""

    def do(
        *, record: Any, validated: dict[str, Any], base_version: int | None, user: Any, today: date
    ) -> None:
        service(delegation=record, base_version=base_version, user=user, today=today, **validated)

    return do


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("delegations", DelegationViewSet, basename="delegation")
