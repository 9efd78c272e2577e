"""Addresses of partners, ties, countries and networks below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet, refuse_unknown_parameters
from dnfa.core.functions import vi_order
from dnfa.core.search import LONGEST_SEARCH, Hit, search
from partners import charge_api
from partners.filters import CountryFilter, PartnerFilter, RelationshipFilter
from partners.models import Country, NetworkMembership, Partner, Relationship
from partners.selectors import register_rows
from partners.serializers import (
    CountrySerializer,
    NetworkMembershipSerializer,
    PartnerDetailSerializer,
    PartnerSerializer,
    RelationshipSerializer,
)


@extend_schema(tags=["partners"])
class PartnerViewSet(RegisterViewSet):
    """Partners of all kinds, in Vietnamese order; the tie and the last activity are those of `as_of`."""

    model = Partner
    access = signed_in
    ordering = (vi_order("name_vi"), "pk")
    accepts_as_of = True
    filterset_class = PartnerFilter
    serializer_class = PartnerSerializer

    def rows(self) -> QuerySet[Any]:
        seen: Any = super().rows()
        rows = register_rows(seen, self.as_of, self.request.user)
        return rows.prefetch_related("names") if self.detail else rows

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return PartnerDetailSerializer if self.detail else PartnerSerializer


@extend_schema(tags=["partners"])
class RelationshipViewSet(RegisterViewSet):
    """Ties with partners, by class and time."""

    model = Relationship
    access = signed_in
    ordering = (vi_order("partner__name_vi"), "pk")
    accepts_as_of = True
    filterset_class = RelationshipFilter
    serializer_class = RelationshipSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("partner", "inherited_from")


@extend_schema(tags=["partners"])
class CountryViewSet(RegisterViewSet):
    """Countries and territories under their Vietnamese short names."""

    model = Country
    access = signed_in
    ordering = (vi_order("name_vi"), "pk")
    accepts_as_of = True
    lookup_field = "code"
    filterset_class = CountryFilter
    serializer_class = CountrySerializer


@extend_schema(tags=["partners"])
class NetworkViewSet(RegisterViewSet):
    """Networks of local governments and the city's part in them."""

    model = NetworkMembership
    access = signed_in
    ordering = (vi_order("name"), "pk")
    serializer_class = NetworkMembershipSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("network")


class HitSerializer(serializers.Serializer[Hit]):
    """One record found by the search box."""

    kind = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField()
    matched = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, hit: Hit) -> str:
        """Address of the record's page on this server."""
        return str(self.context["request"].build_absolute_uri(hit.url))


@extend_schema(
    tags=["search"],
    parameters=[OpenApiParameter("q", str, required=True, description="Từ cần tìm; không cần dấu.")],
)
class SearchViewSet(viewsets.GenericViewSet[Any]):
    """Records of all kinds that hold the words, best first."""

    access = signed_in
    serializer_class = HitSerializer
    filter_backends = ()

    def list(self, request: Request) -> Response:
        """At most eight hits of each kind, in pages like every other list."""
        refuse_unknown_parameters(request, {"q", "page", "page_size"})
        found = search(request.user, request.query_params.get("q", "")[:LONGEST_SEARCH])
        page = self.paginate_queryset(found.hits)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    router.register("partners", PartnerViewSet, basename="partner")
    charge_api.register(router)
    router.register("relationships", RelationshipViewSet, basename="relationship")
    router.register("countries", CountryViewSet, basename="country")
    router.register("search", SearchViewSet, basename="search")
    router.register("networks", NetworkViewSet, basename="network")
