"""API: partners near the way of a delegation, and near a trip that is only thought of."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.forms.matching import DistanceForm, RouteForm
from delegations.matching.nearby import nearby, with_activity
from delegations.matching.route import Route, route_of
from delegations.selectors_trips import trip_in_full
from delegations.serializers.matching import NearbySerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import StandardPagination, as_of_from, refuse_unknown_parameters
from dnfa.core.errors import InvalidInput

AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description=_("Tính đến ngày"))
KM = OpenApiParameter("km", OpenApiTypes.INT, description=_("Trong vòng (km)"))
KINDS = OpenApiParameter("kinds", OpenApiTypes.STR, many=True, description=_("Loại đối tác"))
ASKED = [
    OpenApiParameter("partners", OpenApiTypes.STR, many=True, description=_("Khóa đối tác sẽ đến")),
    OpenApiParameter("countries", OpenApiTypes.STR, many=True, description=_("Mã quốc gia, vùng lãnh thổ")),
    KM,
    KINDS,
    OpenApiParameter("starts_on", OpenApiTypes.DATE, description=_("Dự kiến từ ngày")),
    OpenApiParameter("ends_on", OpenApiTypes.DATE, description=_("Dự kiến đến ngày")),
    AS_OF,
]


class NearbyRowsViewSet(viewsets.GenericViewSet[Any]):
    """What both resources share: the ranked rows of a route, page by page."""

    access = signed_in
    serializer_class = NearbySerializer
    filter_backends = ()

    def answer(self, request: Request, route: Route, form: Any) -> Response:
        """A page of the partners near the route; what was asked wrongly is refused by field."""
        if not form.is_valid():
            fields = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
            raise InvalidInput("invalid", next(iter(fields.values()))[0], fields=fields)
        as_of = as_of_from(request)
        asked = form.cleaned_data
        rows = nearby(route, user=request.user, as_of=as_of, km=asked["km"], kinds=asked["kinds"])
        page = with_activity(self.paginate_queryset(rows) or [], as_of)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _refuse_unknown(request: Request, asked: list[OpenApiParameter]) -> None:
    paging = {StandardPagination.page_query_param, StandardPagination.page_size_query_param}
    refuse_unknown_parameters(request, {parameter.name for parameter in asked} | paging)


@extend_schema(tags=["delegations"])
class TripMatchingViewSet(NearbyRowsViewSet):
    """Partners near a trip that is only thought of; what presses first, then the nearest."""

    @extend_schema(parameters=ASKED)
    def list(self, request: Request) -> Response:
        """List partners near the partners and in the countries or territories named; none where nothing is named."""
        _refuse_unknown(request, ASKED)
        form = RouteForm(request.query_params, user=request.user)
        return self.answer(request, form.route, form)


@extend_schema(tags=["delegations"])
class DelegationNearbyViewSet(NearbyRowsViewSet):
    """Other partners near the way of one delegation; what presses first, then the nearest."""

    @extend_schema(parameters=[OpenApiParameter("key", OpenApiTypes.STR, "path"), KM, KINDS, AS_OF])
    def list(self, request: Request, key: str) -> Response:
        """List other partners near the partners and stops of the delegation."""
        _refuse_unknown(request, [KM, KINDS, AS_OF])
        record = trip_in_full(request.user, as_of_from(request)).filter(key=key).first()
        if record is None:
            raise Http404
        return self.answer(request, route_of(record), DistanceForm(request.query_params))


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("trip-matching", TripMatchingViewSet, basename="trip-matching")
    router.register(
        r"delegations/(?P<key>[-\w]+)/nearby", DelegationNearbyViewSet, basename="delegation-nearby"
    )
