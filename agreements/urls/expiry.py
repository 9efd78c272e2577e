"""Addresses of the work before an end."""

from __future__ import annotations

from django.urls import URLPattern, path

from agreements.views import expiry

urlpatterns: list[URLPattern] = [
    path("sap-het-han/", expiry.ExpiryListView.as_view(), name="expiry"),
    path("ho-so-gia-han/<int:pk>/dong/", expiry.renewal_close, name="renewal_close"),
    path("<slug:key>/gia-han/", expiry.renewal_open, name="renewal_open"),
]
