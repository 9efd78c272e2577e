"""Addresses of opinions asked, legal reports."""

from __future__ import annotations

from django.urls import path

from agreements.views import consultation as views

urlpatterns = [
    path("y-kien/", views.OpinionListView.as_view(), name="opinions"),
    path("y-kien/<int:pk>/", views.OpinionDetailView.as_view(), name="opinion"),
    path("y-kien/<int:pk>/nhan-ho-so/", views.ReceiptView.as_view(), name="opinion_receipt"),
    path("y-kien/<int:pk>/tra-loi/", views.AnswerView.as_view(), name="opinion_answer"),
    path("y-kien/<int:pk>/tiep-thu/", views.HandlingView.as_view(), name="opinion_handling"),
    path("y-kien/<int:pk>/rut/", views.WithdrawalView.as_view(), name="opinion_withdraw"),
    path("y-kien/<int:pk>/bo/", views.BodyDropView.as_view(), name="opinion_drop"),
    path("lay-y-kien/<int:pk>/them/", views.BodiesAddView.as_view(), name="consultation_add"),
    path("lay-y-kien/<int:pk>/sua/", views.RoundCorrectView.as_view(), name="consultation_correct"),
    path("lay-y-kien/<int:pk>/huy/", views.RoundCancelView.as_view(), name="consultation_cancel"),
    path("bao-cao-theo-luat/", views.ReportDutyListView.as_view(), name="report_duties"),
    path("bao-cao-theo-luat/da-gui/", views.ReportListView.as_view(), name="legal_reports"),
    path("bao-cao-theo-luat/<int:pk>/sua/", views.ReportCorrectView.as_view(), name="report_correct"),
    path("bao-cao-theo-luat/<int:pk>/xoa/", views.ReportRemoveView.as_view(), name="report_remove"),
    path("<slug:key>/lay-y-kien/", views.RoundCreateView.as_view(), name="consultation_create"),
    path("<slug:key>/bao-cao/", views.ReportCreateView.as_view(), name="report_create"),
]
