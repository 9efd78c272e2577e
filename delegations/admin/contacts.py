"""The workshop for delegations and other contacts."""

from __future__ import annotations

from django.contrib import admin

from delegations.models import Delegation
from dnfa.core.admin import RegisterAdmin


class ContactAdmin(RegisterAdmin):
    list_filter = ["is_recurring"]
    search_fields = ["key", "title_vi", "title_en", "partners__name_fold"]
    autocomplete_fields = ["partners", "lead_agencies"]


@admin.register(Delegation)
class DelegationAdmin(ContactAdmin):
    list_display = ["title_vi", "direction", "starts_on", "ends_on", "persons", "head_name"]
    list_filter = ["direction", *ContactAdmin.list_filter]
