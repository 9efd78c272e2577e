"""Addresses of delegations and other contacts below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter

from delegations.filters import DelegationFilter
from delegations.models import Delegation
from delegations.selectors import contact_rows
from delegations.serializers.contacts import DelegationSerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet


class ContactViewSet(RegisterViewSet):
    """What delegations and engagements share."""

    access = signed_in
    accepts_as_of = True

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset
        return contact_rows(queryset.begun_by(self.as_of), self.request.user)


@extend_schema(tags=["delegations"])
class DelegationViewSet(ContactViewSet):
    """Delegations received and sent that had begun by `as_of`, newest first."""

    model = Delegation
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    filterset_class = DelegationFilter
    serializer_class = DelegationSerializer


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    router.register("delegations", DelegationViewSet, basename="delegation")
