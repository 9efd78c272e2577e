"""Addresses of opinions asked, legal reports below /api/v1/."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter

from agreements.filters.consultation import ConsultationFilter, LegalReportFilter, OpinionFilter
from agreements.models import Consultation, LegalReport, Opinion
from agreements.selectors_consultation import opinion_rows, report_rows
from agreements.serializers.consultation import (
    ConsultationSerializer,
    ConsultationWriteSerializer,
    LegalReportSerializer,
    LegalReportWriteSerializer,
    OpinionSerializer,
    OpinionWriteSerializer,
)
from agreements.services.consultation import (
    ask_opinions,
    file_legal_report,
    record_answer,
    record_handling,
    record_receipt,
)
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api_writes import CreatesByService, UpdatesByService
from dnfa.core.errors import InvalidInput

may_write = roles(*sorted(KEEPS_THE_REGISTER))
ANSWER_FIELDS = ("answer", "answered_on", "document_number", "summary")


@extend_schema(tags=["agreements"])
class ConsultationViewSet(CreatesByService):
    """Rounds of asking opinions about papers, the latest first; POST records one."""

    model = Consultation
    access = signed_in
    write_access = may_write
    ordering = ("-sent_on", "-pk")
    filterset_class = ConsultationFilter
    serializer_class = ConsultationSerializer
    write_serializer_class = ConsultationWriteSerializer

    def rows(self) -> QuerySet[Any]:
        opinions = opinion_rows(self.request.user).order_by("pk")
        return (
            super()
            .rows()
            .select_related("agreement")
            .prefetch_related(Prefetch("opinions", opinions, to_attr="seen_opinions"))
        )

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Consultation:
        return ask_opinions(user=user, today=today, **validated)


@extend_schema(tags=["agreements"])
class OpinionViewSet(UpdatesByService):
    """Opinions asked of bodies; PATCH records receipt, answer and what was made of it."""

    model = Opinion
    access = signed_in
    write_access = may_write
    ordering = ("-consultation__sent_on", "-pk")
    filterset_class = OpinionFilter
    serializer_class = OpinionSerializer
    write_serializer_class = OpinionWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return opinion_rows(self.request.user)

    def perform_update_service(
        self,
        *,
        record: Any,
        changes: dict[str, Any],
        base_version: int | None,  # noqa: ARG002  (an opinion has no version: a correction says why instead)
        user: Any,
        today: date,
    ) -> Opinion:
        """Receipt, answer, handling, in this order, in the transaction of the request: all or nothing."""
        if "received_on" in changes:
            record_receipt(opinion=record, received_on=changes["received_on"], user=user, today=today)
        if any(name in changes for name in ANSWER_FIELDS):
            told = {name: changes.get(name, getattr(record, name)) for name in ANSWER_FIELDS}
            if told["answered_on"] is None:
                raise InvalidInput(
                    "invalid_opinion",
                    _("Chưa ghi được ý kiến."),
                    {"answered_on": [_("Hãy ghi ngày trả lời.")]},
                )
            record_answer(opinion=record, user=user, today=today, reason=changes.get("reason", ""), **told)
        if "handling" in changes:
            record_handling(opinion=record, handling=changes["handling"], user=user)
        return record


@extend_schema(tags=["agreements"])
class LegalReportViewSet(CreatesByService):
    """Reports the law asks for that were sent, the latest first; POST records one."""

    model = LegalReport
    access = signed_in
    write_access = may_write
    ordering = ("-sent_on", "-pk")
    filterset_class = LegalReportFilter
    serializer_class = LegalReportSerializer
    write_serializer_class = LegalReportWriteSerializer

    def rows(self) -> QuerySet[Any]:
        return report_rows(self.request.user)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> LegalReport:
        return file_legal_report(user=user, today=today, **validated)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("consultations", ConsultationViewSet, basename="consultation")
    router.register("opinions", OpinionViewSet, basename="opinion")
    router.register("legal-reports", LegalReportViewSet, basename="legal-report")
