from __future__ import annotations

from django.urls import path

from agreements.views import (
    AgreementDetailView,
    AgreementListView,
    SigningListView,
)

urlpatterns = [
    path("", AgreementListView.as_view(), name="list"),
    path("lan-ky/", SigningListView.as_view(), name="signings"),
    path("<slug:key>/", AgreementDetailView.as_view(), name="detail"),
]
