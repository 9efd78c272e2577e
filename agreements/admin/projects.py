"""The workshop for projects, their money and what stands around them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.models import (
    AidRegime,
    ExchangeRate,
    FundingLine,
    NgoRegistration,
    Project,
    ProjectAgency,
    ProjectAgreement,
    ProjectEvent,
    ProjectParty,
    ProjectReport,
    ProjectResult,
)
from agreements.services.projects.rates import FACTS
from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin


@admin.register(Project)
class ProjectAdmin(RegisterAdmin):
    list_display = ["title_vi", "direction", "source_type", "form", "stated_status", "starts_on", "ends_on"]
    list_filter = ["direction", "source_type", "form", "stated_status", "owes_reports"]
    search_fields = ["key", "title_vi", "title_fold", "partners__name_fold"]
    autocomplete_fields = ["parent", "fields", "officer"]


@admin.register(ProjectParty)
class ProjectPartyAdmin(RegisterAdmin):
    list_display = ["project", "partner", "role", "share"]
    list_filter = ["role"]
    list_select_related = ["project", "partner"]
    search_fields = ["project__title_fold", "partner__name_fold"]
    autocomplete_fields = ["project", "partner"]


@admin.register(ProjectAgency)
class ProjectAgencyAdmin(RegisterAdmin):
    list_display = ["project", "agency", "role"]
    list_filter = ["role"]
    list_select_related = ["project", "agency"]
    search_fields = ["project__title_fold", "agency__name_fold"]
    autocomplete_fields = ["project", "agency"]


@admin.register(ProjectAgreement)
class ProjectAgreementAdmin(RegisterAdmin):
    list_display = ["project", "agreement"]
    list_select_related = ["project", "agreement"]
    search_fields = ["project__title_fold", "agreement__title_fold"]
    autocomplete_fields = ["project", "agreement"]


@admin.register(ProjectEvent)
class ProjectEventAdmin(RegisterAdmin):
    list_display = ["project", "kind", "occurred_on", "document_number", "new_ends_on"]
    list_filter = ["kind"]
    list_select_related = ["project"]
    search_fields = ["project__title_fold", "document_number"]
    autocomplete_fields = ["project"]


@admin.register(ProjectResult)
class ProjectResultAdmin(RegisterAdmin):
    list_display = ["project", "indicator", "target", "reached", "unit", "as_of"]
    list_select_related = ["project"]
    search_fields = ["project__title_fold", "indicator"]
    autocomplete_fields = ["project"]


@admin.register(FundingLine)
class FundingLineAdmin(ReadOnlyAdmin):
    """Lines are booked and set right on the project's page, whose service knows ceilings, currencies and days; here they are read."""

    list_display = ["project", "kind", "amount", "currency", "booked_on", "dong", "corrects"]
    list_filter = ["kind", "currency"]
    list_select_related = ["project", "corrects"]
    search_fields = ["project__title_fold", "key", "document_number"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RegisterAdmin):
    """A rate stands as it was written; a wrong one is replaced by a further one on its page."""

    list_display = ["currency", "day", "rate", "source", "replaced_on"]
    list_filter = ["currency"]
    list_select_related = ["replaces"]
    search_fields = ["currency", "source"]
    autocomplete_fields = ["replaces", "recorded_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the database refuses to rewrite is shown."""
        stands = FACTS if obj is not None else ()
        return [*super().get_readonly_fields(request, obj), *stands]


@admin.register(AidRegime)
class AidRegimeAdmin(RegisterAdmin):
    list_display = ["source_type", "legal_basis", "valid_from", "valid_to", "is_verified"]
    list_filter = ["source_type", "is_verified"]
    list_select_related = ["legal_basis"]
    search_fields = ["legal_basis__number"]
    autocomplete_fields = ["legal_basis"]


@admin.register(NgoRegistration)
class NgoRegistrationAdmin(RegisterAdmin):
    list_display = ["partner", "kind", "number", "valid_from", "valid_until", "withdrawn_on"]
    list_filter = ["kind"]
    list_select_related = ["partner"]
    search_fields = ["partner__name_fold", "number"]
    autocomplete_fields = ["partner", "legal_basis"]


@admin.register(ProjectReport)
class ProjectReportAdmin(RegisterAdmin):
    list_display = ["project", "agency", "period_from", "period_to", "received_on"]
    list_select_related = ["project", "agency"]
    search_fields = ["project__title_fold", "agency__name_fold"]
    autocomplete_fields = ["project", "agency"]
