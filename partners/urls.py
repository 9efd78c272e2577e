from __future__ import annotations

from django.urls import path

from partners.views import CountryListView, PartnerDetailView, PartnerListView

app_name = "partners"
urlpatterns = [
    path("", PartnerListView.as_view(), name="list"),
    path("quoc-gia/", CountryListView.as_view(), name="countries"),
    path("<slug:key>/", PartnerDetailView.as_view(), name="detail"),
]
