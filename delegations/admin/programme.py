"""The workshop for the yearly programme and the limits: limits are reference data, the rest is looked at."""

from __future__ import annotations

from django.contrib import admin

from delegations.models import (
    LimitJustification,
    ProgrammeItem,
    ProgrammeRevision,
    TripLimit,
    YearProgramme,
)
from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin


@admin.register(TripLimit)
class TripLimitAdmin(RegisterAdmin):
    list_display = ["kind", "rank", "most", "valid_from", "valid_to", "basis", "is_verified"]
    list_filter = ["kind", "rank", "is_verified"]
    list_select_related = ["basis"]
    search_fields = ["clause", "note", "basis__number"]
    autocomplete_fields = ["basis"]


@admin.register(LimitJustification)
class LimitJustificationAdmin(ReadOnlyAdmin):
    list_display = ["delegation", "kind", "subject", "text", "given_by", "given_at"]
    list_filter = ["kind"]
    list_select_related = ["delegation", "given_by"]
    search_fields = ["delegation__key", "delegation__title_vi", "text"]


@admin.register(YearProgramme)
class YearProgrammeAdmin(ReadOnlyAdmin):
    list_display = ["year", "proposals_due_on", "note"]
    search_fields = ["note"]


@admin.register(ProgrammeRevision)
class ProgrammeRevisionAdmin(ReadOnlyAdmin):
    list_display = ["programme", "kind", "document_number", "approved_on", "approved_by"]
    list_filter = ["kind"]
    list_select_related = ["programme"]
    search_fields = ["document_number", "approved_by", "note"]


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(ReadOnlyAdmin):
    list_display = ["title", "programme", "kind", "agency", "expected_on", "persons", "state"]
    list_filter = ["kind", "state"]
    list_select_related = ["programme", "agency"]
    search_fields = ["title", "purpose", "agency__name_vi"]
