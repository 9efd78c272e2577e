"""Home at the root of the site, and the addresses of this room. Included at the root."""

from __future__ import annotations

from django.urls import include, path

from reports import aid_views, views

report_patterns = [
    path("lanh-dao/", views.LeaderView.as_view(), name="leader"),
    path("bao-cao/vien-tro/", aid_views.AidReportView.as_view(), name="aid"),
    path("bao-cao/", views.report_list, name="list"),
    path("bao-cao/tep/<int:pk>/", views.report_file, name="file"),
]
urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("", include((report_patterns, "reports"))),
    path("nhiem-vu-de-an/", include("reports.scheme.urls")),
]
