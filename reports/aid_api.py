"""The report on aid below /api/v1/reports/: what it says as data, or the very file of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from agreements.api.aid_doors import WhateverIsAccepted
from dnfa.accounts.access import roles
from dnfa.core.api import refuse_unknown_parameters
from dnfa.core.clock import local_now, local_today
from dnfa.core.errors import InvalidInput
from reports.aid import AidPeriod, build
from reports.aid.period import PARTS
from reports.aid_views import WRITERS, AidPeriodForm, file_of
from reports.annual.document import YearlyReport
from reports.rules import REPORT_READERS

JSON = "json"


class AidReportSumSerializer(serializers.Serializer[Any]):
    """A sum of the period; `list` gives the lines it adds up."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    value = serializers.CharField()
    currency = serializers.CharField()
    is_estimate = serializers.BooleanField()
    definition_vi = serializers.CharField()
    list = serializers.CharField()


class AidReportSectionSerializer(serializers.Serializer[Any]):
    """A section of the text."""

    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())


class AidReportTableSerializer(serializers.Serializer[Any]):
    """A table of an annex, cell for cell as printed; `total` is its last row (null without one), `list` what it lists."""

    key = serializers.CharField()
    annex = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    total = serializers.ListField(child=serializers.CharField(), allow_null=True)
    note = serializers.CharField()
    list = serializers.CharField(allow_null=True)


class AidReportSerializer(serializers.Serializer[Any]):
    """The report on aid of a year or a half of it, as known on `as_of`: its last day, or today while it runs."""

    year = serializers.IntegerField()
    part = serializers.ChoiceField(choices=PARTS)
    as_of = serializers.DateField()
    subject = serializers.CharField()
    sections = AidReportSectionSerializer(many=True)
    sums = AidReportSumSerializer(many=True)
    tables = AidReportTableSerializer(many=True)


class AidReportViewSet(viewsets.GenericViewSet[Any]):
    """The report on aid: for those who read reports."""

    access = roles(*REPORT_READERS)
    serializer_class = AidReportSerializer
    filter_backends = ()
    pagination_class = None
    content_negotiation_class = (
        WhateverIsAccepted  # `format` names a file of this view, no renderer of the frame
    )

    @extend_schema(
        tags=["reports"],
        parameters=[
            OpenApiParameter("year", OpenApiTypes.INT, description="Năm; bỏ trống là năm nay."),
            OpenApiParameter(
                "part", OpenApiTypes.STR, enum=PARTS, description="Kỳ: cả năm, sáu tháng đầu, sáu tháng cuối."
            ),
            OpenApiParameter(
                "format",
                OpenApiTypes.STR,
                enum=[JSON, *WRITERS],
                description="Dạng: dữ liệu, hoặc tệp như trên trang.",
            ),
        ],
        responses={
            (200, "application/json"): forced_singular_serializer(AidReportSerializer),
            **{(200, media_type): OpenApiTypes.BINARY for _write, media_type in WRITERS.values()},
        },
    )
    def list(self, request: Request) -> HttpResponseBase:
        """Give the report of a period: one answer, no pages."""
        refuse_unknown_parameters(request, {"year", "part", "format"})
        today = local_today()
        asked = {"year": today.year, "part": "year", "format": JSON, **request.query_params.dict()}
        form = AidPeriodForm(asked, today=today)
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        if asked["format"] not in {JSON, *WRITERS}:
            errors["format"] = [", ".join([JSON, *WRITERS])]
        if errors:
            raise InvalidInput("invalid", next(iter(errors.values()))[0], fields=errors)
        report = build(user=request.user, period=form.period, today=today, prepared_at=local_now())
        if asked["format"] != JSON:
            return file_of(report, form.period, str(asked["format"]))
        return Response(self.get_serializer(_told(report, form.period)).data)


def _told(report: YearlyReport, period: AidPeriod) -> dict[str, Any]:
    """The report as `AidReportSerializer` tells it."""
    return {
        "year": period.year,
        "part": period.part,
        "as_of": report.cutoff,
        "subject": report.subject,
        "sections": [
            {"title": section.title, "paragraphs": [getattr(block, "text", "") for block in section.blocks]}
            for section in report.sections
        ],
        "sums": report.as_json()["sums"],
        "tables": list(_tables(report)),
    }


def _tables(report: YearlyReport) -> Iterator[dict[str, Any]]:
    for number, table in report.tables():
        totals = [row.cells for row in table.rows if row.is_total]
        yield {
            "key": table.key,
            "annex": number,
            "title": table.title,
            "columns": [column.title for column in table.columns],
            "rows": [row.cells for row in table.rows if not row.is_total],
            "total": totals[0] if totals else None,
            "note": table.note,
            "list": table.listing.api if table.listing else None,
        }


def register(router: DefaultRouter) -> None:
    """Called by reports/api.py."""
    router.register("reports/aid", AidReportViewSet, basename="aid-report")
