"""Contacts and invitations below /api/v1/, read and written by the services of the screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.filters.engagements import EngagementFilter, InvitationFilter
from delegations.models import Engagement, Invitation
from delegations.rules import leads
from delegations.rules.engagements import can_correct_engagement, can_write_invitation
from delegations.selectors import contact_rows
from delegations.selectors_invitations import invitation_rows
from delegations.serializers import engagements as shapes
from delegations.services import engagements, invitations
from delegations.services.invitation_lists import invite_partners
from dnfa.accounts.access import signed_in
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.followup.action_api import keepers, reporters
from dnfa.followup.action_serializers import ReasonSerializer


@extend_schema(tags=["engagements"])
class EngagementViewSet(CreatesByService, UpdatesByService):
    """Events, letters, exchanges, online meetings, newest first; with `as_of` those that had begun by that day."""

    model = Engagement
    access = signed_in
    write_access = reporters
    accepts_as_of = True
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    versionless_actions = frozenset({"invite"})  # adds beside the record, overwrites nothing
    filterset_class = EngagementFilter
    serializer_class = shapes.EngagementSerializer
    write_serializer_class = shapes.EngagementWriteSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        if "as_of" in self.request.query_params:
            seen = seen.begun_by(self.as_of)
        return contact_rows(seen, self.request.user)

    def may_write(self, user: Any, record: Any) -> bool:
        """The Department; the agency that led it what the rule of the deed allows. What its state forbids the service says."""
        if self.action in {"cancel", "reinstate"}:
            return keeps_the_register(user) or leads(user, record)
        return can_correct_engagement(user, record, self.today)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Engagement:
        """Write down a contact."""
        facts = {"starts_on": None, "partners": [], **validated}
        return engagements.record_engagement(user=user, today=today, **facts)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Engagement:
        """Change what was named."""
        return engagements.update_engagement(
            engagement=record, changes=changes, base_version=base_version, user=user, today=today
        )

    @extend_schema(request=shapes.InviteWriteSerializer, responses=shapes.EngagementSerializer)
    @action(detail=True, methods=["post"], write_access=keepers)
    def invite(self, _request: Request, **_kwargs: Any) -> Response:
        """Invite partners to this event in one go; the invitations stand in `invitations/`."""
        return self.act(
            deed(invite_partners, "occasion", knows_day=False, knows_version=False),
            serializer_class=shapes.InviteWriteSerializer,
        )

    @extend_schema(request=shapes.EngagementCancelWriteSerializer, responses=shapes.EngagementSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, **_kwargs: Any) -> Response:
        """Call it off, with the reason."""
        return self.act(
            deed(engagements.cancel_engagement, "engagement"),
            serializer_class=shapes.EngagementCancelWriteSerializer,
        )

    @extend_schema(request=ReasonSerializer, responses=shapes.EngagementSerializer)
    @action(detail=True, methods=["post"])
    def reinstate(self, _request: Request, **_kwargs: Any) -> Response:
        """Take up again what was called off."""
        return self.act(
            deed(engagements.reinstate_engagement, "engagement"), serializer_class=ReasonSerializer
        )

    @extend_schema(request=ReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Delete a contact that was written down by mistake."""
        withdrawn = deed(engagements.withdraw_engagement, "engagement")
        return self.act(withdrawn, serializer_class=ReasonSerializer)


@extend_schema(tags=["invitations"])
class InvitationViewSet(CreatesByService, UpdatesByService):
    """Invitations sent and received: late answers first, then those that wait, then the answered ones."""

    model = Invitation
    access = signed_in
    write_access = reporters
    ordering = ("waiting_first", F("due_on").asc(nulls_last=True), "age", "pk")
    lookup_field = "pk"
    filterset_class = InvitationFilter
    serializer_class = shapes.InvitationSerializer
    write_serializer_class = shapes.InvitationWriteSerializer

    def rows(self) -> QuerySet[Any]:
        seen = Invitation.objects.visible_to(self.request.user)
        return invitation_rows(seen, self.request.user, self.today)

    def may_write(self, user: Any, record: Any) -> bool:
        """The Department, and the agency that handles it."""
        return can_write_invitation(user, record)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> Invitation:
        """Write down an invitation."""
        return invitations.record_invitation(user=user, today=today, **validated)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> Invitation:
        """Change what was named."""
        return invitations.update_invitation(
            invitation=record, changes=changes, base_version=base_version, user=user, today=today
        )

    @extend_schema(request=shapes.AnswerSerializer, responses=shapes.InvitationSerializer)
    @action(detail=True, methods=["post"], url_path="answer")
    def record_answer(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down the answer."""
        return self.act(
            deed(invitations.answer_invitation, "invitation"), serializer_class=shapes.AnswerSerializer
        )

    @extend_schema(request=shapes.CorrectAnswerSerializer, responses=shapes.InvitationSerializer)
    @action(detail=True, methods=["post"])
    def correct(self, _request: Request, **_kwargs: Any) -> Response:
        """Change an answer that was written down wrongly or taken back."""
        return self.act(
            deed(invitations.correct_answer, "invitation"), serializer_class=shapes.CorrectAnswerSerializer
        )

    @extend_schema(request=shapes.AttendanceSerializer, responses=shapes.InvitationSerializer)
    @action(detail=True, methods=["post"])
    def attendance(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down who came."""
        return self.act(
            deed(invitations.record_attendance, "invitation"), serializer_class=shapes.AttendanceSerializer
        )

    @extend_schema(request=shapes.FollowedSerializer, responses=shapes.InvitationSerializer)
    @action(detail=True, methods=["post"])
    def followed(self, _request: Request, **_kwargs: Any) -> Response:
        """Say which delegation followed."""
        return self.act(
            deed(invitations.link_delegation, "invitation", knows_day=False),
            serializer_class=shapes.FollowedSerializer,
        )

    @extend_schema(request=ReasonSerializer, responses={204: None})
    @action(detail=True, methods=["post"], write_access=keepers)
    def withdraw(self, _request: Request, **_kwargs: Any) -> Response:
        """Delete an invitation that was written down by mistake."""
        return self.act(
            deed(invitations.withdraw_invitation, "invitation", knows_day=False),
            serializer_class=ReasonSerializer,
        )


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("engagements", EngagementViewSet, basename="engagement")
    router.register("invitations", InvitationViewSet, basename="invitation")
