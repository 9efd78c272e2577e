"""Addresses of projects and their money below /api/v1/, read and written by the services of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from agreements.filters.projects import FundingLineFilter, ProjectFilter
from agreements.filters.registrations import NgoRegistrationFilter
from agreements.models import FundingLine, NgoRegistration, Project, ProjectEvent, ProjectReport
from agreements.rules.projects import can_report_progress
from agreements.selectors_projects import project_rows
from agreements.selectors_registrations import registration_rows
from agreements.serializers import project_writes as writes
from agreements.serializers.projects import (
    FundingLineSerializer,
    NgoRegistrationSerializer,
    ProjectDetailSerializer,
    ProjectSerializer,
)
from agreements.services import projects as services
from agreements.services import registrations
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.core.errors import InvalidInput
from dnfa.followup.action_api import keepers, reporters


@extend_schema(tags=["projects"])
class ProjectViewSet(CreatesByService, UpdatesByService):
    """Projects and aid, received and given; state and last day are those of `as_of`."""

    model = Project
    access = signed_in
    write_access = keepers
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    accepts_as_of = True
    filterset_class = ProjectFilter
    serializer_class = ProjectSerializer
    write_serializer_class = writes.ProjectWriteSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        rows = project_rows(seen.select_related("officer"), self.request.user, self.as_of)
        return (
            rows.prefetch_related("fields", "events", "results", "reports__agency") if self.detail else rows
        )

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return ProjectDetailSerializer if self.detail else ProjectSerializer

    def may_write(self, user: Any, record: Any) -> bool:
        """The Department; the bodies of a project report on it."""
        return can_report_progress(user, record)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Project:
        """Open the record with its lists."""
        return services.project_create(**validated, user=user, today=today)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Project:
        """Change the facts and lists named."""
        return services.project_update(project=record, changes=changes, base_version=base_version, user=user)

    @extend_schema(request=writes.ProjectEventWriteSerializer, responses={201: ProjectDetailSerializer})
    @action(detail=True, methods=["post"])
    def events(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down what happened to it."""
        return self.act(
            deed(services.event_add, "project"),
            serializer_class=writes.ProjectEventWriteSerializer,
            status=201,
        )

    @extend_schema(request=writes.EventRemovalWriteSerializer, responses=ProjectDetailSerializer)
    @action(detail=True, methods=["post"], url_path="remove-event")
    def remove_event(self, _request: Request, **_kwargs: Any) -> Response:
        """Take back a deed that was written down wrongly."""
        return self.act(
            _on_part("event", services.event_remove), serializer_class=writes.EventRemovalWriteSerializer
        )

    @extend_schema(request=writes.FundingLineWriteSerializer, responses={201: ProjectDetailSerializer})
    @action(detail=True, methods=["post"])
    def lines(self, _request: Request, **_kwargs: Any) -> Response:
        """Book a sum."""
        return self.act(
            deed(services.line_add, "project"), serializer_class=writes.FundingLineWriteSerializer, status=201
        )

    @extend_schema(request=writes.LineCorrectionWriteSerializer, responses={201: ProjectDetailSerializer})
    @action(detail=True, methods=["post"], url_path="set-right")
    def set_right(self, _request: Request, **_kwargs: Any) -> Response:
        """Set a wrong sum right by a further line."""
        return self.act(
            _on_part("line", services.line_set_right),
            serializer_class=writes.LineCorrectionWriteSerializer,
            status=201,
        )

    @extend_schema(request=writes.LineRateWriteSerializer, responses=ProjectDetailSerializer)
    @action(detail=True, methods=["post"], url_path="tell-rate")
    def tell_rate(self, _request: Request, **_kwargs: Any) -> Response:
        """State at which rate a sum is told in đồng."""
        return self.act(
            _on_part("line", services.line_tell_rate, is_dated=True),
            serializer_class=writes.LineRateWriteSerializer,
        )

    @extend_schema(request=writes.ProjectResultsWriteSerializer, responses=ProjectDetailSerializer)
    @action(detail=True, methods=["post"])
    def results(self, _request: Request, **_kwargs: Any) -> Response:
        """Write the results in figures as a whole list."""
        return self.act(
            deed(services.results_set, "project"), serializer_class=writes.ProjectResultsWriteSerializer
        )

    @extend_schema(request=writes.ProjectReportWriteSerializer, responses={201: ProjectDetailSerializer})
    @action(detail=True, methods=["post"], write_access=reporters)
    def reports(self, _request: Request, **_kwargs: Any) -> Response:
        """Take in what an agency reports for a period."""
        return self.act(_report, serializer_class=writes.ProjectReportWriteSerializer, status=201)

    @extend_schema(request=writes.ReportCorrectionWriteSerializer, responses=ProjectDetailSerializer)
    @action(detail=True, methods=["post"], url_path="correct-report")
    def correct_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Put right what stands in a report."""
        return self.act(
            _on_part("report", _corrected, is_dated=True),
            serializer_class=writes.ReportCorrectionWriteSerializer,
        )

    @extend_schema(request=writes.ReportRemovalWriteSerializer, responses=ProjectDetailSerializer)
    @action(detail=True, methods=["post"], url_path="remove-report")
    def remove_report(self, _request: Request, **_kwargs: Any) -> Response:
        """Take back a report that was written down wrongly; its period is open again."""
        return self.act(
            _on_part("report", services.report_remove), serializer_class=writes.ReportRemovalWriteSerializer
        )


def _report(
    *, record: Any, validated: Mapping[str, Any], user: Any, today: date, base_version: int | None
) -> Any:
    """A focal point speaks for its own agency; the Department names whose report it is."""
    told = dict(validated)
    agency = told.pop("agency", None)
    body = agency if user.sees_everything else user.agency
    if body is None:
        missing = _("Hãy ghi cơ quan báo cáo.")
        raise InvalidInput("agency_needed", missing, {"agency": [missing]})
    return services.report_add(
        project=record, agency=body, user=user, today=today, base_version=base_version, **told
    )


PARTS: dict[str, tuple[Any, Any]] = {
    "line": (FundingLine, _("Dự án này không có dòng tiền số %(number)s.")),
    "event": (ProjectEvent, _("Dự án này không có việc số %(number)s.")),
    "report": (ProjectReport, _("Dự án này không có báo cáo số %(number)s.")),
}


def _on_part(part: str, service: Any, *, is_dated: bool = False) -> Any:
    """A service of one line, deed or report as `act` calls it: named by its number among those of the project.

    `is_dated`: the service takes `today`.
    """
    model, missing = PARTS[part]

    def done(
        *, record: Any, validated: Mapping[str, Any], user: Any, today: date, base_version: int | None
    ) -> Any:
        told = dict(validated)
        number = told.pop(part)
        found = model.objects.filter(project=record, pk=number).first()
        if found is None:
            sentence = missing % {"number": number}
            raise InvalidInput(f"no_such_{part}", sentence, {part: [sentence]})
        told |= {"today": today} if is_dated else {}
        return service(**{part: found}, user=user, base_version=base_version, **told)

    return done


def _corrected(
    *, report: ProjectReport, reason: str, user: Any, today: date, base_version: int | None, **changes: Any
) -> ProjectReport:
    """What was sent besides the reason is what changes."""
    corrected: ProjectReport = services.report_correct(
        report=report, changes=changes, reason=reason, user=user, today=today, base_version=base_version
    )
    return corrected


@extend_schema(tags=["disbursements"])
class FundingLineViewSet(RegisterViewSet):
    """Sums of projects, one by one, the youngest first; written through their project."""

    model = FundingLine
    access = signed_in
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    ordering = (F("booked_on").desc(nulls_last=True), "-pk")
    filterset_class = FundingLineFilter
    serializer_class = FundingLineSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("project")


@extend_schema(tags=["ngo-registrations"])
class NgoRegistrationViewSet(CreatesByService, UpdatesByService):
    """Registrations of foreign non-governmental organisations, those that end first; `state` is that of `as_of`."""

    model = NgoRegistration
    access = signed_in
    write_access = keepers
    accepts_as_of = True
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    ordering = (F("ends").asc(nulls_last=True), "pk")
    filterset_class = NgoRegistrationFilter
    serializer_class = NgoRegistrationSerializer
    write_serializer_class = writes.NgoRegistrationWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return registration_rows(self.request.user, self.as_of)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> NgoRegistration:
        """Write it down."""
        return registrations.registration_record(**validated, user=user, today=today)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> NgoRegistration:
        """Change what was named."""
        return registrations.registration_update(
            registration=record, changes=changes, base_version=base_version, user=user, today=today
        )


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("projects", ProjectViewSet, basename="project")
    router.register("ngo-registrations", NgoRegistrationViewSet, basename="ngo-registration")
    router.register("disbursements", FundingLineViewSet, basename="disbursement")
