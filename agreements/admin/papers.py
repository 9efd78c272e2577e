"""The workshop for agreements and their events."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty, Signatory
from dnfa.core.admin import RegisterAdmin


class PartyInline(admin.TabularInline):
    model = AgreementParty
    extra = 0
    autocomplete_fields = ["partner"]


class AgencyInline(admin.TabularInline):
    model = AgreementAgency
    extra = 0
    autocomplete_fields = ["agency"]


class SignatoryInline(admin.TabularInline):
    model = Signatory
    extra = 0
    autocomplete_fields = ["agency", "partner", "event"]


class EventInline(admin.StackedInline):
    model = AgreementEvent
    fk_name = "agreement"
    extra = 0
    autocomplete_fields = ["successor"]


@admin.register(Agreement)
class AgreementAdmin(RegisterAdmin):
    list_display = [
        "title_vi",
        "table_row",
        "type",
        "capacity",
        "stage",
        "signed_on",
        "term_kind",
        "term_as_printed",
    ]
    list_filter = ["stage", "type", "capacity", "legal_regime", "term_kind"]
    search_fields = [
        "key",
        "title_vi",
        "title_fold",
        "document_number",
        "parties__partner__name_fold",
    ]
    autocomplete_fields = ["parent", "fields"]
    list_select_related = ["officer"]
    readonly_fields = ["version"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "key",
                    "title_vi",
                    "title_en",
                    "title_is_official",
                    "type",
                    "capacity",
                    "legal_regime",
                ]
            },
        ),
        (_("Tình trạng hồ sơ"), {"fields": ["stage", "officer", "parent", "table_row", "version"]}),
        (
            _("Ký và hiệu lực"),
            {"fields": ["document_number", "signed_on", "effective_on", "place", "signing_mode"]},
        ),
        (
            _("Thời hạn"),
            {
                "fields": [
                    "term_kind",
                    "term_ends_on",
                    "term_months",
                    "term_renew_months",
                    "term_notice_months",
                    "term_as_printed",
                ]
            },
        ),
        (
            _("Ngôn ngữ, bản gốc"),
            {"fields": ["languages", "authentic_text", "originals_count", "originals_kept_at"]},
        ),
        (
            _("Mục đích, lĩnh vực"),
            {"fields": ["purpose", "cooperation_level", "expected_results", "partner_aims", "fields"]},
        ),
        (
            _("Như bảng quan hệ ghi"),
            {
                "classes": ["collapse"],
                "fields": [
                    "signatory_as_printed",
                    "partner_as_printed",
                    "country_as_printed",
                    "signing_as_printed",
                    "note_as_printed",
                ],
            },
        ),
        (_("Ghi chú"), {"fields": ["note"]}),
    ]
    inlines = [PartyInline, AgencyInline, SignatoryInline, EventInline]


@admin.register(AgreementEvent)
class AgreementEventAdmin(RegisterAdmin):
    list_display = ["agreement", "kind", "occurred_on", "effective_on", "term_kind", "successor"]
    list_filter = ["kind", "term_kind"]
    list_select_related = ["agreement", "successor"]
    search_fields = [
        "key",
        "agreement__key",
        "agreement__title_vi",
        "agreement__title_fold",
        "as_printed",
    ]
    autocomplete_fields = ["agreement", "successor"]


@admin.register(Signatory)
class SignatoryAdmin(RegisterAdmin):
    list_display = ["name", "title", "agreement", "event", "agency", "partner", "order"]
    list_select_related = ["agreement", "event", "agency", "partner"]
    search_fields = ["name", "agreement__title_fold", "agency__name_fold", "partner__name_fold"]
    autocomplete_fields = ["agreement", "event", "agency", "partner"]


@admin.register(AgreementParty)
class AgreementPartyAdmin(RegisterAdmin):
    list_display = ["agreement", "partner", "order"]
    list_select_related = ["agreement", "partner"]
    search_fields = ["agreement__title_fold", "partner__name_fold", "partner__key"]
    autocomplete_fields = ["agreement", "partner"]


@admin.register(AgreementAgency)
class AgreementAgencyAdmin(RegisterAdmin):
    list_display = ["agreement", "agency", "role", "signatory_vi"]
    list_filter = ["role"]
    list_select_related = ["agreement", "agency"]
    search_fields = ["agreement__title_fold", "agency__name_fold", "signatory_vi"]
    autocomplete_fields = ["agreement", "agency"]
