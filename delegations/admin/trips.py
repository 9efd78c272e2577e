"""The workshop: delegations: their record, people, way, days, gifts, moves."""

from __future__ import annotations

from django.contrib import admin

from delegations.admin.contacts import ContactAdmin
from delegations.models import (
    DateChange,
    Delegation,
    DelegationMember,
    DelegationStop,
    Gift,
    ProgrammeEntry,
)
from dnfa.core.admin import RegisterAdmin


@admin.register(Delegation)
class DelegationAdmin(ContactAdmin):
    list_display = [
        "title_vi",
        "direction",
        "planned_starts_on",
        "starts_on",
        "ends_on",
        "persons",
        "head_name",
    ]
    list_filter = ["direction", "head_rank", "plan_status", "owes_report", *ContactAdmin.list_filter]
    search_fields = [*ContactAdmin.search_fields, "head_name", "decision_number"]
    autocomplete_fields = [
        *ContactAdmin.autocomplete_fields,
        "coordinating",
        "signed_agreements",
        "recorded_by",
    ]
    raw_id_fields = ["programme_item"]


class PartOfTripAdmin(RegisterAdmin):
    """What hangs on a delegation."""

    list_select_related = ["delegation"]
    autocomplete_fields = ["delegation"]


@admin.register(DelegationStop)
class DelegationStopAdmin(PartOfTripAdmin):
    list_display = ["delegation", "country", "place", "arrives_on", "leaves_on", "is_important_event"]
    list_select_related = ["delegation", "country"]
    list_filter = ["is_important_event"]
    search_fields = ["place", "country__name_vi", "delegation__title_vi"]
    autocomplete_fields = ["delegation", "country", "partner"]


@admin.register(DelegationMember)
class DelegationMemberAdmin(PartOfTripAdmin):
    list_display = ["name", "title", "agency", "organisation", "role", "delegation"]
    list_select_related = ["delegation", "agency"]
    list_filter = ["role", "is_key_leader"]
    search_fields = ["name_fold", "name", "delegation__title_vi"]
    autocomplete_fields = ["delegation", "agency"]


@admin.register(ProgrammeEntry)
class ProgrammeEntryAdmin(PartOfTripAdmin):
    list_display = ["day", "starts_at", "content", "place", "delegation"]
    search_fields = ["content", "counterpart", "delegation__title_vi"]
    date_hierarchy = "day"


@admin.register(DateChange)
class DateChangeAdmin(PartOfTripAdmin):
    list_display = ["delegation", "decided_on", "starts_before", "starts_after", "reason"]
    list_filter = ["reason"]
    search_fields = ["note", "delegation__title_vi"]
    autocomplete_fields = ["delegation", "recorded_by"]


@admin.register(Gift)
class GiftAdmin(PartOfTripAdmin):
    list_display = ["description", "side", "quantity", "value_amount", "value_currency", "delegation"]
    list_filter = ["side"]
    search_fields = ["description", "counterpart", "delegation__title_vi"]
    autocomplete_fields = ["delegation", "kept_by"]
