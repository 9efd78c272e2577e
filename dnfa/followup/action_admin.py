"""The workshop for things to do: rescue work; what agencies said is only to be looked at."""

from __future__ import annotations

from django.contrib import admin

from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin
from dnfa.followup.models import Action, ActionAgency, ProgressNote


class CoordinatingInline(admin.TabularInline):
    """Who helps."""

    model = ActionAgency
    extra = 0
    autocomplete_fields = ["agency"]


@admin.register(Action)
class ActionAdmin(RegisterAdmin):
    """Everything somebody owes."""

    list_display = ["title", "origin", "lead_agency", "due_on", "progress", "done_on", "cancelled_on"]
    list_filter = ["origin", "progress", "due_on", "done_on", "cancelled_on"]
    list_select_related = ["lead_agency"]
    search_fields = ["title", "detail", "lead_agency__name_fold"]
    autocomplete_fields = ["lead_agency", "assignee"]
    readonly_fields = ["content_type", "object_id"]
    inlines = [CoordinatingInline]


@admin.register(ProgressNote)
class ProgressNoteAdmin(ReadOnlyAdmin):
    """Notes stay as written."""

    list_display = ["action", "noted_on", "percent", "is_difficulty", "agency", "author"]
    list_filter = ["is_difficulty", "noted_on"]
    search_fields = ["text", "action__title", "agency__name_fold"]
    list_select_related = ["action", "agency", "author"]
