"""API: the tasks of the Scheme, what is said of them, what agencies propose."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService, WritableViewSet, deed
from dnfa.core.errors import NotFound
from dnfa.followup.action_api import keepers, reporters
from reports.scheme import serializers as shapes
from reports.scheme import services
from reports.scheme.filters import ProposalFilter, TaskQuestions
from reports.scheme.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from reports.scheme.rules import can_keep_scheme, can_withdraw, is_focal_point
from reports.scheme.selectors import hang_on, task_rows


@extend_schema(tags=["scheme-tasks"])
class SchemeTaskViewSet(UpdatesByService):
    """Tasks of the Scheme in the order of the Decision, with their state on the day; replaced ones stand among them."""

    model = SchemeTask
    access = signed_in
    write_access = keepers
    accepts_as_of = True
    ordering = ("order", "pk")
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    filterset_class = TaskQuestions
    serializer_class = shapes.SchemeTaskSerializer
    write_serializer_class = shapes.SchemeTaskChangeSerializer
    versionless_actions = frozenset({"progress", "correct", "difficulties", "solve"})

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset
        rows = task_rows(queryset.known_on(self.as_of), self.as_of).select_related("replaced_by")
        return rows.prefetch_related(*self._whole()) if self.detail else rows

    def _whole(self) -> tuple[Any, ...]:
        """What one task is read with: everything said by the day, every difficulty raised by it."""
        said = SchemeTaskProgress.objects.filter(reported_on__lte=self.as_of).select_related("agency")
        obstacles = SchemeDifficulty.objects.filter(raised_on__lte=self.as_of)
        return (
            Prefetch("progress", said.order_by("-year", "-reported_on", "-pk"), to_attr="said"),
            Prefetch("difficulties", obstacles.select_related("raised_by", "solver"), to_attr="obstacles"),
        )

    def get_serializer_class(self) -> Any:
        return shapes.SchemeTaskDetailSerializer if self.detail else shapes.SchemeTaskSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang onto the rows what their shape needs, once for all of them."""
        if args:
            hang_on([args[0]] if isinstance(args[0], SchemeTask) else args[0], self.as_of)
        return super().get_serializer(*args, **kwargs)

    def may_write(self, user: Any, record: Any) -> bool:  # noqa: ARG002  (who solves what is the service's)
        """The Department; an agency says how a difficulty was solved, and sends all else as change requests."""
        return can_keep_scheme(user) or (self.action == "solve" and is_focal_point(user))

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> SchemeTask:
        """Change what was named."""
        return services.update_task(task=record, changes=changes, base_version=base_version, user=user)

    @extend_schema(request=shapes.AssignmentSerializer, responses=shapes.SchemeTaskDetailSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, _request: Request, **_kwargs: Any) -> Response:
        """Say who leads and who coordinates."""
        assigned = deed(services.assign_agencies, "task", knows_day=False)
        return self.act(assigned, serializer_class=shapes.AssignmentSerializer)

    @extend_schema(request=shapes.ProgressWriteSerializer, responses={201: shapes.SchemeTaskDetailSerializer})
    @action(detail=True, methods=["post"])
    def progress(self, _request: Request, **_kwargs: Any) -> Response:
        """Say how far the task is for a year; needs no `If-Match`: what was said before stays."""
        said = deed(services.report_progress, "task", knows_version=False)
        return self.act(said, serializer_class=shapes.ProgressWriteSerializer, status=201)

    @extend_schema(
        request=shapes.ProgressCorrectionSerializer, responses={201: shapes.SchemeTaskDetailSerializer}
    )
    @action(detail=True, methods=["post"])
    def correct(self, _request: Request, **_kwargs: Any) -> Response:
        """Put another row in the place of one that was said wrongly; both stay to be read."""

        def corrected(*, record: Any, validated: Any, user: Any, today: date, **_rest: Any) -> Any:
            row = record.progress.filter(pk=validated.pop("progress")).first()
            if row is None:
                raise NotFound("progress_not_found", _("Nhiệm vụ này không có báo cáo với mã đó."))
            return services.correct_progress(progress=row, user=user, today=today, **validated)

        return self.act(corrected, serializer_class=shapes.ProgressCorrectionSerializer, status=201)

    @extend_schema(
        request=shapes.DifficultyWriteSerializer, responses={201: shapes.SchemeTaskDetailSerializer}
    )
    @action(detail=True, methods=["post"])
    def difficulties(self, _request: Request, **_kwargs: Any) -> Response:
        """Say what stands in the way."""
        raised = deed(services.raise_difficulty, "task", knows_version=False)
        return self.act(raised, serializer_class=shapes.DifficultyWriteSerializer, status=201)

    @extend_schema(request=shapes.SolutionSerializer, responses=shapes.SchemeTaskDetailSerializer)
    @action(detail=True, methods=["post"], write_access=reporters)
    def solve(self, _request: Request, **_kwargs: Any) -> Response:
        """Say how one of the task's difficulties was solved; the version is the difficulty's own."""

        def solved(*, record: Any, validated: Any, user: Any, today: date, **_rest: Any) -> Any:
            row = record.difficulties.filter(pk=validated.pop("difficulty")).first()
            if row is None:
                raise NotFound("difficulty_not_found", _("Nhiệm vụ này không có vướng mắc với mã đó."))
            facts = {"base_version": validated.pop("version"), **validated}
            return services.solve_difficulty(difficulty=row, user=user, today=today, **facts)

        return self.act(solved, serializer_class=shapes.SolutionSerializer)


