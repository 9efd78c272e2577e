"""The workshop for agreements, their events and projects."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty, Project
from dnfa.core.admin import RegisterAdmin


class PartyInline(admin.TabularInline):
    model = AgreementParty
    extra = 0
    autocomplete_fields: ClassVar = ["partner"]


class AgencyInline(admin.TabularInline):
    model = AgreementAgency
    extra = 0
    autocomplete_fields: ClassVar = ["agency"]


class EventInline(admin.StackedInline):
    model = AgreementEvent
    fk_name = "agreement"
    extra = 0
    autocomplete_fields: ClassVar = ["successor"]


@admin.register(Agreement)
class AgreementAdmin(RegisterAdmin):
    list_display: ClassVar = ["title_vi", "table_row", "type", "capacity", "stage", "signed_on", "term_kind", "term_as_printed"]
    list_filter: ClassVar = ["stage", "type", "capacity", "legal_regime", "term_kind"]
    search_fields: ClassVar = ["key", "title_vi", "title_fold", "document_number", "parties__partner__name_fold"]
    autocomplete_fields: ClassVar = ["parent", "fields"]
    inlines: ClassVar = [PartyInline, AgencyInline, EventInline]


@admin.register(AgreementEvent)
class AgreementEventAdmin(RegisterAdmin):
    list_display: ClassVar = ["agreement", "kind", "occurred_on", "effective_on", "term_kind", "successor"]
    list_filter: ClassVar = ["kind", "term_kind"]
    list_select_related: ClassVar = ["agreement", "successor"]
    search_fields: ClassVar = ["key", "agreement__key", "agreement__title_vi", "agreement__title_fold", "as_printed"]
    autocomplete_fields: ClassVar = ["agreement", "successor"]


@admin.register(AgreementParty)
class AgreementPartyAdmin(RegisterAdmin):
    list_display: ClassVar = ["agreement", "partner", "order"]
    list_select_related: ClassVar = ["agreement", "partner"]
    search_fields: ClassVar = ["agreement__title_fold", "partner__name_fold", "partner__key"]
    autocomplete_fields: ClassVar = ["agreement", "partner"]


@admin.register(AgreementAgency)
class AgreementAgencyAdmin(RegisterAdmin):
    list_display: ClassVar = ["agreement", "agency", "role", "signatory_vi"]
    list_filter: ClassVar = ["role"]
    list_select_related: ClassVar = ["agreement", "agency"]
    search_fields: ClassVar = ["agreement__title_fold", "agency__name_fold", "signatory_vi"]
    autocomplete_fields: ClassVar = ["agreement", "agency"]


@admin.register(Project)
class ProjectAdmin(RegisterAdmin):
    list_display: ClassVar = ["title_vi", "direction", "modality", "status", "donor", "recipient", "amount", "currency"]
    list_filter: ClassVar = ["direction", "modality", "status", "currency"]
    list_select_related: ClassVar = ["donor", "recipient"]
    search_fields: ClassVar = ["key", "title_vi", "title_fold", "donor__name_fold", "recipient__name_fold"]
    autocomplete_fields: ClassVar = ["parent", "donor", "recipient", "partners", "managing_agency", "agreement", "fields"]
