"""The workshop for the work before an end."""

from __future__ import annotations

from django.contrib import admin

from agreements.models import RenewalCase, RenewalStep
from dnfa.core.admin import RegisterAdmin


@admin.register(RenewalStep)
class RenewalStepAdmin(RegisterAdmin):
    list_display = ["title", "order", "holder", "offset", "unit", "is_active", "is_verified"]
    list_filter = ["is_active", "holder"]
    search_fields = ["title", "key"]
    autocomplete_fields = ["basis"]


@admin.register(RenewalCase)
class RenewalCaseAdmin(RegisterAdmin):
    list_display = ["agreement", "ends_on", "opened_on", "closed_on", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__title_vi", "agreement__title_fold"]
    autocomplete_fields = ["agreement", "opened_by", "event"]
