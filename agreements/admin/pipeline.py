"""The workshop for the way to signature and the criteria; steps and answers are looked at, services write them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from agreements.models import CriteriaAssessment, CriteriaSet, Criterion, CriterionAnswer, StageStep
from agreements.selectors_criteria import is_answered
from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin


@admin.register(StageStep)
class StageStepAdmin(ReadOnlyAdmin):
    list_display = [
        "agreement",
        "stage",
        "entered_on",
        "ball",
        "ball_agency",
        "document_number",
        "break_reason",
    ]
    list_filter = ["stage", "ball", "break_reason", "broken_off_by"]
    list_select_related = ["agreement", "ball_agency"]
    search_fields = ["agreement__key", "agreement__title_fold", "document_number", "note"]
    date_hierarchy = "entered_on"


@admin.register(CriteriaSet)
class CriteriaSetAdmin(RegisterAdmin):
    list_display = ["name", "paper_class", "pass_percent", "valid_from", "valid_to", "basis", "is_verified"]
    list_filter = ["paper_class", "is_verified"]
    list_select_related = ["basis"]
    search_fields = ["key", "name", "note"]
    autocomplete_fields = ["basis"]


@admin.register(Criterion)
class CriterionAdmin(RegisterAdmin):
    list_display = ["text", "criteria_set", "code", "weight", "is_required", "order"]
    list_filter = ["criteria_set", "is_required"]
    list_select_related = ["criteria_set"]
    search_fields = ["code", "text", "hint"]
    autocomplete_fields = ["criteria_set"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A question that was answered stays as it was asked, here too."""
        is_fixed = obj is not None and is_answered(obj.criteria_set)
        return not is_fixed and super().has_change_permission(request, obj)


class AnswerInline(admin.TabularInline):
    model = CriterionAnswer
    extra = 0
    can_delete = False


@admin.register(CriteriaAssessment)
class CriteriaAssessmentAdmin(ReadOnlyAdmin):
    list_display = ["agreement", "criteria_set", "assessed_on", "assessed_by", "is_complete", "score_percent"]
    list_filter = ["is_complete", "criteria_set"]
    list_select_related = ["agreement", "criteria_set", "assessed_by"]
    search_fields = ["agreement__key", "agreement__title_fold", "conclusion"]
    date_hierarchy = "assessed_on"
    inlines = [AnswerInline]


@admin.register(CriterionAnswer)
class CriterionAnswerAdmin(ReadOnlyAdmin):
    list_display = ["text", "assessment", "value", "weight", "is_required", "note"]
    list_filter = ["value", "is_required"]
    list_select_related = ["assessment__criteria_set"]
    search_fields = ["text", "note", "assessment__agreement__title_fold"]
