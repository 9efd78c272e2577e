"""The workshop for opinions asked and for reports by law."""

from __future__ import annotations

from django.contrib import admin

from agreements.models import Consultation, LegalReport, Opinion
from dnfa.core.admin import RegisterAdmin


class OpinionInline(admin.TabularInline):
    model = Opinion
    extra = 0
    autocomplete_fields = ["agency"]


@admin.register(Consultation)
class ConsultationAdmin(RegisterAdmin):
    list_display = ["agreement", "purpose", "sent_on", "document_number"]
    list_filter = ["purpose"]
    list_select_related = ["agreement"]
    search_fields = ["agreement__key", "agreement__title_fold", "document_number", "content"]
    autocomplete_fields = ["agreement"]
    date_hierarchy = "sent_on"
    inlines = [OpinionInline]


@admin.register(Opinion)
class OpinionAdmin(RegisterAdmin):
    list_display = ["consultation", "agency", "received_on", "answered_on", "answer", "document_number"]
    list_filter = ["answer", "consultation__purpose"]
    list_select_related = ["consultation__agreement", "agency"]
    search_fields = ["consultation__agreement__title_fold", "agency__name_fold", "document_number", "summary"]
    autocomplete_fields = ["consultation", "agency"]


@admin.register(LegalReport)
class LegalReportAdmin(RegisterAdmin):
    list_display = ["agreement", "kind", "event", "sent_on", "document_number", "recipients"]
    list_filter = ["kind"]
    list_select_related = ["agreement", "event"]
    search_fields = ["agreement__key", "agreement__title_fold", "document_number", "recipients"]
    autocomplete_fields = ["agreement", "event"]
    date_hierarchy = "sent_on"
