"""Two addresses, one of them without a declaration."""

from __future__ import annotations

from django.urls import path

from tests.core.api_urls import declared_page, undeclared_page

urlpatterns = [path("mo/", declared_page, name="mo"), path("dong/", undeclared_page)]
