"""The workshop: the year's programme and the limits."""

from __future__ import annotations

from django.contrib import admin

from delegations.models import (
    LimitJustification,
    ProgrammeItem,
    ProgrammeRevision,
    TripLimit,
    YearProgramme,
)
from dnfa.core.admin import RegisterAdmin


@admin.register(YearProgramme)
class YearProgrammeAdmin(RegisterAdmin):
    """Years that have a programme."""

    list_display = ["year", "proposals_due_on", "note"]
    search_fields = ["=year", "note"]


@admin.register(ProgrammeRevision)
class ProgrammeRevisionAdmin(RegisterAdmin):
    """Approved editions; recording one on its page stamps the lines, here it does not."""

    list_display = ["programme", "kind", "document_number", "approved_on", "approved_by"]
    list_filter = ["kind"]
    list_select_related = ["programme"]
    search_fields = ["=programme__year", "document_number", "note"]
    autocomplete_fields = ["programme"]


@admin.register(ProgrammeItem)
class ProgrammeItemAdmin(RegisterAdmin):
    """Lines that agencies propose."""

    list_display = ["title", "programme", "kind", "agency", "expected_on", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["programme", "agency"]
    search_fields = ["title", "head_title", "agency__name_vi", "=programme__year"]
    autocomplete_fields = ["programme", "agency", "partners", "accepted_in", "removed_in", "proposed_by"]
    filter_horizontal = ["countries"]


@admin.register(TripLimit)
class TripLimitAdmin(RegisterAdmin):
    """The city's limits on delegations abroad: a new letter is a new row, the old one gets its last day."""

    list_display = ["kind", "rank", "most", "valid_from", "valid_to", "basis", "is_verified"]
    list_filter = ["kind", "is_verified"]
    list_select_related = ["basis"]
    search_fields = ["note", "clause", "basis__number"]
    autocomplete_fields = ["basis"]


@admin.register(LimitJustification)
class LimitJustificationAdmin(RegisterAdmin):
    """Why delegations go over limits."""

    list_display = ["delegation", "kind", "text", "given_by", "given_at"]
    list_filter = ["kind"]
    list_select_related = ["delegation", "given_by"]
    search_fields = ["text", "delegation__key", "delegation__title_vi"]
    autocomplete_fields = ["delegation", "given_by"]
