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
from delegations.serializers.outcomes import CloseWriteSerializer, ReasonWriteSerializer
from delegations.services import outcomes
from delegations.services import trips as services
from delegations.services.trips.record import ROWS
from delegations.states import begins_expression
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
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

    def rows(self) -> QuerySet[Any]:
        rows = trip_in_full if self.detail else trip_rows
        return rows(self.request.user, self.as_of)

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        """The keys of the page first, from an index; then those rows whole."""
        keys = super().paginate_queryset(queryset.values_list("pk", flat=True)) or []
        whole = self.get_queryset().in_bulk(keys)
        return [whole[key] for key in keys if key in whole]  # one may go between the two questions

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return shapes.DelegationDetailSerializer if self.detail else shapes.DelegationSerializer

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Delegation:
        """Open the record with its lists."""
        facts = {name: value for name, value in validated.items() if name not in ROWS}
        rows = {name: value for name, value in validated.items() if name in ROWS}
        return services.plan_delegation(**facts, rows=rows, user=user, today=today)

    @transaction.atomic
    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
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
    def actuals(self, _request: Request, **_kwargs: Any) -> Response:
        """Record what was: real days, persons, who received."""
        return self.act(
            deed(services.record_actuals, "delegation"), serializer_class=shapes.ActualsWriteSerializer
        )

    @extend_schema(request=shapes.DecisionWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def decision(self, _request: Request, **_kwargs: Any) -> Response:
        """Record the document that allows it."""
        return self.act(deed(services.decide, "delegation"), serializer_class=shapes.DecisionWriteSerializer)

    @extend_schema(request=shapes.MoveWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def move(self, _request: Request, **_kwargs: Any) -> Response:
        """Put it on other planned days."""
        return self.act(
            deed(services.move_delegation, "delegation"), serializer_class=shapes.MoveWriteSerializer
        )

    @extend_schema(request=shapes.CancelWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, **_kwargs: Any) -> Response:
        """Give it up."""
        return self.act(
            deed(services.cancel_delegation, "delegation"), serializer_class=shapes.CancelWriteSerializer
        )

    @extend_schema(request=shapes.ReinstateWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def reinstate(self, _request: Request, **_kwargs: Any) -> Response:
        """Take up again what was given up."""
        return self.act(
            deed(services.reinstate_delegation, "delegation", knows_day=False),
            serializer_class=shapes.ReinstateWriteSerializer,
        )

    @extend_schema(request=shapes.PlanStatusWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"], url_path="plan-status")
    def plan_status(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it is in the year's programme or out of plan."""
        return self.act(
            deed(services.set_plan_status, "record", knows_day=False),
            serializer_class=shapes.PlanStatusWriteSerializer,
        )

    @extend_schema(request=CloseWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close its file: with its report when it owes one."""
        return self.act(deed(outcomes.close_delegation, "delegation"), serializer_class=CloseWriteSerializer)

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Take its closed file up again."""
        return self.act(
            deed(outcomes.reopen_delegation, "delegation", knows_day=False),
            serializer_class=ReasonWriteSerializer,
        )

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"], url_path="waive-report")
    def waive_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it owes no report of its result."""
        return self.act(
            deed(outcomes.waive_report, "record", knows_day=False), serializer_class=ReasonWriteSerializer
        )

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.DelegationDetailSerializer)
    @action(detail=True, methods=["post"], url_path="ask-report")
    def ask_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it owes a report after all."""
        return self.act(
            deed(outcomes.ask_report, "record", knows_day=False), serializer_class=ReasonWriteSerializer
        )

    @extend_schema(
        request=shapes.SignedAgreementsWriteSerializer, responses=shapes.DelegationDetailSerializer
    )
    @action(detail=True, methods=["post"], url_path="signed-agreements")
    def signed_agreements(self, _request: Request, **_kwargs: Any) -> Response:
        """Say which papers were signed on the trip."""
        return self.act(
            deed(services.link_agreements, "delegation", knows_day=False),
            serializer_class=shapes.SignedAgreementsWriteSerializer,
        )


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("delegations", DelegationViewSet, basename="delegation")
