"""Figures below /api/v1/; the report on aid and the Scheme's tasks are in their own modules."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from dnfa.accounts.access import signed_in
from dnfa.core.api import (
    StandardPagination,
    as_of_from,
    refuse_unknown_parameters,
)
from reports import aid_api
from reports.figures import FIGURES, Scope, values
from reports.scheme import api as scheme_api
from reports.serializers import FigureSerializer


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


def register(router: DefaultRouter) -> None:
    """Called by dnfa/api_urls.py."""
    router.register("figures", FigureViewSet, basename="figure")
    aid_api.register(router)
    scheme_api.register(router)
