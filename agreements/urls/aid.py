"""Addresses below /thoa-thuan/vien-tro/: what aid comes to, and projects for aid databases."""

from __future__ import annotations

from django.urls import path

from agreements.views import registrations
from agreements.views.aid import AidTotalsView, IatiView

urlpatterns = [
    path("vien-tro/", AidTotalsView.as_view(), name="aid_totals"),
    path("giay-dang-ky/", registrations.NgoRegistrationListView.as_view(), name="registrations"),
    path("giay-dang-ky/them/", registrations.NgoRegistrationCreateView.as_view(), name="registration-add"),
    path("giay-dang-ky/<int:pk>/", registrations.NgoRegistrationDetailView.as_view(), name="registration"),
    path(
        "giay-dang-ky/<int:pk>/sua/",
        registrations.NgoRegistrationEditView.as_view(),
        name="registration-edit",
    ),
    path("vien-tro/iati/", IatiView.as_view(), name="iati"),
]
