"""What aid comes to below /api/v1/projects/: totals by name, periods of programmes, portfolios; as the caller may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.aid_parts import Whose
from agreements.aid_rows import Scope, TotalRow
from agreements.aid_totals import totals
from agreements.enums import ProjectDirection
from agreements.forms.aid import AidForm
from agreements.portfolio import portfolio
from agreements.programmes import Period, periods_of
from agreements.serializers.aid import AidTotalSerializer, PeriodSerializer, PortfolioSerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import StandardPagination, as_of_from, refuse_unknown_parameters
from dnfa.core.errors import InvalidInput
from dnfa.core.money import Sums
from partners.models import Country, Partner

PAGES = {StandardPagination.page_query_param, StandardPagination.page_size_query_param}
TOTALS_ASK = {
    "by": (OpenApiTypes.STR, _("Bảng: source, donor, country, field, agency, year; bỏ trống là source")),
    "direction": (OpenApiTypes.STR, _("Chiều: received, given; bỏ trống là cả hai, mỗi chiều một bảng")),
    "booked_from": (OpenApiTypes.DATE, _("Tiền ghi từ ngày")),
    "booked_to": (OpenApiTypes.DATE, _("Tiền ghi đến ngày")),
    "as_of": (OpenApiTypes.DATE, _("Tính đến ngày")),
}
WHOSE_ASKS = {
    "partner": (OpenApiTypes.STR, _("Khóa của đối tác")),
    "country": (OpenApiTypes.STR, _("Mã quốc gia, vùng lãnh thổ, thay cho đối tác")),
    "as_of": (OpenApiTypes.DATE, _("Tính đến ngày")),
}


def asks(questions: Mapping[str, tuple[Any, Any]]) -> list[OpenApiParameter]:
    """Questions as the published schema names them."""
    return [OpenApiParameter(name, kind, description=told) for name, (kind, told) in questions.items()]


def whose_of(request: Request) -> Whose:
    """The partner or the country or territory asked for. Raises `InvalidInput` when not exactly one is, `Http404` for an unseen one."""
    asked = request.query_params
    if bool(asked.get("partner")) == bool(asked.get("country")):
        message = _("Hãy hỏi theo một đối tác (partner) hoặc một quốc gia, vùng lãnh thổ (country).")
        raise InvalidInput("whose_needed", message, {"partner": [message]})
    if key := asked.get("partner"):
        return Whose(partner=get_object_or_404(Partner.objects.visible_to(request.user), key=key))
    return Whose(country=get_object_or_404(Country.objects.visible_to(request.user), code=asked["country"]))


def list_of(request: Request, **query: str) -> str:
    """The address of the list of projects asked so, as of the same day."""
    day = {"as_of": request.query_params["as_of"]} if request.query_params.get("as_of") else {}
    told: str = request.build_absolute_uri(f"{reverse('api:project-list')}?{urlencode({**query, **day})}")
    return told


def sums_rows(sums: Mapping[str, Sums]) -> list[dict[str, Any]]:
    """Sums by kind as rows, one a kind and currency."""
    return [
        {"kind": kind, "currency": money.currency, "value": money.value}
        for kind, found in sums.items()
        for money in found
    ]


def period_row(request: Request, whose: Whose, period: Period) -> dict[str, Any]:
    """A period as `PeriodSerializer` tells it."""
    return {
        "direction": period.direction,
        "first_year": period.first,
        "last_year": period.last,
        "projects": [project.key for project in period.projects],
        "agreements": [paper.key for paper in period.papers],
        "comparisons": period.comparisons(),
        "list": list_of(request, **whose.query, **period.query),
    }


class AidTotalsPagination(StandardPagination):
    """Pages of rows, and beside them on every page what holds of the tables as a whole."""

    beside: ClassVar[tuple[str, ...]] = ("wholes", "set_aside")

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the four members and the further ones, all of them always there."""
        told = super().get_paginated_response_schema(schema)
        number = {"type": "integer"}
        uncertain = {
            "direction": {"type": "string"},
            "imprecise": number,
            "undated": number,
        }
        further = {
            "as_of": {"type": "string", "format": "date"},
            **dict.fromkeys(self.beside, told["properties"]["results"]),
            "overlaps": {"type": "boolean"},
            "uncertain": {
                "type": "array",
                "items": {"type": "object", "properties": uncertain, "required": [*uncertain]},
            },
        }
        told["properties"].update(further)
        told["required"] += [*further]
        return told


