"""Addresses below /thoa-thuan/: fixed words first, an agreement's key last."""

from __future__ import annotations

from agreements.urls import (
    aid,
    carrying_out,
    consultation,
    expiry,
    papers,
    pipeline,
    projects,
    records,
    reviews,
)

app_name = "agreements"
urlpatterns = [
    *pipeline.urlpatterns,
    *consultation.urlpatterns,
    *carrying_out.urlpatterns,
    *reviews.urlpatterns,
    *expiry.urlpatterns,
    *records.urlpatterns,
    *aid.urlpatterns,
    *projects.urlpatterns,
    *papers.urlpatterns,
]
