"""Addresses of projects and their money below /api/v1/."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.routers import DefaultRouter

from agreements.filters import ProjectFilter
from agreements.models import Project
from agreements.selectors_projects import project_rows
from agreements.serializers import ProjectSerializer
from dnfa.accounts.access import signed_in
from dnfa.core.api import RegisterViewSet


@extend_schema(tags=["projects"])
class ProjectViewSet(RegisterViewSet):
    """Projects and aid, received and given; state and last day are those of `as_of`."""

    model = Project
    access = signed_in
    ordering = (F("starts_on").desc(nulls_last=True), "pk")
    accepts_as_of = True
    filterset_class = ProjectFilter
    serializer_class = ProjectSerializer

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return queryset
        return project_rows(queryset, self.request.user, self.as_of)


def register(router: DefaultRouter) -> None:
    """Put this area's resources under /api/v1/."""
    router.register("projects", ProjectViewSet, basename="project")
