"""Addresses of focal points, below /dau-moi/."""

from __future__ import annotations

from django.urls import path

from dnfa.accounts import focal_point_views as views

app_name = "focal_points"
urlpatterns = [
    path("", views.FocalPointListView.as_view(), name="list"),
    path("moi/", views.InviteView.as_view(), name="invite"),
    path("<int:pk>/", views.FocalPointView.as_view(), name="detail"),
    path("<int:pk>/sua/", views.ContactEditView.as_view(), name="edit"),
    path("<int:pk>/dong/", views.CloseView.as_view(), name="close"),
    path("<int:pk>/mo-lai/", views.ReopenView.as_view(), name="reopen"),
    path("<int:pk>/giao-quan-ly/", views.GiveChargeView.as_view(), name="give_charge"),
    path("<int:pk>/thoi-quan-ly/", views.TakeChargeView.as_view(), name="take_charge"),
    path("<int:pk>/gui-lien-ket/", views.SendLinkView.as_view(), name="send_link"),
]
