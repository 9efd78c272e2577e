"""The workshop: who was told what and in which mail, and the steps of reminding, which are data."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from dnfa.core.admin import ReadOnlyAdmin, RegisterAdmin
from dnfa.followup.models import Digest, MailChoice, Notice, ReminderStep, SourceChoice
from dnfa.followup.notices import sources


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """The log of what was told; what it was about is read on the records' own pages, by those who may."""

    list_display = (
        "recipient",
        "source",
        "content_type",
        "object_id",
        "threshold",
        "reference_date",
        "created_at",
    )
    list_filter = ("source", "expects", "made_on")
    search_fields = ("recipient__username", "recipient__full_name", "object_id")
    list_select_related = ("recipient", "content_type")
    date_hierarchy = "created_at"


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """One mail a person and day."""

    list_display = ("day", "recipient", "mail", "created_at")
    search_fields = ("recipient__username", "recipient__full_name")
    list_select_related = ("recipient", "mail")
    date_hierarchy = "day"


class ReminderStepForm(forms.ModelForm):
    """Offers the sources that have steps."""

    class Meta:
        model = ReminderStep
        fields: ClassVar = ["source", "days_before"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stepped = [(source.code, source.label) for source in sources.all_sources() if source.has_steps]
        self.fields["source"] = forms.ChoiceField(label=self.fields["source"].label, choices=stepped)


@admin.register(ReminderStep)
class ReminderStepAdmin(RegisterAdmin):
    """When dates are reminded of, in working days before them."""

    form = ReminderStepForm
    list_display = ("source_name", "days_before")
    list_filter = ("source",)
    search_fields = ("source",)

    @admin.display(description=ReminderStep._meta.get_field("source").verbose_name, ordering="source")
    def source_name(self, step: ReminderStep) -> str:
        """The words of the code."""
        return sources.source_label(step.source)


class ChoiceAdmin(RegisterAdmin):
    """What people chose: looked at to answer questions; they change it themselves, an administrator for those who cannot."""

    search_fields = ("user__username", "user__full_name")
    autocomplete_fields = ("user",)
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  (Django names it)
        return False


@admin.register(MailChoice)
class MailChoiceAdmin(ChoiceAdmin):
    """How often the mail, and until when none."""

    list_display = ("user", "rhythm", "only_expected", "quiet_until")
    list_filter = ("rhythm", "only_expected")


@admin.register(SourceChoice)
class SourceChoiceAdmin(ChoiceAdmin):
    """One kind of notice as one person wants it."""

    list_display = ("user", "source", "is_off", "by_mail", "first_days")
    list_filter = ("source", "is_off", "by_mail")
