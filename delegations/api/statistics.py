"""API: statistics of delegations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from delegations.forms.statistics import PeriodForm
from delegations.serializers.statistics import DelegationStatisticSerializer
from delegations.statistics import Breakdown, Line, Period, statistics, table
from delegations.statistics.lists import Query, sides
from dnfa.accounts.access import signed_in
from dnfa.core.api import StandardPagination, as_of_from, refuse_unknown_parameters
from dnfa.core.errors import InvalidInput

ASKED = {
    "year": (OpenApiTypes.INT, _("Năm của ngày đầu tiên")),
    "part": (OpenApiTypes.STR, _("Phần của năm: h1, h2, q1, q2, q3, q4")),
    "starts_on_from": (OpenApiTypes.DATE, _("Kỳ thống kê từ ngày, thay cho năm")),
    "starts_on_to": (OpenApiTypes.DATE, _("Kỳ thống kê đến ngày, thay cho năm")),
    "by": (OpenApiTypes.STR, _("Bảng: month, plan, rank, country, partner, agency; bỏ trống là tổng số")),
    "as_of": (OpenApiTypes.DATE, _("Tính đến ngày")),
}


@extend_schema(tags=["delegations"])
class DelegationStatisticsViewSet(viewsets.GenericViewSet[Any]):
    """Delegations and their people in a period beside the same period of the year before, as the caller may see them."""

    access = signed_in
    serializer_class = DelegationStatisticSerializer
    filter_backends = ()

    @extend_schema(
        parameters=[OpenApiParameter(name, kind, description=told) for name, (kind, told) in ASKED.items()]
    )
    def list(self, request: Request) -> Response:
        """List the lines of one table (`by`); without it the total, which counts each delegation once."""
        refuse_unknown_parameters(
            request,
            {*ASKED, StandardPagination.page_query_param, StandardPagination.page_size_query_param},
        )
        form = PeriodForm(request.query_params, today=as_of_from(request))
        if not form.is_valid():
            fields = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
            raise InvalidInput("invalid", next(iter(fields.values()))[0], fields=fields)
        by = Breakdown(form.cleaned_data["by"] or Breakdown.TOTAL)
        drawn = table(statistics(request.user, form.period), by)
        page = self.paginate_queryset([drawn.total] if by == Breakdown.TOTAL else drawn.lines)
        rows = [_row(request, by, line, form.period) for line in page or ()]
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


def _row(request: Request, by: Breakdown, line: Line, period: Period) -> dict[str, Any]:
    """A line with the address of the list behind each number, as of the same day."""
    day = {"as_of": request.query_params["as_of"]} if request.query_params.get("as_of") else {}

    def address(query: Query) -> str:
        asked = urlencode({**query, **day}, doseq=True)
        told: str = request.build_absolute_uri(f"{reverse('api:delegation-list')}?{asked}")
        return told

    inbound, outbound = (
        {
            "pair": side.pair,
            "list": address(side.query),
            "list_before": address(side.query_before),
            "list_unknown": address(side.query_unknown),
        }
        for side in sides(by, line, period)
    )
    return {"key": line.key, "label": line.label, "inbound": inbound, "outbound": outbound}


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("delegation-statistics", DelegationStatisticsViewSet, basename="delegation-statistic")
