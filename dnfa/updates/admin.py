"""The workshop for updates: to look at, and to rescue a round; what was sent and decided is only read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin
from dnfa.updates.models import (
    ChangeRequest,
    Confirmation,
    ProposedValue,
    RequestStep,
    RoundAgency,
    RoundAnswer,
    RoundQuestion,
    RoundRecord,
    RoundStep,
    UpdateRound,
)


class QuestionInline(admin.TabularInline):
    """What the round asks; changed on the round's page, which knows what was answered."""

    model = RoundQuestion
    extra = 0
    can_delete = False
    readonly_fields: ClassVar = ["order", "kind", "title", "help", "unit", "is_required"]

    def has_add_permission(self, *_args: Any) -> bool:
        return False


@admin.register(UpdateRound)
class UpdateRoundAdmin(RegisterAdmin):
    """Rounds; preparing, opening, closing, and the day happen on the page: each agency has its own copy of the day."""

    list_display = ["title", "due_on", "officer", "opened_at", "closed_at"]
    list_filter = ["due_on", "opened_at", "closed_at"]
    search_fields = ["title"]
    autocomplete_fields = ["officer"]
    readonly_fields = ["period_from", "period_to", "due_on", "opened_at", "closed_at"]
    inlines = [QuestionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnlyAdmin):
    """What agencies sent, as sent."""

    list_display = ["__str__", "kind", "subject", "agency", "author", "state", "submitted_at", "reviewer"]
    list_filter = ["state", "kind", "subject", "submitted_at"]
    search_fields = ["text", "agency__name_fold"]
    list_select_related = ["agency", "author", "reviewer"]


@admin.register(ProposedValue)
class ProposedValueAdmin(ReadOnlyAdmin):
    """Proposed values and what was decided."""

    list_display = ["request", "name", "base", "proposed", "decision", "remark"]
    list_filter = ["decision"]
    search_fields = ["name", "remark"]
    list_select_related = ["request"]


@admin.register(RequestStep)
class RequestStepAdmin(ReadOnlyAdmin):
    """Steps stay as written."""

    list_display = ["request", "kind", "at", "by", "reason"]
    list_filter = ["kind", "reason", "at"]
    search_fields = ["text"]
    list_select_related = ["request", "by"]


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnlyAdmin):
    """Who called which record still true."""

    list_display = ["content_type", "object_id", "agency", "confirmed_by", "confirmed_on"]
    list_filter = ["confirmed_on", "content_type"]
    search_fields = ["agency__name_fold"]
    list_select_related = ["content_type", "agency", "confirmed_by"]


@admin.register(RoundAgency)
class RoundAgencyAdmin(ReadOnlyAdmin):
    """Where each agency stands."""

    list_display = ["round", "agency", "due_on", "submitted_at", "returned_at", "accepted_at"]
    list_filter = ["due_on", "accepted_at"]
    search_fields = ["round__title", "agency__name_fold"]
    list_select_related = ["round", "agency"]


@admin.register(RoundAnswer)
class RoundAnswerAdmin(ReadOnlyAdmin):
    """What agencies answered."""

    list_display = ["asked", "question", "figure", "is_nothing", "answered_by"]
    list_filter = ["is_nothing"]
    search_fields = ["text", "question__title"]
    list_select_related = ["asked__round", "asked__agency", "question", "answered_by"]


@admin.register(RoundRecord)
class RoundRecordAdmin(ReadOnlyAdmin):
    """Which records were asked about."""

    list_display = ["asked", "content_type", "object_id", "confirmation"]
    list_filter = ["content_type"]
    list_select_related = ["asked__round", "asked__agency", "content_type", "confirmation"]


@admin.register(RoundStep)
class RoundStepAdmin(ReadOnlyAdmin):
    """Steps stay as written."""

    list_display = ["asked", "kind", "at", "by", "reason"]
    list_filter = ["kind", "at"]
    search_fields = ["text"]
    list_select_related = ["asked__round", "asked__agency", "by"]
