from __future__ import annotations

from django.urls import path

from agreements.views import (
    AgreementDetailView,
    AgreementListView,
    ProjectDetailView,
    ProjectListView,
    SigningListView,
)

urlpatterns = [
    path("", AgreementListView.as_view(), name="list"),
    path("lan-ky/", SigningListView.as_view(), name="signings"),
    path("du-an/", ProjectListView.as_view(), name="projects"),
    path("du-an/<slug:key>/", ProjectDetailView.as_view(), name="project"),
    path("<slug:key>/", AgreementDetailView.as_view(), name="detail"),
]
