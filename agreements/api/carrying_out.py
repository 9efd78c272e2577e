"""Commitments below /api/v1/; whether one is kept or dropped is written at its action (/api/v1/actions/)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as api_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.filters.carrying_out import CommitmentFilter
from agreements.models import Agreement, Commitment
from agreements.selectors_commitments import commitment_rows, with_actions
from agreements.serializers import carrying_out as shapes
from agreements.services import commitments as services
from dnfa.accounts.access import signed_in
from dnfa.core.api_writes import CreatesByService, UpdatesByService, entity_tag, version_asked_for
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from dnfa.followup.action_api import keepers, reporters
from dnfa.followup.models import ProgressNote


@extend_schema(tags=["commitments"])
class CommitmentViewSet(CreatesByService, UpdatesByService):
    """Commitments of signed papers that are neither kept nor dropped, unless `papers` or `state` ask for others.

    The ETag is that of the commitment's action, and `If-Match` names it.
    """

    model = Commitment
    access = signed_in
    write_access = keepers
    ordering = (F("due_on").asc(nulls_last=True), "order", "pk")
    lookup_field = "pk"
    filterset_class = CommitmentFilter
    serializer_class = shapes.CommitmentSerializer
    write_serializer_class = shapes.CommitmentChangeSerializer

    def rows(self) -> QuerySet[Any]:
        return commitment_rows(Commitment.objects.visible_to(self.request.user), local_today())

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Hang onto the rows what their shape needs, once for all of them."""
        if args:
            rows = [args[0]] if isinstance(args[0], Commitment) else args[0]
            with_actions(rows, self.request.user, local_today())
        return super().get_serializer(*args, **kwargs)

    def create(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """A new commitment of the paper named; a hidden paper is refused like one that does not exist."""
        validated = self.read_input(shapes.CommitmentCreateSerializer)
        made = self.perform_create_service(validated=validated, user=request.user, today=self.today)
        return self.answer(
            made.pk, status=201, headers={"Location": self.reverse_action("detail", args=[made.pk])}
        )

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, **_rest: Any) -> Commitment:
        """Find the paper and write the commitment."""
        key = validated.pop("agreement")
        paper = Agreement.objects.visible_to(user).filter(key=key).first()
        if paper is None:
            raise InvalidInput(
                "unknown_agreement",
                _("Không có thỏa thuận này."),
                {"agreement": [_("Không có thỏa thuận với khóa này.")]},
            )
        return services.commitment_add(agreement=paper, user=user, **validated)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Commitment:
        """Change what was named."""
        return services.commitment_update(
            commitment=record, changes=changes, base_version=base_version, user=user
        )

    @extend_schema(request=shapes.ReachedSerializer, responses=shapes.CommitmentSerializer)
    @api_action(detail=True, methods=["post"], write_access=reporters)
    def reached(self, _request: Request, **_kwargs: Any) -> Response:
        """Say how much has been reached; needs no `If-Match`: the note tells from and to."""

        def deed(
            *, record: Any, validated: dict[str, Any], user: Any, today: date, **_rest: Any
        ) -> ProgressNote:
            facts = {"noted_on": today, **validated}
            return services.record_reached(commitment=record, user=user, today=today, **facts)

        return self.act(deed, serializer_class=shapes.ReachedSerializer)

    def _base_version(self, record: Any) -> int | None:
        """The version of the action guards the commitment."""
        if self.action == "reached":
            return None
        return version_asked_for(self.request.headers.get("If-Match", ""), record.action)

    def _told(self, record: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        response = super()._told(record, status=status, headers=headers)
        response["ETag"] = entity_tag(record.action, response.data)
        response["Cache-Control"] = "private, no-cache"
        return response


def register(router: DefaultRouter) -> None:
    """Put commitments on the router."""
    router.register("commitments", CommitmentViewSet, basename="commitment")
