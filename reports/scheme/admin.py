"""The workshop: tasks, their agencies, what was said and proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dnfa.core.admin import RegisterAdmin
from reports.scheme.models import (
    SchemeDifficulty,
    SchemeProposal,
    SchemeTask,
    SchemeTaskAgency,
    SchemeTaskProgress,
)


@admin.register(SchemeTask)
class SchemeTaskAdmin(RegisterAdmin):
    """Tasks of the Decision and those added later."""

    list_display = ("code", "group_name_vi", "title_vi", "starts_on", "ends_on", "origin")
    list_filter = ("origin", "group_name_vi", "with_all_relevant_units")
    search_fields = ("code", "title_vi", "title_en")
    autocomplete_fields = ("replaced_by",)
    ordering = ("order",)


@admin.register(SchemeTaskAgency)
class SchemeTaskAgencyAdmin(RegisterAdmin):
    """Who leads and who coordinates, and since when."""

    list_display = ("task", "agency", "role", "valid_from", "valid_to", "document")
    list_filter = ("role",)
    list_select_related = ("task", "agency")
    search_fields = ("task__code", "task__title_vi", "agency__name_vi")
    autocomplete_fields = ("task", "agency")


@admin.register(SchemeTaskProgress)
class SchemeTaskProgressAdmin(RegisterAdmin):
    """What agencies said; a row is corrected on its task's page by another row, never here."""

    list_display = ("task", "year", "part", "agency", "state", "reported_on")
    list_filter = ("year", "state", "part")
    list_select_related = ("task", "agency")
    search_fields = ("task__code", "result", "evidence", "agency__name_vi")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SchemeDifficulty)
class SchemeDifficultyAdmin(RegisterAdmin):
    """What stands in the way of tasks."""

    list_display = ("task", "text", "raised_by", "raised_on", "solver", "solved_on")
    list_filter = ("solved_on",)
    list_select_related = ("task", "raised_by", "solver")
    search_fields = ("task__code", "text", "wish", "solution")
    autocomplete_fields = ("task", "raised_by", "solver", "author", "action")


@admin.register(SchemeProposal)
class SchemeProposalAdmin(RegisterAdmin):
    """What agencies want changed."""

    list_display = ("title_vi", "kind", "agency", "proposed_on", "state")
    list_filter = ("state", "kind")
    list_select_related = ("agency",)
    search_fields = ("title_vi", "reason", "agency__name_vi")
    autocomplete_fields = (
        "task",
        "lead_agency",
        "coordinating",
        "agency",
        "author",
        "decided_by",
        "result",
        "follows",
    )
