"""Figures and Scheme tasks below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.core.api import (
    RegisterViewSet,
    StandardPagination,
    as_of_from,
    refuse_unknown_parameters,
)
from reports.figures import FIGURES, Scope, values
from reports.filters import SchemeTaskFilter
from reports.models import SchemeTask
from reports.serializers import FigureSerializer, SchemeTaskSerializer


@extend_schema(tags=["figures"])
class FigureViewSet(viewsets.GenericViewSet[Any]):
    """Every figure of the house for the caller's own view of the register, as of a day."""

    access = signed_in
    serializer_class = FigureSerializer
    filter_backends = ()

    @extend_schema(
        parameters=[
            OpenApiParameter("as_of", OpenApiTypes.DATE, description="Ngày tính số liệu; mặc định hôm nay.")
        ]
    )
    def list(self, request: Request) -> Response:
        """List the figures in their fixed order."""
        refuse_unknown_parameters(
            request, {"as_of", StandardPagination.page_query_param, StandardPagination.page_size_query_param}
        )
        scope = Scope.of(request.user, as_of_from(request))
        counted = values(scope)
        rows = [
            {
                "key": item.key,
                "label": item.label,
                "value": counted[item.key],
                "unit": item.unit,
                "as_of": scope.as_of,
                "definition_vi": item.definition_vi(scope),
                "list": request.build_absolute_uri(item.api_path(scope)),
            }
            for item in FIGURES
        ]
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


@extend_schema(tags=["scheme-tasks"])
class SchemeTaskViewSet(RegisterViewSet):
    """The 86 tasks of the Scheme, in the order of the Decision; the Decision is public to every signed-in person."""

    model = SchemeTask
    access = signed_in
    ordering = ("order", "pk")
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    filterset_class = SchemeTaskFilter
    serializer_class = SchemeTaskSerializer

    def get_queryset(self) -> QuerySet[SchemeTask]:
        tasks = SchemeTask.objects.order_by(*self.ordering)
        return tasks.prefetch_related("lead_agencies", "coordinating_agencies")


def register(router: DefaultRouter) -> None:
    """Called by dnfa/api_urls.py."""
    router.register("figures", FigureViewSet, basename="figure")
    router.register("scheme-tasks", SchemeTaskViewSet, basename="scheme-task")
