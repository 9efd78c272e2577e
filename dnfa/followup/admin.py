"""The workshop for flags: to look, not to touch; rules open and close them, officers put them off on their page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dnfa.core.admin import ReadOnlyAdmin
from dnfa.followup.models import Flag, FlagRun


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    """Every flag there ever was, with its evidence."""

    list_display = [
        "rule",
        "severity",
        "record",
        "reference_date",
        "opened_on",
        "closed_on",
        "snoozed_until",
    ]
    list_filter = ["rule", "severity", "content_type", "opened_on", "closed_on"]
    search_fields = ["rule", "object_id"]
    list_select_related = ["content_type", "snoozed_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("record")


@admin.register(FlagRun)
class FlagRunAdmin(ReadOnlyAdmin):
    """The log of the sync: what each run did, and which rules failed with which error."""

    list_display = ["as_of", "started_at", "finished_at", "opened", "kept", "closed", "failures"]
    list_filter = ["started_at"]
    date_hierarchy = "started_at"
