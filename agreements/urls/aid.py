"""Addresses below /thoa-thuan/: what aid comes to, registrations, exchange rates, projects for aid databases."""

from __future__ import annotations

from django.urls import path

from agreements.views import rates, registrations
from agreements.views.aid import AidTotalsView, IatiView
from agreements.views.aid_lists import AidLineListView
from agreements.views.aid_portfolio import PortfolioView
from agreements.views.aid_programmes import ProgrammeView

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
    path("vien-tro/dong-tien/", AidLineListView.as_view(), name="aid_lines"),
    path("vien-tro/giai-doan/", ProgrammeView.as_view(), name="programmes"),
    path("vien-tro/doi-tac/<slug:partner>/", PortfolioView.as_view(), name="portfolio"),
    path("vien-tro/quoc-gia/<slug:country>/", PortfolioView.as_view(), name="country_portfolio"),
    path("vien-tro/iati/", IatiView.as_view(), name="iati"),
]
