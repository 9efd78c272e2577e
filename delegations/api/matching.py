"""API: partners near a delegation's way or a trip only thought of; whom to invite to an event or conference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.filters.matching import ProposalFilter
from delegations.forms.matching import DistanceForm, RouteForm
from delegations.matching.nearby import nearby, with_activity
from delegations.matching.route import Route, route_of
from delegations.models import Conference, Engagement
from delegations.selectors_trips import trip_in_full
from delegations.serializers.matching import NearbySerializer, ProposalSerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import StandardPagination, as_of_from, parameter_names, refuse_unknown_parameters
from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput
from dnfa.followup.action_api import keepers
from partners.models import Partner

KEY = OpenApiParameter("key", OpenApiTypes.STR, "path")
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
WEIGHED = [
    OpenApiParameter("about", OpenApiTypes.STR, many=True, description=_("Lĩnh vực của sự kiện")),
    OpenApiParameter("again_months", OpenApiTypes.INT, description=_("Không được mời quá (tháng)")),
    OpenApiParameter("country", OpenApiTypes.STR, many=True, description=_("Quốc gia, vùng lãnh thổ")),
    OpenApiParameter("continent", OpenApiTypes.STR, many=True, description=_("Châu lục")),
    OpenApiParameter("tie", OpenApiTypes.STR, many=True, description=_("Quan hệ")),
    OpenApiParameter("kind", OpenApiTypes.STR, many=True, description=_("Loại đối tác")),
    OpenApiParameter("network", OpenApiTypes.STR, description=_("Mạng lưới, diễn đàn")),
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


def _refuse_unknown(request: Request, known: Iterable[str]) -> None:
    paging = {StandardPagination.page_query_param, StandardPagination.page_size_query_param}
    refuse_unknown_parameters(request, {*known, *paging})


@extend_schema(tags=["delegations"])
class TripMatchingViewSet(NearbyRowsViewSet):
    """Partners near a trip that is only thought of; what presses first, then the nearest."""

    @extend_schema(parameters=ASKED)
    def list(self, request: Request) -> Response:
        """List partners near the partners and in the countries or territories named; none where nothing is named."""
        _refuse_unknown(request, [parameter.name for parameter in ASKED])
        form = RouteForm(request.query_params, user=request.user)
        return self.answer(request, form.route, form)


@extend_schema(tags=["delegations"])
class DelegationNearbyViewSet(NearbyRowsViewSet):
    """Other partners near the way of one delegation; what presses first, then the nearest."""

    @extend_schema(parameters=[KEY, KM, KINDS, AS_OF])
    def list(self, request: Request, key: str) -> Response:
        """List other partners near the partners and stops of the delegation."""
        _refuse_unknown(request, ["km", "kinds", "as_of"])
        record = trip_in_full(request.user, as_of_from(request)).filter(key=key).first()
        if record is None:
            raise Http404
        return self.answer(request, route_of(record), DistanceForm(request.query_params))


class ProposalsViewSet(viewsets.GenericViewSet[Any]):
    """Partners proposed for one event or conference, those for whom most speaks first."""

    access = keepers
    model: ClassVar[type[Engagement | Conference]] = Engagement
    serializer_class = ProposalSerializer
    filter_backends = ()

    def answer(self, request: Request, key: str) -> Response:
        """A page of the proposal as of today; what was asked wrongly is refused by field."""
        occasion = self.model.objects.visible_to(request.user).filter(key=key).first()
        if occasion is None:
            raise Http404
        filterset = ProposalFilter(
            request.GET,
            queryset=Partner.objects.visible_to(request.user),
            request=request,
            today=local_today(),
            title=occasion.title_vi,
        )
        _refuse_unknown(request, parameter_names(filterset))
        if not filterset.is_asked:
            raise ValidationError(filterset.errors)
        page = self.paginate_queryset(filterset.proposals(request.user))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


@extend_schema(tags=["engagements"])
class EventProposalsViewSet(ProposalsViewSet):
    """Partners proposed for an event."""

    @extend_schema(parameters=[KEY, *WEIGHED])
    def list(self, request: Request, key: str) -> Response:
        """List whom to invite to the event; without a question the fields are those its title names."""
        return self.answer(request, key)


@extend_schema(tags=["conferences"])
class ConferenceProposalsViewSet(ProposalsViewSet):
    """Partners proposed for a conference."""

    model = Conference

    @extend_schema(parameters=[KEY, *WEIGHED])
    def list(self, request: Request, key: str) -> Response:
        """List whom to invite to the conference; without a question the fields are those its title names."""
        return self.answer(request, key)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("trip-matching", TripMatchingViewSet, basename="trip-matching")
    nested = (
        ("delegations", "nearby", DelegationNearbyViewSet),
        ("conferences", "proposals", ConferenceProposalsViewSet),
        ("engagements", "proposals", EventProposalsViewSet),
    )
    for records, name, viewset in nested:
        router.register(rf"{records}/(?P<key>[-\w]+)/{name}", viewset, basename=f"{records}-{name}")
