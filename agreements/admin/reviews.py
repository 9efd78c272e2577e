"""The workshop for review sessions."""

from __future__ import annotations

from django.contrib import admin

from agreements.models import ReviewAgency, ReviewItem, ReviewSession
from dnfa.core.admin import RegisterAdmin


class SeatInline(admin.TabularInline):
    model = ReviewAgency
    extra = 0
    autocomplete_fields = ["agency"]


@admin.register(ReviewSession)
class ReviewSessionAdmin(RegisterAdmin):
    list_display = ["title", "held_on", "closed_on"]
    search_fields = ["title", "place"]
    autocomplete_fields = ["closed_by"]
    inlines = [SeatInline]


@admin.register(ReviewItem)
class ReviewItemAdmin(RegisterAdmin):
    list_display = ["session", "agreement", "rating", "decision", "due_on"]
    list_filter = ["rating", "decision"]
    list_select_related = ["session", "agreement"]
    search_fields = ["agreement__title_vi", "session__title"]
    autocomplete_fields = ["session", "agreement", "lead_agency", "action"]


@admin.register(ReviewAgency)
class ReviewAgencyAdmin(RegisterAdmin):
    list_display = ["session", "agency", "represented_by"]
    list_select_related = ["session", "agency"]
    search_fields = ["agency__name_fold", "session__title"]
    autocomplete_fields = ["session", "agency"]
