"""The workshop: baseline figures, published totals; report files can be seen, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dnfa.core.admin import RegisterAdmin
from reports.models import PublishedCount, ReportFile, Statistic
from reports.scheme import admin as scheme_admin


@admin.register(Statistic)
class StatisticAdmin(RegisterAdmin):
    list_display = ("metric_vi", "group", "period", "value", "unit", "qualifier")
    list_filter = ("group", "qualifier")
    search_fields = ("key", "metric_vi", "metric_en")


@admin.register(PublishedCount)
class PublishedCountAdmin(RegisterAdmin):
    list_display = (
        "key",
        "as_of",
        "published_on",
        "localities",
        "countries_and_territories",
        "agreements",
        "basis",
    )
    list_filter = ("basis",)
    search_fields = ("key", "note")


@admin.register(ReportFile)
class ReportFileAdmin(RegisterAdmin):
    """What was handed over stays as it was."""

    list_display = ("name", "job", "sha256", "created_at")
    search_fields = ("name", "sha256")
    list_select_related = ("job",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


__all__ = ["PublishedCountAdmin", "ReportFileAdmin", "StatisticAdmin", "scheme_admin"]