@extend_schema(tags=["projects"])
class AidTotalsViewSet(viewsets.GenericViewSet[Any]):
    """Totals of aid by source, donor or recipient, country or territory, field, agency or year, as the caller may see them.

    What was received and what was given are never added to one another. Beside the rows of a page stand `wholes` (the line "in
    all" of each direction), `set_aside` (projects only talked about, or dropped, on the day: in no row and no whole), `overlaps`
    (rows hold a project several times, the whole once) and `uncertain` (how many sums may belong to the period and are in no row).
    """

    access = signed_in
    serializer_class = AidTotalSerializer
    pagination_class = AidTotalsPagination
    filter_backends = ()

    @extend_schema(parameters=asks(TOTALS_ASK))
    def list(self, request: Request) -> Response:
        """List the rows of one table, what was received first; what no name can be put on stands last."""
        refuse_unknown_parameters(request, {*TOTALS_ASK, *PAGES})
        form = AidForm(request.query_params)
        if not form.is_valid():
            fields = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
            raise InvalidInput("invalid", next(iter(fields.values()))[0], fields=fields)
        asked, day = form.cleaned_data, as_of_from(request)
        scope = Scope(request.user, day, asked["booked_from"], asked["booked_to"])
        found = totals(scope, asked["by"] or "source")
        tables = {way: found[way] for way in found if asked["direction"] in {"", way}}
        rows = [self._row(way, row, in_totals="true") for way, table in tables.items() for row in table.rows]
        answer = self.get_paginated_response(
            self.get_serializer(self.paginate_queryset(rows), many=True).data
        )
        wholes = [self._row(way, table.whole, in_totals="true") for way, table in tables.items()]
        aside = [self._row(way, row) for way, table in tables.items() for row in table.set_aside]
        answer.data |= {
            "as_of": day,
            "wholes": self.get_serializer(wholes, many=True).data,
            "set_aside": self.get_serializer(aside, many=True).data,
            "overlaps": any(table.overlaps for table in tables.values()),
            "uncertain": [
                {
                    "direction": way.value,
                    "imprecise": table.uncertain.imprecise,
                    "undated": table.uncertain.undated,
                }
                for way, table in tables.items()
            ],
        }
        return answer

    def _row(self, way: ProjectDirection, row: TotalRow, **listed: str) -> dict[str, Any]:
        """A row as `AidTotalSerializer` tells it; `listed` asks for its projects, with the period and the row's own question."""
        typed = {
            name: value
            for name in ("booked_from", "booked_to")
            if (value := self.request.query_params.get(name))
        }
        return {
            "direction": way.value,
            "label": row.label,
            "projects": row.projects,
            "sums": [
                {**one, "dong": told.dong, "untold": told.untold}
                for one in sums_rows(row.sums)
                for told in [row.told[one["kind"], one["currency"]]]
            ],
            "list": list_of(self.request, direction=way.value, **{**typed, **listed, **row.query}),
        }


@extend_schema(tags=["projects"])
class ProgrammeViewSet(viewsets.GenericViewSet[Any]):
    """Commitments over years with a partner, or with all partners of a country or territory."""

    access = signed_in
    serializer_class = PeriodSerializer
    filter_backends = ()

    @extend_schema(parameters=asks(WHOSE_ASKS))
    def list(self, request: Request) -> Response:
        """List the periods, the oldest first within each direction: agreed, approved, disbursed, and how they differ."""
        refuse_unknown_parameters(request, {*WHOSE_ASKS, *PAGES})
        whose = whose_of(request)
        page = self.paginate_queryset(periods_of(whose, request.user, as_of_from(request)))
        rows = [period_row(request, whose, period) for period in page or ()]
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


@extend_schema(tags=["projects"])
class PortfolioViewSet(viewsets.GenericViewSet[Any]):
    """All that was received from a partner and given to it."""

    access = signed_in
    serializer_class = PortfolioSerializer
    filter_backends = ()
    pagination_class = None

    @extend_schema(parameters=asks(WHOSE_ASKS), responses=PortfolioSerializer)
    def list(self, request: Request) -> Response:
        """Give the portfolio: one answer, no pages."""
        refuse_unknown_parameters(request, set(WHOSE_ASKS))
        whose = whose_of(request)
        found = portfolio(whose, request.user, as_of_from(request))
        answer = {
            "as_of": found.as_of,
            "projects": found.projects,
            "states": [
                {
                    "direction": row.direction,
                    "state": row.state,
                    "projects": row.projects,
                    "sums": sums_rows(row.sums),
                    "list": list_of(request, **whose.query, **row.query),
                }
                for _whole, states in found.sides
                for row in states
            ],
            "past_end": found.past_end,
            "reports_overdue": [project.key for project in found.overdue],
            "agreements": [paper.key for paper in found.papers],
            "periods": [period_row(request, whose, period) for period in found.periods],
        }
        return Response(self.get_serializer(answer).data)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/, before `projects/<key>/` takes their words for keys."""
    router.register("projects/totals", AidTotalsViewSet, basename="aid-total")
    router.register("projects/programmes", ProgrammeViewSet, basename="aid-programme")
    router.register("projects/portfolio", PortfolioViewSet, basename="aid-portfolio")
