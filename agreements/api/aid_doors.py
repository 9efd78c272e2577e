"""What stands around projects below /api/v1/: the law of each source of money, and projects as an IATI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.routers import DefaultRouter

from agreements.filters.regimes import AidRegimeFilter
from agreements.iati import export
from agreements.models import AidRegime, Project
from agreements.selectors_projects import project_rows
from agreements.serializers.regimes import AidRegimeSerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet, as_of_from, refuse_unknown_parameters

XML = "application/xml"


@extend_schema(tags=["aid-regimes"])
class AidRegimeViewSet(RegisterViewSet):
    """Under which law money of each source stands, from when to when; kept in the workshop."""

    model = AidRegime
    access = signed_in
    accepts_as_of = True
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    ordering = ("source_type", F("valid_from").asc(nulls_first=True), "pk")
    filterset_class = AidRegimeFilter
    serializer_class = AidRegimeSerializer

    def rows(self) -> QuerySet[Any]:
        """Law is public: every signed-in person reads all of it."""
        return AidRegime.objects.select_related("legal_basis")


class WhateverIsAccepted(DefaultContentNegotiation):
    """The document is XML and a refusal is the envelope, whatever the caller says it takes."""

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002  (DRF names them)
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type


@extend_schema(tags=["projects"])
class IatiViewSet(viewsets.ViewSet):
    """The projects the caller sees, as activities of the IATI Standard 2.03."""

    access = signed_in
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE, description=_("Tính đến ngày"))],
        responses={(200, XML): OpenApiTypes.BINARY},
    )
    def list(self, request: Request) -> HttpResponse:
        """Give the document that the page "Chuẩn IATI" gives; the page also says what is left out and why."""
        refuse_unknown_parameters(request, {"as_of"})
        day = as_of_from(request)
        rows = project_rows(Project.objects.visible_to(request.user), request.user, day)
        whole = rows.prefetch_related("events", "results", "fields").order_by("key")
        found = export(whole, today=day, made_at=timezone.now())
        headers = {"Content-Disposition": f'attachment; filename="iati-{day:%Y-%m-%d}.xml"'}
        return HttpResponse(found.document, content_type=XML, headers=headers)


def register(router: DefaultRouter) -> None:
    """Put these resources under /api/v1/, before `projects/<key>/` takes "iati" for a key."""
    router.register("projects/iati", IatiViewSet, basename="iati")
    router.register("aid-regimes", AidRegimeViewSet, basename="aid-regime")
