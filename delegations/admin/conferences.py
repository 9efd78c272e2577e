"""The workshop: conferences and visits of the foreign press."""

from __future__ import annotations

from django.contrib import admin

from delegations.admin.contacts import ContactAdmin
from delegations.models import Conference, PressVisit


@admin.register(Conference)
class ConferenceAdmin(ContactAdmin):
    list_display = [
        "title_vi",
        "part",
        "planned_starts_on",
        "starts_on",
        "ends_on",
        "permit_level",
        "persons",
    ]
    list_filter = ["part", "permit_level", "plan_status", *ContactAdmin.list_filter]
    autocomplete_fields = [*ContactAdmin.autocomplete_fields, "coordinating", "countries"]
    raw_id_fields = ["programme_item"]


@admin.register(PressVisit)
class PressVisitAdmin(ContactAdmin):
    list_display = ["title_vi", "outlets", "starts_on", "ends_on", "permit_number", "is_published"]
    list_filter = ["is_published", *ContactAdmin.list_filter]
    search_fields = [*ContactAdmin.search_fields, "outlets"]
    autocomplete_fields = [*ContactAdmin.autocomplete_fields, "countries"]
