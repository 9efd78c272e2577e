"""Focal points below /api/v1/: read by whoever sees them, written by those in charge through the same services as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action as api_action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts import focal_point_serializers as shapes
from dnfa.accounts import focal_point_services as services
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.accounts.focal_point_filters import FocalPointFilter
from dnfa.accounts.focal_point_selectors import focal_points_visible_to, may_administer, stated
from dnfa.accounts.models import User
from dnfa.core.api_writes import CreatesByService, UpdatesByService, deed
from dnfa.core.clock import local_now, local_today
from dnfa.core.functions import vi_order


@extend_schema(tags=["focal-points"])
class FocalPointViewSet(CreatesByService, UpdatesByService):
    """Đầu mối của các cơ quan, đơn vị."""

    model = User
    access = signed_in
    write_access = roles(Role.HEAD, Role.ADMINISTRATOR, Role.FOCAL_POINT)
    ordering = (vi_order("agency__name_vi"), vi_order("full_name"), "pk")
    lookup_field = "pk"
    filterset_class = FocalPointFilter
    serializer_class = shapes.FocalPointSerializer
    write_serializer_class = shapes.InviteSerializer
    versionless_actions = frozenset({"send_link"})

    def get_queryset(self) -> QuerySet[Any]:
        """The focal points this person sees, each with the state of the account."""
        if getattr(self, "swagger_fake_view", False):
            return stated(User.objects.none(), now=local_now())
        seen = focal_points_visible_to(self.request.user, today=local_today())
        return stated(seen, now=local_now()).order_by(*self.ordering)

    def may_write(self, user: Any, record: Any) -> bool:
        """Whether the person is in charge of this one's agency."""
        return may_administer(user, record.agency_id, today=local_today())

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> User:
        """Invite."""
        base = self.request.build_absolute_uri("/")
        return services.focal_point_invite(**validated, user=user, today=today, now=local_now(), base=base)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, today: date
    ) -> User:
        """Change what was named."""
        return services.focal_point_edit(
            person=record,
            changes=changes,
            base_version=base_version,
            user=user,
            today=today,
            now=local_now(),
        )

    @extend_schema(request=shapes.CloseSerializer, responses=shapes.FocalPointSerializer)
    @api_action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close the account."""
        return self.act(deed(services.focal_point_close, "person"), serializer_class=shapes.CloseSerializer)

    @extend_schema(request=shapes.DeedSerializer, responses=shapes.FocalPointSerializer)
    @api_action(detail=True, methods=["post"])
    def reopen(self, _request: Request, **_kwargs: Any) -> Response:
        """Open a closed account again."""
        return self.act(deed(services.focal_point_reopen, "person"), serializer_class=shapes.DeedSerializer)

    @extend_schema(request=shapes.ChargeSerializer, responses=shapes.FocalPointSerializer)
    @api_action(detail=True, methods=["post"])
    def charge(self, _request: Request, **_kwargs: Any) -> Response:
        """Charge with the focal points of the agency, or take the charge away."""
        return self.act(deed(services.focal_point_charge, "person"), serializer_class=shapes.ChargeSerializer)

    @extend_schema(request=None, responses=shapes.FocalPointSerializer)
    @api_action(detail=True, methods=["post"], url_path="send-link")
    def send_link(self, request: Request, **_kwargs: Any) -> Response:
        """Send the one-time link again; needs no `If-Match`: it overwrites nothing."""

        def sent(*, record: Any, user: Any, today: date, base_version: int | None, **_rest: Any) -> User:
            return services.focal_point_send_link(
                person=record,
                base=request.build_absolute_uri("/"),
                base_version=base_version,
                user=user,
                today=today,
                now=local_now(),
            )

        return self.act(sent)


def register(router: DefaultRouter) -> None:
    """Put the addresses on the router."""
    router.register("focal-points", FocalPointViewSet, basename="focal-point")
