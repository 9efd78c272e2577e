"""The workshop: flags and clocks to look at, the rules of clocks and what they rest on to change.

Rules and syncs open and close flags and clocks; officers put them off or waive them on their pages.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dnfa.core.admin import (
    CalendarExceptionAdmin,
    PolicyParameterAdmin,
    ReadOnlyAdmin,
    ReasonedForm,
    RegisterAdmin,
)
from dnfa.core.models import CalendarException, PolicyParameter
from dnfa.followup import action_admin, notice_admin  # noqa: F401  (their classes register themselves)
from dnfa.followup.clocks import RUN_FROM, check_rule, sync_clocks, trigger_choices
from dnfa.followup.models import Clock, ClockRule, Flag, FlagRun


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    """Every flag there ever was, with its evidence."""

    list_display = [
        "rule",
        "severity",
        "record",
        "reference_date",
        "opened_on",
        "closed_on",
        "snoozed_until",
    ]
    list_filter = ["rule", "severity", "content_type", "opened_on", "closed_on"]
    search_fields = ["rule", "object_id"]
    list_select_related = ["content_type", "snoozed_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("record")


@admin.register(FlagRun)
class FlagRunAdmin(ReadOnlyAdmin):
    """The log of the sync: what each run did, and which rules failed with which error."""

    list_display = ["as_of", "started_at", "finished_at", "opened", "kept", "closed", "failures"]
    list_filter = ["started_at"]
    date_hierarchy = "started_at"


class SyncsClocks:
    """Every change moves the clocks at once, in the same transaction; the night would only do it later.

    Stands before an admin class.
    """

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, then bring the clocks in line."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # a mixin before RegisterAdmin
        if self.moves_clocks(obj):
            sync_clocks()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, then bring the clocks in line."""
        super().delete_model(request, obj)  # type: ignore[misc]  # as above
        if self.moves_clocks(obj):
            sync_clocks()

    def moves_clocks(self, _record: Any) -> bool:
        """Whether clocks depend on this record."""
        return True


class ClockRuleForm(ReasonedForm):
    """A rule that could never apply as written is refused with the values that can be used."""

    trigger = forms.ChoiceField(
        label=ClockRule._meta.get_field("trigger").verbose_name, choices=trigger_choices
    )

    class Meta:
        model = ClockRule
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            check_rule(cleaned.get("trigger", ""), cleaned.get("conditions") or {})
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                if name not in self.errors:
                    self.add_error(name, messages)
        return cleaned


@admin.register(ClockRule)
class ClockRuleAdmin(SyncsClocks, RegisterAdmin):
    """Deadlines of the law with basis and validity: a change of law is a new row, and an end to the old one."""

    form = ClockRuleForm
    list_display = [
        "label",
        "trigger",
        "offset",
        "unit",
        "direction",
        "basis",
        "clause",
        "valid_from",
        "valid_to",
        "is_verified",
    ]
    list_filter = ["is_verified", "trigger", "unit"]
    search_fields = ["key", "label", "duty", "clause", "note"]
    list_select_related = ["basis"]
    autocomplete_fields = ["basis"]


@admin.register(Clock)
class ClockAdmin(ReadOnlyAdmin):
    """Every clock, open, done or waived."""

    list_display = [
        "code",
        "record",
        "part_label",
        "agency",
        "started_on",
        "due_on",
        "done_on",
        "waived_on",
    ]
    list_filter = ["code", "content_type", "due_on"]
    search_fields = ["code", "part_label", "object_id"]
    list_select_related = ["rule", "content_type", "agency"]
    date_hierarchy = "due_on"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("record")


# The ground floor cannot know who counts days: here its workshop learns that clocks hang on two of its tables.
admin.site.unregister([CalendarException, PolicyParameter])


@admin.register(CalendarException)
class ClockCalendarAdmin(SyncsClocks, CalendarExceptionAdmin):
    """Days off and make-up days: every due date may move."""


@admin.register(PolicyParameter)
class ClockParameterAdmin(SyncsClocks, PolicyParameterAdmin):
    """Thresholds: the day from which clocks are kept opens and removes clocks."""

    def moves_clocks(self, record: Any) -> bool:
        return bool(record.key == RUN_FROM)
