"""Conferences and visits of the foreign press below /api/v1/, read and written by the services of the screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from delegations.filters.conferences import ConferenceFilter, PressVisitFilter
from delegations.models import Conference, PressVisit
from delegations.selectors_conferences import conference_in_full, conference_rows, press_rows
from delegations.serializers import conferences as shapes
from delegations.serializers.engagements import InviteWriteSerializer
from delegations.serializers.outcomes import CloseWriteSerializer, ReasonWriteSerializer
from delegations.serializers.trips import PlanStatusWriteSerializer, ReinstateWriteSerializer
from delegations.services import conferences as services
from delegations.services import outcomes
from delegations.services.invitation_lists import invite_partners
from delegations.services.trips import set_plan_status
from delegations.states import begins_expression
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.followup.action_api import keepers


def _of_facts(service: Callable[..., Conference]) -> Callable[..., Conference]:
    """A service that takes what was sent as its `facts`, as `act` calls it."""

    def done(*, record: Any, validated: dict[str, Any], **given: Any) -> Conference:
        return service(conference=record, facts=validated, **given)

    return done


@extend_schema(tags=["conferences"])
class ConferenceViewSet(CreatesByService, UpdatesByService):
    """Conferences planned and held, the latest first day first; `state` and `filing` are those of `as_of`."""

    model = Conference
    access = signed_in
    write_access = keepers
    versionless_actions = frozenset({"invite"})  # adds beside the record, overwrites nothing
    accepts_as_of = True
    ordering = (begins_expression().desc(nulls_last=True), "pk")
    filterset_class = ConferenceFilter
    serializer_class = shapes.ConferenceSerializer
    write_serializer_class = shapes.ConferenceWriteSerializer

    def rows(self) -> QuerySet[Any]:
        rows = conference_in_full if self.detail else conference_rows
        return rows(self.request.user, self.as_of)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Conference:
        """Open the record with its lists."""
        return services.plan_conference(**services.parted(validated, services.LISTS), user=user, today=today)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Conference:
        """Change what was named."""
        facts = {name: value for name, value in changes.items() if name != "reason"}
        reason = changes.get("reason", "")
        return services.update_conference(
            conference=record, changes=facts, base_version=base_version, user=user, reason=reason
        )

    def _deed(
        self, service: Any, shape: type[BaseSerializer[Any]], record_as: str = "conference", **told: Any
    ) -> Response:
        return self.act(deed(service, record_as, **told), serializer_class=shape)

    @extend_schema(request=shapes.ConferenceActualsWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def actuals(self, _request: Request, **_kwargs: Any) -> Response:
        """Record what was: real days, who came in four classes, from which countries."""
        return self.act(
            _of_facts(services.record_actuals), serializer_class=shapes.ConferenceActualsWriteSerializer
        )

    @extend_schema(request=shapes.ConferencePermitWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def permit(self, _request: Request, **_kwargs: Any) -> Response:
        """Record the file that asks for the permit, and the document that allows it."""
        return self.act(
            _of_facts(services.record_permit), serializer_class=shapes.ConferencePermitWriteSerializer
        )

    @extend_schema(request=shapes.ConferenceCancelWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, **_kwargs: Any) -> Response:
        """Give it up."""
        return self._deed(services.cancel_conference, shapes.ConferenceCancelWriteSerializer)

    @extend_schema(request=ReinstateWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def reinstate(self, _request: Request, **_kwargs: Any) -> Response:
        """Take up again what was given up."""
        return self._deed(services.reinstate_conference, ReinstateWriteSerializer, knows_day=False)

    @extend_schema(request=PlanStatusWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"], url_path="plan-status")
    def plan_status(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it is in the year's programme or out of plan."""
        return self._deed(set_plan_status, PlanStatusWriteSerializer, "record", knows_day=False)

    @extend_schema(request=InviteWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def invite(self, _request: Request, **_kwargs: Any) -> Response:
        """Invite partners to this conference in one go; the invitations stand in `invitations/`."""
        return self._deed(
            invite_partners, InviteWriteSerializer, "occasion", knows_day=False, knows_version=False
        )

    @extend_schema(request=CloseWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close its file: with its report when it owes one."""
        return self._deed(outcomes.close_conference, CloseWriteSerializer)

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Take its closed file up again."""
        return self._deed(outcomes.reopen_conference, ReasonWriteSerializer, knows_day=False)

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"], url_path="waive-report")
    def waive_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it owes no report of its result."""
        return self._deed(outcomes.waive_report, ReasonWriteSerializer, "record", knows_day=False)

    @extend_schema(request=ReasonWriteSerializer, responses=shapes.ConferenceSerializer)
    @action(detail=True, methods=["post"], url_path="ask-report")
    def ask_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Say that it owes a report after all."""
        return self._deed(outcomes.ask_report, ReasonWriteSerializer, "record", knows_day=False)


@extend_schema(tags=["conferences"])
class PressVisitViewSet(CreatesByService, UpdatesByService):
    """Visits of the foreign press, the newest first."""

    model = PressVisit
    access = signed_in
    write_access = keepers
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    filterset_class = PressVisitFilter
    serializer_class = shapes.PressVisitSerializer
    write_serializer_class = shapes.PressVisitWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return press_rows(self.request.user)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> PressVisit:
        """Write it down."""
        return services.record_press_visit(
            **services.parted(validated, services.PRESS_LISTS), user=user, today=today
        )

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> PressVisit:
        """Change what was named."""
        return services.update_press_visit(
            visit=record, changes=changes, base_version=base_version, user=user
        )


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("conferences", ConferenceViewSet, basename="conference")
    router.register("press-visits", PressVisitViewSet, basename="press-visit")
