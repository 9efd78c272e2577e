"""Addresses of agreements, their events and projects below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer

from agreements.filters import AgreementEventFilter, AgreementFilter, ProjectFilter
from agreements.models import Agreement, AgreementEvent, Project
from agreements.selectors import event_rows, project_rows, register_rows
from agreements.serializers import (
    AgreementDetailSerializer,
    AgreementEventSerializer,
    AgreementSerializer,
    ProjectSerializer,
)
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet


@extend_schema(tags=["agreements"])
class AgreementViewSet(RegisterViewSet):
    """Agreements, newest signature first; status, term and end are those of `as_of`."""

    model = Agreement
    access = signed_in
    ordering = (F("signed_on").desc(nulls_last=True), "pk")
    lookup_field = "pk"
    accepts_as_of = True
    filterset_class = AgreementFilter
    serializer_class = AgreementSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset
        rows = register_rows(queryset, self.as_of, self.request.user)
        if not self.detail:
            return rows
        events = event_rows(AgreementEvent.objects.all(), self.request.user)
        return rows.prefetch_related("agency_roles__agency", "fields", Prefetch("events", events))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return AgreementDetailSerializer if self.detail else AgreementSerializer


@extend_schema(tags=["agreements"])
class AgreementEventViewSet(RegisterViewSet):
    """What happened to agreements: signings, renewals, suspensions, endings."""

    model = AgreementEvent
    access = signed_in
    ordering = (F("occurred_on").desc(nulls_last=True), "pk")
    lookup_field = "pk"
    accepts_as_of = True
    filterset_class = AgreementEventFilter
    serializer_class = AgreementEventSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        return (
            queryset if getattr(self, "swagger_fake_view", False) else event_rows(queryset, self.request.user)
        )


@extend_schema(tags=["projects"])
class ProjectViewSet(RegisterViewSet):
    """Projects and aid, received and given."""

    model = Project
    access = signed_in
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    accepts_as_of = True
    filterset_class = ProjectFilter
    serializer_class = ProjectSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        return (
            queryset
            if getattr(self, "swagger_fake_view", False)
            else project_rows(queryset, self.request.user)
        )


def register(router: DefaultRouter) -> None:
    """Put this room's resources under /api/v1/."""
    router.register("agreements", AgreementViewSet, basename="agreement")
    router.register("agreement-events", AgreementEventViewSet, basename="agreement-event")
    router.register("projects", ProjectViewSet, basename="project")
