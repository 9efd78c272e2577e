"""Addresses of agreements and their events below /api/v1/."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from agreements.enums import Stage
from agreements.filters import AgreementEventFilter, AgreementFilter
from agreements.models import Agreement, AgreementEvent
from agreements.selectors import event_rows, register_rows
from agreements.serializers import (
    AgreementDetailSerializer,
    AgreementEventSerializer,
    AgreementSerializer,
)
from agreements.serializers.records import (
    AgreementEventWriteSerializer,
    AgreementWriteSerializer,
    RemovalSerializer,
    SignatureWriteSerializer,
    as_told,
    to_facts,
    to_signature,
)
from agreements.services.pipeline import sign_paper
from agreements.services.records import (
    agreement_update,
    draft_create,
    event_add,
    event_remove,
    event_update,
    signed_paper_register,
)
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api_writes import CreatesByService, UpdatesByService, entity_tag, version_asked_for
from dnfa.core.errors import DomainError, InvalidInput

WRITERS = roles(*sorted(KEEPS_THE_REGISTER))


@extend_schema(tags=["agreements"])
class AgreementViewSet(CreatesByService, UpdatesByService):
    """Agreements, newest signature first; status, term and end are those of `as_of`."""

    model = Agreement
    access = signed_in
    write_access = WRITERS
    write_serializer_class = AgreementWriteSerializer
    ordering = (F("signed_on").desc(nulls_last=True), "pk")
    lookup_field = "pk"
    accepts_as_of = True
    filterset_class = AgreementFilter
    serializer_class = AgreementSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        rows = register_rows(seen, self.as_of, self.request.user)
        if not self.detail:
            return rows
        events = event_rows(AgreementEvent.objects.all(), self.request.user)
        return rows.select_related("officer").prefetch_related(
            "agency_roles__agency",
            "fields",
            "signatories__agency",
            "signatories__partner",
            Prefetch("events", events),
        )

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return AgreementDetailSerializer if self.detail else AgreementSerializer

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Agreement:
        """Register a signed paper, or open a draft."""
        facts = {"partners": [], "lead_agency": None, **to_facts(validated)}
        try:
            if facts.pop("stage") == Stage.EXPLORING:
                return draft_create(**_for_draft(facts), user=user, today=today)
            return signed_paper_register(**_for_signed(facts), user=user, today=today)
        except DomainError as error:
            raise as_told(error) from None

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Agreement:
        """Change what was named."""
        facts = to_facts(changes)
        reason = facts.pop("reason", "")
        try:
            return agreement_update(
                agreement=record,
                changes=facts,
                base_version=base_version,
                user=user,
                today=today,
                reason=reason,
            )
        except DomainError as error:
            raise as_told(error) from None

    @extend_schema(request=SignatureWriteSerializer, responses=AgreementDetailSerializer)
    @action(detail=True, methods=["post"], url_path="sign")
    def sign(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Record the signature of a draft that is ready to sign; answers with the signed paper."""
        return self.act(_sign, serializer_class=SignatureWriteSerializer)


def _sign(
    *, record: Any, validated: dict[str, Any], base_version: int | None, user: Any, today: date
) -> None:
    try:
        sign_paper(
            agreement=record,
            base_version=base_version,
            user=user,
            today=today,
            **to_signature(validated, record),
        )
    except DomainError as error:
        raise as_told(error) from None


def _for_draft(facts: dict[str, Any]) -> dict[str, Any]:
    """What a draft takes; what only a signed paper has is refused by name. Raises `InvalidInput`."""
    _refuse(facts, ("signed_on", "effective_on", "signatories"))
    return facts


def _for_signed(facts: dict[str, Any]) -> dict[str, Any]:
    """What a signed paper takes; what only a draft has is refused by name. Raises `InvalidInput`."""
    _refuse(facts, ("entered_on", "ball"))
    return {"signing_agencies": [], "signed_on": None, **facts}


def _refuse(facts: dict[str, Any], names: tuple[str, ...]) -> None:
    strange = [name for name in names if facts.get(name)]
    if strange:
        message = _("Không ghi được ở giai đoạn này của văn bản.")
        raise InvalidInput("not_at_this_stage", message, {name: [message] for name in strange})
    for name in names:
        facts.pop(name, None)


@extend_schema(tags=["agreements"])
class AgreementEventViewSet(CreatesByService, UpdatesByService):
    """What happened to agreements: signings, renewals, suspensions, endings.

    An event is part of its agreement: its ETag carries the agreement's version, and `If-Match`, where it is sent,
    is compared with that. A correction says why (`correction`), so a PATCH without `If-Match` is taken too.
    """

    model = AgreementEvent
    access = signed_in
    write_access = WRITERS
    write_serializer_class = AgreementEventWriteSerializer
    ordering = (F("occurred_on").desc(nulls_last=True), "pk")
    lookup_field = "pk"
    accepts_as_of = True
    filterset_class = AgreementEventFilter
    serializer_class = AgreementEventSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        return event_rows(seen, self.request.user)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> AgreementEvent:
        """Record an event."""
        facts = to_facts(validated)
        if not facts.get("term_kind"):  # null says what leaving it out says
            facts = {name: value for name, value in facts.items() if not name.startswith("term_")}
        try:
            return event_add(**facts, user=user, today=today)
        except DomainError as error:
            raise as_told(error) from None

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int | None, user: Any, today: date
    ) -> AgreementEvent:
        """Change what was named."""
        facts = to_facts(changes)
        correction = facts.pop("correction", "")
        try:
            return event_update(
                event=record,
                changes=facts,
                correction=correction,
                base_version=base_version,
                user=user,
                today=today,
            )
        except DomainError as error:
            raise as_told(error) from None

    @extend_schema(request=RemovalSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path="remove")
    def remove(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002 - DRF names it
        """Take back an event that never happened, with the reason; 204."""
        return self.act(_remove, serializer_class=RemovalSerializer)

    def _base_version(self, record: Any) -> int | None:
        """The agreement's version that `If-Match` names; None without the header."""
        record.version = record.agreement.version
        header = self.request.headers.get("If-Match", "")
        return version_asked_for(header, record.agreement) if header else None

    def _told(self, record: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        response = super()._told(record, status=status, headers=headers)
        response["ETag"] = entity_tag(record.agreement, response.data)
        response["Cache-Control"] = "private, no-cache"
        return response


def _remove(
    *,
    record: Any,
    validated: dict[str, Any],
    base_version: int | None,
    user: Any,
    today: date,  # noqa: ARG001 - every deed is called alike
) -> None:
    event_remove(event=record, reason=validated["reason"], base_version=base_version, user=user)


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    router.register("agreements", AgreementViewSet, basename="agreement")
    router.register("agreement-events", AgreementEventViewSet, basename="agreement-event")
