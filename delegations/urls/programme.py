"""Addresses below /doan/: the year's programme and the limits."""

from __future__ import annotations

from django.urls import URLPattern, path

from delegations.views import limits
from delegations.views.programme import deeds, pages

urlpatterns: list[URLPattern] = [
    path("chuong-trinh/", pages.YearListView.as_view(), name="programmes"),
    path("chuong-trinh/mo-nam/", deeds.OpenYearView.as_view(), name="programme-open"),
    path("chuong-trinh/muc/<int:pk>/", pages.ItemView.as_view(), name="programme-item"),
    path("chuong-trinh/muc/<int:pk>/sua/", deeds.ItemEditView.as_view(), name="programme-item-edit"),
    path("chuong-trinh/muc/<int:pk>/rut/", deeds.WithdrawItemView.as_view(), name="programme-item-withdraw"),
    path("chuong-trinh/muc/<int:pk>/dua-ra/", deeds.RemoveItemView.as_view(), name="programme-item-remove"),
    path(
        "chuong-trinh/muc/<int:pk>/giu-lai/", deeds.RestoreItemView.as_view(), name="programme-item-restore"
    ),
    path("chuong-trinh/muc/<int:pk>/mo-ho-so/", deeds.StartView.as_view(), name="programme-item-start"),
    path("chuong-trinh/<int:year>/", pages.YearView.as_view(), name="programme"),
    path("chuong-trinh/<int:year>/sua/", deeds.YearEditView.as_view(), name="programme-edit"),
    path("chuong-trinh/<int:year>/de-xuat/", deeds.ProposeView.as_view(), name="programme-propose"),
    path("chuong-trinh/<int:pk>/xu-ly/", deeds.DecideView.as_view(), name="programme-decide"),
    path("chuong-trinh/<int:pk>/ban-hanh/", deeds.RevisionView.as_view(), name="programme-revision"),
    path("vuot-han-muc/", limits.OverLimitListView.as_view(), name="over-limits"),
    path("vuot-han-muc/han-muc/", limits.TripLimitListView.as_view(), name="trip-limits"),
    path("<slug:pk>/giai-trinh/<slug:token>/", limits.JustifyView.as_view(), name="limit-justify"),
    path(
        "<slug:pk>/rut-giai-trinh/<slug:token>/",
        limits.WithdrawJustificationView.as_view(),
        name="limit-withdraw",
    ),
]
