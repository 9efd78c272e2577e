"""Things to do below /api/v1/: read by whoever sees them, written through the same services as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as api_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER, Role
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.core.clock import local_today
from dnfa.followup import action_serializers as shapes
from dnfa.followup import actions
from dnfa.followup.action_filters import ActionFilter
from dnfa.followup.actions.selectors import action_rows, hang_on
from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import Action, ProgressNote

reporters = roles(*sorted({*KEEPS_THE_REGISTER, Role.FOCAL_POINT}))
keepers = roles(*sorted(KEEPS_THE_REGISTER))


@extend_schema(tags=["actions"])
class ActionViewSet(CreatesByService, UpdatesByService):
    """Things to do; without `state` those neither done nor dropped, the earliest due first."""

    model = Action
    access = signed_in
    write_access = keepers
    ordering = (F("due_on").asc(nulls_last=True), "order", "pk")
    lookup_field = "pk"
    filterset_class = ActionFilter
    serializer_class = shapes.ActionSerializer
    write_serializer_class = shapes.ActionWriteSerializer
    versionless_actions = frozenset({"notes"})

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        # The list is what somebody owes; one action is read whatever it is.
        return action_rows(seen if self.detail else seen.owed(), local_today())

    def get_serializer_class(self) -> Any:
        return shapes.ActionDetailSerializer if self.detail else shapes.ActionSerializer

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang onto the rows what their shape needs, once for all of them."""
        if args and isinstance(args[0], Action):
            hang_on([args[0]], self.request.user, local_today())
            args[0].all_notes = args[0].notes.select_related("agency", "author")  # type: ignore[attr-defined]
        elif args:
            hang_on(args[0], self.request.user, local_today())
        return super().get_serializer(*args, **kwargs)

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, **_rest: Any) -> Action:
        """An action that comes from no other record."""
        progress = validated.pop("progress", None)
        facts = {"lead_agency": None, "due_on": None, **validated}
        made = actions.create_action(origin=ActionOrigin.OTHER, user=user, **facts)
        if progress is None:
            return made
        return actions.set_progress(action=made, progress=progress, user=user)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Action:
        """Change what was named."""
        return actions.update_action(action=record, changes=changes, base_version=base_version, user=user)

    @extend_schema(request=shapes.CompleteSerializer, responses=shapes.ActionDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def complete(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down that it is done."""
        return self.act(deed(actions.complete_action, "action"), serializer_class=shapes.CompleteSerializer)

    @extend_schema(request=shapes.DropSerializer, responses=shapes.ActionDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def drop(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down that it is not to be done any more."""
        return self.act(deed(actions.drop_action, "action"), serializer_class=shapes.DropSerializer)

    @extend_schema(request=shapes.ReasonSerializer, responses=shapes.ActionDetailSerializer)
    @api_action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Take back that it is done or given up."""
        return self.act(deed(actions.reopen_action, "action"), serializer_class=shapes.ReasonSerializer)

    @extend_schema(request=shapes.NoteWriteSerializer, responses={201: shapes.ActionDetailSerializer})
    @api_action(detail=True, methods=["post"], write_access=reporters)
    def notes(self, _request: Request, **_kwargs: Any) -> Response:
        """Say how far it is; needs no `If-Match`: a note overwrites nothing."""

        def noted(
            *, record: Any, validated: dict[str, Any], user: Any, today: date, **_rest: Any
        ) -> ProgressNote:
            facts = {"noted_on": today, **validated}
            return actions.note_progress(action=record, user=user, today=today, **facts)

        return self.act(noted, serializer_class=shapes.NoteWriteSerializer, status=201)


def register(router: DefaultRouter) -> None:
    """Put the addresses on the router."""
    router.register("actions", ActionViewSet, basename="action")
