"""Flags below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet
from dnfa.followup import action_api, clock_api, notice_api
from dnfa.followup.filters import FlagFilter
from dnfa.followup.models import Flag
from dnfa.followup.selectors import with_records
from dnfa.followup.serializers import FlagSerializer


@extend_schema(tags=["flags"])
class FlagViewSet(RegisterViewSet):
    """Flags as the last run of the sync left them; `state=all` or `state=closed` shows history."""

    model = Flag
    access = signed_in
    ordering = ("rule", F("reference_date").asc(nulls_last=True), "pk")
    filterset_class = FlagFilter
    serializer_class = FlagSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return with_records(super().get_queryset())


def register(router: DefaultRouter) -> None:
    """Put the addresses of this room on the router."""
    router.register("flags", FlagViewSet, basename="flag")
    action_api.register(router)
    clock_api.register(router)
    notice_api.register(router)