@extend_schema(tags=["scheme-tasks"])
class SchemeProposalViewSet(CreatesByService, WritableViewSet):
    """What agencies want changed of the Scheme, the newest first; a focal point reads those of its own agency."""

    model = SchemeProposal
    access = signed_in
    write_access = keepers
    ordering = ("-proposed_on", "-pk")
    lookup_field = "pk"
    filterset_class = ProposalFilter
    serializer_class = shapes.SchemeProposalSerializer
    write_serializer_class = shapes.SchemeProposalWriteSerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("task", "result", "lead_agency", "agency")
        return rows.prefetch_related("coordinating")

    def may_write(self, user: Any, record: Any) -> bool:
        """The Department decides; its agency takes it back."""
        return can_keep_scheme(user) or can_withdraw(user, record, self.today)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> SchemeProposal:
        """Write down what an agency proposes; agencies themselves send it as a change request."""
        return services.propose_task(user=user, today=today, **validated)

    @extend_schema(request=shapes.SchemeAcceptanceSerializer, responses=shapes.SchemeProposalSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def accept(self, _request: Request, **_kwargs: Any) -> Response:
        """Take it into the Scheme by the document that decided it."""
        accepted = deed(services.accept_proposal, "proposal")
        return self.act(accepted, serializer_class=shapes.SchemeAcceptanceSerializer)

    @extend_schema(request=shapes.SchemeReturnSerializer, responses=shapes.SchemeProposalSerializer)
    @action(detail=True, methods=["post"], write_access=keepers, url_path="return")
    def give_back(self, _request: Request, **_kwargs: Any) -> Response:
        """Give it back to its agency with the reason."""
        returned = deed(services.return_proposal, "proposal")
        return self.act(returned, serializer_class=shapes.SchemeReturnSerializer)

    @extend_schema(request=shapes.SchemeWithdrawalSerializer, responses=shapes.SchemeProposalSerializer)
    @action(detail=True, methods=["post"], write_access=reporters)
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Take a waiting proposal back."""
        withdrawn = deed(services.withdraw_proposal, "proposal")
        return self.act(withdrawn, serializer_class=shapes.SchemeWithdrawalSerializer)


def register(router: DefaultRouter) -> None:
    """Put the Scheme's resources under /api/v1/."""
    router.register("scheme-tasks", SchemeTaskViewSet, basename="scheme-task")
    router.register("scheme-proposals", SchemeProposalViewSet, basename="scheme-proposal")
