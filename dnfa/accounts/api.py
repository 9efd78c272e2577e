"""The API of agencies."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.routers import DefaultRouter

from dnfa.accounts import openapi  # noqa: F401  (the import tells the schema about our token)
from dnfa.accounts.access import signed_in
from dnfa.accounts.filters import AgencyFilter
from dnfa.accounts.models import Agency, AgencySuccession
from dnfa.accounts.serializers import AgencySerializer
from dnfa.core.api import RegisterViewSet
from dnfa.core.functions import vi_order


class AgencyViewSet(RegisterViewSet):
    """Cơ quan, đơn vị của thành phố, kèm cơ quan kế thừa."""

    model = Agency
    serializer_class = AgencySerializer
    filterset_class = AgencyFilter
    access = signed_in
    ordering = (vi_order("name_vi"), "pk")

    def get_queryset(self) -> QuerySet[Any]:
        """Bring the successions of a page in one query."""
        successions = AgencySuccession.objects.select_related("successor")
        return super().get_queryset().prefetch_related(Prefetch("successions", successions))


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    router.register("agencies", AgencyViewSet, basename="agency")
