"""The API under /api/v1/: every room registers its resources (docs/api.md)."""

from __future__ import annotations

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

import agreements.api
import delegations.api
import dnfa.accounts.api
import dnfa.accounts.file_api
import dnfa.accounts.focal_point_api
import dnfa.accounts.import_api
import dnfa.accounts.mail_api
import dnfa.followup.api
import dnfa.updates.api
import partners.api
import reports.api

router = DefaultRouter()
for room in (partners, agreements, delegations, dnfa.followup, dnfa.updates, dnfa.accounts, reports):
    room.api.register(router)
dnfa.accounts.import_api.register(router)
dnfa.accounts.file_api.register(router)
dnfa.accounts.focal_point_api.register(router)
dnfa.accounts.mail_api.register(router)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("", include(router.urls)),
]
