"""The workshop for partners: reference data and rescue work, not the officers' daily screen."""

from __future__ import annotations

from django.contrib import admin

from dnfa.core.admin import RegisterAdmin
from partners.models import (
    Assessment,
    CooperationField,
    Country,
    CountryPriority,
    NetworkMembership,
    Partner,
    PartnerCharge,
    PartnerName,
    Relationship,
)


class PartnerNameInline(admin.TabularInline):
    model = PartnerName
    extra = 0


class RelationshipInline(admin.TabularInline):
    model = Relationship
    extra = 0
    autocomplete_fields = ["inherited_from"]


@admin.register(Country)
class CountryAdmin(RegisterAdmin):
    list_display = ["name_vi", "code", "name_en", "continent", "part_of", "national_day"]
    list_filter = ["continent"]
    search_fields = ["name_vi", "name_en", "code", "aliases"]
    autocomplete_fields = ["part_of"]


@admin.register(CooperationField)
class CooperationFieldAdmin(RegisterAdmin):
    list_display = ["name_vi", "code", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name_vi", "name_en", "code"]
    autocomplete_fields = ["parent"]


@admin.register(Partner)
class PartnerAdmin(RegisterAdmin):
    list_display = ["name_vi", "key", "kind", "country", "parent", "priority_group"]
    list_filter = ["kind", "level", "country__continent", "priority_group"]
    list_select_related = ["country", "parent"]
    search_fields = [
        "key",
        "name_vi",
        "name_en",
        "name_native",
        "name_fold",
        "names__name",
        "names__name_fold",
    ]
    autocomplete_fields = ["country", "parent"]
    inlines = [PartnerNameInline, RelationshipInline]


@admin.register(PartnerName)
class PartnerNameAdmin(RegisterAdmin):
    list_display = ["name", "kind", "partner", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["partner"]
    search_fields = ["name", "name_fold", "partner__name_vi"]
    autocomplete_fields = ["partner"]


@admin.register(Relationship)
class RelationshipAdmin(RegisterAdmin):
    list_display = ["partner", "relationship_class", "since", "until", "origin", "basis"]
    list_filter = ["relationship_class", "origin"]
    list_select_related = ["partner"]
    search_fields = ["partner__key", "partner__name_vi", "partner__name_fold", "basis"]
    autocomplete_fields = ["partner", "inherited_from"]


@admin.register(PartnerCharge)
class PartnerChargeAdmin(RegisterAdmin):
    list_display = ["partner", "person", "since", "until", "note"]
    list_filter = ["person"]
    list_select_related = ["partner", "person"]
    search_fields = [
        "partner__key",
        "partner__name_vi",
        "partner__name_fold",
        "person__username",
        "person__full_name",
    ]
    autocomplete_fields = ["partner", "person"]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(RegisterAdmin):
    list_display = ["name", "role", "since", "period_start", "period_end"]
    list_filter = ["role"]
    search_fields = ["key", "name", "network__name_vi"]
    autocomplete_fields = ["network"]


@admin.register(Assessment)
class AssessmentAdmin(RegisterAdmin):
    list_display = ["partner", "as_of", "level", "last_dated_activity"]
    list_filter = ["level", "as_of"]
    list_select_related = ["partner"]
    search_fields = ["key", "partner__name_vi", "partner__name_fold", "summary_vi"]
    autocomplete_fields = ["partner"]


@admin.register(CountryPriority)
class CountryPriorityAdmin(RegisterAdmin):
    list_display = ["heading", "kind", "position", "continent"]
    list_filter = ["kind", "continent"]
    search_fields = ["key", "heading", "summary_vi"]
    autocomplete_fields = ["countries", "fields"]
