"""What the workshops for delegations, conferences and other contacts share."""

from __future__ import annotations

from dnfa.core.admin import RegisterAdmin


class ContactAdmin(RegisterAdmin):
    list_filter = ["is_recurring"]
    search_fields = ["key", "title_vi", "title_en", "partners__name_fold"]
    autocomplete_fields = ["partners", "lead_agencies"]
