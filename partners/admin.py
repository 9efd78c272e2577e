"""The workshop for partners: reference data and rescue work, not the officers' daily screen."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from dnfa.core.admin import RegisterAdmin
from partners.models import (
    Assessment,
    CooperationField,
    Country,
    CountryPriority,
    NetworkMembership,
    Partner,
    PartnerName,
    Relationship,
)


class PartnerNameInline(admin.TabularInline):
    model = PartnerName
    extra = 0


class RelationshipInline(admin.TabularInline):
    model = Relationship
    extra = 0
    autocomplete_fields: ClassVar = ["inherited_from"]


@admin.register(Country)
class CountryAdmin(RegisterAdmin):
    list_display: ClassVar = ["name_vi", "code", "name_en", "continent", "part_of"]
    list_filter: ClassVar = ["continent"]
    search_fields: ClassVar = ["name_vi", "name_en", "code", "aliases"]
    autocomplete_fields: ClassVar = ["part_of"]


@admin.register(CooperationField)
class CooperationFieldAdmin(RegisterAdmin):
    list_display: ClassVar = ["name_vi", "code", "level", "parent"]
    list_filter: ClassVar = ["level"]
    list_select_related: ClassVar = ["parent"]
    search_fields: ClassVar = ["name_vi", "name_en", "code"]
    autocomplete_fields: ClassVar = ["parent"]


@admin.register(Partner)
class PartnerAdmin(RegisterAdmin):
    list_display: ClassVar = ["name_vi", "key", "kind", "country", "parent", "priority_group"]
    list_filter: ClassVar = ["kind", "level", "country__continent", "priority_group"]
    list_select_related: ClassVar = ["country", "parent"]
    search_fields: ClassVar = ["key", "name_vi", "name_en", "name_native", "name_fold", "names__name", "names__name_fold"]
    autocomplete_fields: ClassVar = ["country", "parent"]
    inlines: ClassVar = [PartnerNameInline, RelationshipInline]


@admin.register(PartnerName)
class PartnerNameAdmin(RegisterAdmin):
    list_display: ClassVar = ["name", "kind", "partner", "valid_from", "valid_to"]
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["partner"]
    search_fields: ClassVar = ["name", "name_fold", "partner__name_vi"]
    autocomplete_fields: ClassVar = ["partner"]


@admin.register(Relationship)
class RelationshipAdmin(RegisterAdmin):
    list_display: ClassVar = ["partner", "relationship_class", "since", "until", "origin", "basis"]
    list_filter: ClassVar = ["relationship_class", "origin"]
    list_select_related: ClassVar = ["partner"]
    search_fields: ClassVar = ["partner__key", "partner__name_vi", "partner__name_fold", "basis"]
    autocomplete_fields: ClassVar = ["partner", "inherited_from"]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(RegisterAdmin):
    list_display: ClassVar = ["name", "role", "since", "period_start", "period_end"]
    list_filter: ClassVar = ["role"]
    search_fields: ClassVar = ["key", "name", "network__name_vi"]
    autocomplete_fields: ClassVar = ["network"]


@admin.register(Assessment)
class AssessmentAdmin(RegisterAdmin):
    list_display: ClassVar = ["partner", "as_of", "level", "last_dated_activity"]
    list_filter: ClassVar = ["level", "as_of"]
    list_select_related: ClassVar = ["partner"]
    search_fields: ClassVar = ["key", "partner__name_vi", "partner__name_fold", "summary_vi"]
    autocomplete_fields: ClassVar = ["partner"]


@admin.register(CountryPriority)
class CountryPriorityAdmin(RegisterAdmin):
    list_display: ClassVar = ["heading", "kind", "position", "continent"]
    list_filter: ClassVar = ["kind", "continent"]
    search_fields: ClassVar = ["key", "heading", "summary_vi"]
    autocomplete_fields: ClassVar = ["countries", "fields"]
