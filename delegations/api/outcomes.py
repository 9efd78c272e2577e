"""Reports of results below /api/v1/, read and written by the services of the screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.filters.outcomes import OutcomeReportFilter
from delegations.models import Conference, Obligation, OutcomeReport
from delegations.rules import can_write_contacts
from delegations.rules.outcomes import may_report
from delegations.serializers import outcomes as shapes
from delegations.services import outcomes as services
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.followup.action_views import reporters
from partners.models import Partner


@extend_schema(tags=["delegations"])
class OutcomeReportViewSet(CreatesByService, UpdatesByService):
    """Reports on delegations and conferences, drafts too, the latest first."""

    model = OutcomeReport
    access = signed_in
    write_access = reporters
    ordering = ("-reported_on", "-pk")
    filterset_class = OutcomeReportFilter
    serializer_class = shapes.OutcomeReportSerializer
    write_serializer_class = shapes.OutcomeReportWriteSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        return seen.with_record().prefetch_related(
            "meetings",
            Prefetch("meetings__partner", Partner.objects.visible_to(self.request.user)),
            Prefetch("obligations", Obligation.objects.select_related("lead_agency")),
        )

    def may_write(self, user: Any, record: Any) -> bool:
        """The file is the Department's; the report also the lead agency's. What its state forbids the service says."""
        if self.action in {"close", "reopen", "take_up"}:
            return can_write_contacts(user)
        return may_report(user, record.record)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> OutcomeReport:
        """Begin the report of one delegation or conference."""
        facts = dict(validated)
        record = facts.pop("delegation", None) or facts.pop("conference")
        return services.draft_report(record=record, contents=facts, user=user, today=today)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> OutcomeReport:
        """Change what is named; a submitted report with its reason."""
        facts = dict(changes)
        reason = facts.pop("reason", "")
        return services.update_report(
            report=record, changes=facts, base_version=base_version, user=user, today=today, reason=reason
        )

    @extend_schema(request=shapes.SubmitWriteSerializer, responses=shapes.OutcomeReportSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, _request: Request, **_kwargs: Any) -> Response:
        """Submit it with number and day."""
        return self.act(deed(services.submit_report, "report"), serializer_class=shapes.SubmitWriteSerializer)

    @extend_schema(request=shapes.ReasonWriteSerializer, responses=shapes.OutcomeReportSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Take a submitted report back into a draft."""
        return self.act(
            deed(services.withdraw_report, "report", knows_day=False),
            serializer_class=shapes.ReasonWriteSerializer,
        )

    @extend_schema(request=None, responses=shapes.OutcomeReportSerializer)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, _request: Request, **_kwargs: Any) -> Response:
        """Make things to do of its obligations."""
        return self.act(deed(services.take_up_obligations, "report", knows_day=False))

    @extend_schema(request=shapes.CloseWriteSerializer, responses=shapes.OutcomeReportSerializer)
    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close the file of its delegation or conference."""
        return self.act(_close, serializer_class=shapes.CloseWriteSerializer)

    @extend_schema(request=shapes.ReasonWriteSerializer, responses=shapes.OutcomeReportSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Take the closed file of its delegation or conference up again."""
        return self.act(_reopen, serializer_class=shapes.ReasonWriteSerializer)


def _close(*, record: Any, validated: dict[str, Any], user: Any, today: date, **_rest: Any) -> None:
    """The version asked for is the report's; the file is closed as it stands."""
    told = {"base_version": None, "user": user, "today": today, **validated}
    if isinstance(record.record, Conference):
        services.close_conference(conference=record.record, **told)
    else:
        services.close_delegation(delegation=record.record, **told)


def _reopen(*, record: Any, validated: dict[str, Any], user: Any, **_rest: Any) -> None:
    """As above."""
    told = {"base_version": None, "user": user, **validated}
    if isinstance(record.record, Conference):
        services.reopen_conference(conference=record.record, **told)
    else:
        services.reopen_delegation(delegation=record.record, **told)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("outcome-reports", OutcomeReportViewSet, basename="outcome-report")
