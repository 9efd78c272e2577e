from __future__ import annotations

from django.urls import path

from partners import charge_views
from partners.views import CountryListView, PartnerDetailView, PartnerListView

app_name = "partners"
urlpatterns = [
    path("", PartnerListView.as_view(), name="list"),
    path("quoc-gia/", CountryListView.as_view(), name="countries"),
    path("phu-trach/", charge_views.PartnerChargeListView.as_view(), name="charges"),
    path("phu-trach/giao/", charge_views.give, name="charge-give"),
    path("phu-trach/ban-giao/<str:username>/", charge_views.hand_over, name="charge-hand-over"),
    path("phu-trach/<int:pk>/ket-thuc/", charge_views.end, name="charge-end"),
    path("<slug:key>/nhan-phu-trach/", charge_views.take, name="charge-take"),
    path("<slug:key>/", PartnerDetailView.as_view(), name="detail"),
]
