from __future__ import annotations

from django.urls import path

from partners.views import SearchView

urlpatterns = [path("", SearchView.as_view(), name="search")]
