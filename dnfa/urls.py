"""The addresses of the house. Pages are Vietnamese words without marks; the API is below /api/v1/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from dnfa.accounts.views import no_second_way_in
from dnfa.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("reports.urls")),
    path("", include("dnfa.accounts.urls")),
    path("", include("dnfa.accounts.mail_urls")),
    path("dau-moi/", include("dnfa.accounts.focal_point_urls")),
    path("tim/", include("partners.search_urls")),
    path("doi-tac/", include("partners.urls")),
    path("thoa-thuan/", include("agreements.urls")),
    path("nhap-bang/", include("dnfa.accounts.import_urls")),
    path("doan/", include("delegations.urls")),
    path("canh-bao/", include("dnfa.followup.urls")),
    path("viec-phai-lam/", include("dnfa.followup.action_urls")),
    path("cap-nhat/", include("dnfa.updates.urls")),
    path("thoi-han/", include("dnfa.followup.clock_urls")),
    path("thong-bao/", include("dnfa.followup.notice_urls")),
    path("lich/", include("dnfa.followup.calendar.urls")),
    path("tep/", include("dnfa.accounts.file_urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path(
        "quan-tri/login/", no_second_way_in, name="workshop_login"
    ),  # the workshop's own sign-in would not ask for the second factor
    path("quan-tri/", admin.site.urls),
    path("api/v1/", include(("dnfa.api_urls", "api"))),
]

handler400 = "dnfa.error_views.bad_request"
handler403 = "dnfa.error_views.forbidden"
handler404 = "dnfa.error_views.not_found"
handler500 = "dnfa.error_views.server_error"
