"""The workshop: other contacts, invitations, attendance."""

from __future__ import annotations

from django.contrib import admin

from delegations.admin.contacts import ContactAdmin
from delegations.models import Engagement, Invitation
from dnfa.core.admin import RegisterAdmin


@admin.register(Engagement)
class EngagementAdmin(ContactAdmin):
    list_display = ["title_vi", "kind", "starts_on", "ends_on", "persons"]
    list_filter = ["kind", "initiative", *ContactAdmin.list_filter]
    autocomplete_fields = [*ContactAdmin.autocomplete_fields, "recorded_by"]


@admin.register(Invitation)
class InvitationAdmin(RegisterAdmin):
    list_display = ["occasion", "side", "partner", "sent_on", "answer_by", "answer", "attended"]
    list_filter = ["side", "answer", "attended"]
    list_select_related = ["partner"]
    search_fields = ["occasion", "document_number", "partner__name_fold"]
    autocomplete_fields = ["partner", "event", "conference", "delegation", "agency", "recorded_by"]
