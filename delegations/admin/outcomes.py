"""The workshop for reports of results: looked at here, written on the delegation's page by the services."""

from __future__ import annotations

from django.contrib import admin

from delegations.models import Obligation, OutcomeMeeting, OutcomeReport
from dnfa.core.admin import ReadOnlyAdmin


@admin.register(OutcomeReport)
class OutcomeReportAdmin(ReadOnlyAdmin):
    list_display = ["delegation", "conference", "document_number", "reported_on", "reported_by"]
    list_select_related = ["delegation", "conference", "reported_by"]
    search_fields = ["document_number", "summary", "delegation__title_vi", "conference__title_vi"]
    date_hierarchy = "reported_on"


@admin.register(OutcomeMeeting)
class OutcomeMeetingAdmin(ReadOnlyAdmin):
    list_display = ["report", "met_on", "counterpart", "our_side", "partner"]
    list_select_related = ["report__delegation", "report__conference", "partner"]
    search_fields = ["counterpart", "our_side", "content"]


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyAdmin):
    list_display = ["report", "side", "text", "due_on", "lead_agency"]
    list_filter = ["side"]
    list_select_related = ["report__delegation", "report__conference", "lead_agency"]
    search_fields = ["text", "lead_agency__name_vi"]
