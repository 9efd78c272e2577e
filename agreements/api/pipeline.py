"""Addresses of the way to signature, and the criteria below /api/v1/."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter

from agreements.enums import Stage
from agreements.filters.pipeline import AssessmentFilter, StageStepFilter
from agreements.models import CriteriaAssessment, CriteriaSet, StageStep
from agreements.pipeline import Move, move_between
from agreements.selectors_criteria import assessment_rows, visible_assessments
from agreements.selectors_pipeline import visible_steps
from agreements.serializers.pipeline import (
    CriteriaAssessmentSerializer,
    CriteriaAssessmentWriteSerializer,
    CriteriaSetSerializer,
    StageStepSerializer,
    StageStepWriteSerializer,
)
from agreements.services import pipeline as services
from agreements.services.criteria import assessment_save
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api import RegisterViewSet
from dnfa.core.api_writes import CreatesByService

WRITERS = roles(*sorted(KEEPS_THE_REGISTER))
STEP_FACTS = ("ball_agency", "document_number", "expected_by", "note")


@extend_schema(tags=["agreements"])
class StageStepViewSet(CreatesByService):
    """Steps of papers on their way to signature, the latest first; POST does the next one.

    The signature itself is recorded with POST on `agreements/{id}/sign/`.
    """

    model = StageStep
    access = signed_in
    write_access = WRITERS
    ordering = ("-entered_on", "-pk")
    filterset_class = StageStepFilter
    serializer_class = StageStepSerializer
    write_serializer_class = StageStepWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return visible_steps(self.request.user).select_related("agreement", "ball_agency", "recorded_by")

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> StageStep:
        """Let the service of this kind of move do it; it refuses what is no move."""
        paper, stage, on = (validated[name] for name in ("agreement", "stage", "entered_on"))
        told = {
            "agreement": paper,
            "base_version": validated.get("base_version"),
            "user": user,
            "today": today,
        }
        if stage == Stage.BROKEN_OFF:
            return services.break_off(
                on=on,
                reason=validated.get("break_reason", ""),
                by=validated.get("broken_off_by", ""),
                note=validated.get("note", ""),
                document_number=validated.get("document_number", ""),
                **told,
            )
        facts = {name: validated[name] for name in STEP_FACTS if name in validated}
        facts["ball"] = validated.get("ball", "")
        move = move_between(paper.stage, stage)
        if move is Move.HAND_ON:
            return services.pass_ball(entered_on=on, **facts, **told)
        justification = validated.get("justification", "")
        if move is Move.REOPEN:
            facts.setdefault("note", "")
            return services.reopen(stage=stage, on=on, justification=justification, **facts, **told)
        return services.move_stage(stage=stage, entered_on=on, justification=justification, **facts, **told)


@extend_schema(tags=["agreements"])
class CriteriaSetViewSet(RegisterViewSet):
    """Sets of criteria before signing, with their criteria; everybody who signs in may read them."""

    model = CriteriaSet
    access = signed_in
    ordering = ("paper_class", "-valid_from", "pk")
    serializer_class = CriteriaSetSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return (
            CriteriaSet.objects.select_related("basis").prefetch_related("criteria").order_by(*self.ordering)
        )


@extend_schema(tags=["agreements"])
class CriteriaAssessmentViewSet(CreatesByService):
    """Assessments of drafts by criteria, the latest first; POST keeps answers, and closes with `complete`."""

    model = CriteriaAssessment
    access = signed_in
    write_access = WRITERS
    ordering = ("-assessed_on", "-pk")
    filterset_class = AssessmentFilter
    serializer_class = CriteriaAssessmentSerializer
    write_serializer_class = CriteriaAssessmentWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return assessment_rows(visible_assessments(self.request.user))

    def perform_create_service(
        self, *, validated: dict[str, Any], user: Any, today: date
    ) -> CriteriaAssessment:
        """Keep the answers; those of an assessment still open are added to."""
        answers = {row["criterion"]: (row["value"], row["note"]) for row in validated.pop("answers")}
        return assessment_save(answers=answers, user=user, today=today, **validated)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("agreement-steps", StageStepViewSet, basename="agreement-step")
    router.register("criteria-sets", CriteriaSetViewSet, basename="criteria-set")
    router.register("criteria-assessments", CriteriaAssessmentViewSet, basename="criteria-assessment")
