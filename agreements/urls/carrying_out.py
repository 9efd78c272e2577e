"""Addresses of commitments."""

from __future__ import annotations

from django.urls import path

from agreements.views import carrying_out as views

urlpatterns = [
    path("cam-ket/", views.CommitmentListView.as_view(), name="commitments"),
    path("cam-ket/<int:pk>/sua/", views.CommitmentEditView.as_view(), name="commitment-edit"),
    path("cam-ket/<int:pk>/muc-dat/", views.ReachedView.as_view(), name="commitment-reached"),
    path("cam-ket/<int:pk>/xoa/", views.CommitmentRemoveView.as_view(), name="commitment-remove"),
    path("<slug:key>/cam-ket/them/", views.CommitmentAddView.as_view(), name="commitment-add"),
]
