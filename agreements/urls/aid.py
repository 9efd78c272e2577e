"""Addresses below /thoa-thuan/: what aid comes to, registrations, exchange rates, projects for aid databases."""

from __future__ import annotations

from django.urls import path

from agreements.views import rates, registrations
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
    path("ty-gia/", rates.RateListView.as_view(), name="rates"),
    path("ty-gia/them/", rates.RateCreateView.as_view(), name="rate-add"),
    path("ty-gia/gan-ngay/", rates.RatesNearView.as_view(), name="rates-near"),
    path("ty-gia/<int:pk>/", rates.RateDetailView.as_view(), name="rate"),
    path("ty-gia/<int:pk>/thay/", rates.RateReplaceView.as_view(), name="rate-replace"),
    path("vien-tro/iati/", IatiView.as_view(), name="iati"),
]
