"""API of review sessions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.filters.reviews import ReviewFilter
from agreements.models import ReviewItem, ReviewSession
from agreements.serializers.reviews import (
    AttendanceWriteSerializer,
    ReviewCloseSerializer,
    ReviewItemWriteSerializer,
    ReviewSerializer,
    ReviewWriteSerializer,
)
from agreements.services import reviews as services
from dnfa.accounts.access import roles, signed_in
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.api_writes import CreatesByService, UpdatesByService


@extend_schema(tags=["agreements"])
class ReviewViewSet(CreatesByService, UpdatesByService):
    """Review sessions, latest first, with their agenda."""

    model = ReviewSession
    access = signed_in
    write_access = roles(*sorted(KEEPS_THE_REGISTER))
    ordering = ("-held_on", "-pk")
    lookup_field = "pk"
    filterset_class = ReviewFilter
    serializer_class = ReviewSerializer
    write_serializer_class = ReviewWriteSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        return queryset.prefetch_related(
            "agencies", "attendance__agency", "items__agreement", "items__lead_agency"
        )

    def perform_create_service(self, *, validated: dict[str, Any], user: Any, today: date) -> ReviewSession:  # noqa: ARG002
        """Plan a session."""
        return services.session_create(user=user, **validated)

    def perform_update_service(
        self, *, record: Any, changes: dict[str, Any], base_version: int, user: Any, **_facts: Any
    ) -> ReviewSession:
        """Change a session whose minutes are open."""
        return services.session_update(session=record, changes=changes, base_version=base_version, user=user)

    @extend_schema(request=ReviewItemWriteSerializer, responses=ReviewSerializer)
    @action(detail=True, methods=["post"])
    def record(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down what the meeting said about one paper."""

        def service(*, record: Any, validated: Any, user: Any, **_facts: Any) -> Any:
            values = dict(validated)
            item = get_object_or_404(ReviewItem, pk=values.pop("item"), session=record)
            return services.item_record(item=item, user=user, **values)

        return self.act(service, serializer_class=ReviewItemWriteSerializer)

    @extend_schema(request=AttendanceWriteSerializer, responses=ReviewSerializer)
    @action(detail=True, methods=["post"])
    def attendance(self, _request: Request, **_kwargs: Any) -> Response:
        """Write down who came for the agencies asked."""

        def service(*, record: Any, validated: Any, base_version: Any, user: Any, **_facts: Any) -> Any:
            came = {seat["agency"]: seat["represented_by"] for seat in validated["attendance"]}
            return services.attendance_record(session=record, came=came, base_version=base_version, user=user)

        return self.act(service, serializer_class=AttendanceWriteSerializer)

    @extend_schema(request=ReviewCloseSerializer, responses=ReviewSerializer)
    @action(detail=True, methods=["post"])
    def close(self, _request: Request, **_kwargs: Any) -> Response:
        """Close the minutes."""

        def service(*, record: Any, validated: Any, base_version: Any, user: Any, today: date) -> Any:
            return services.session_close(
                session=record,
                conclusion=validated["conclusion"],
                base_version=base_version,
                user=user,
                today=today,
            )

        return self.act(service, serializer_class=ReviewCloseSerializer)


def register(router: DefaultRouter) -> None:
    """Put these resources under /api/v1/."""
    router.register("reviews", ReviewViewSet, basename="review")
