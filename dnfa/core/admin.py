"""The workshop behind the screens: reference data and rescue work, with the same audit trail.

Rooms derive their admin classes from `RegisterAdmin`: every save asks for a reason, nothing that has
a history is deleted by accident, and large choices are searched instead of listed.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import because
from dnfa.core.forms import VI_FORMFIELD_OVERRIDES
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from dnfa.core.models import (
    CalendarException,
    ImportBatch,
    ImportChange,
    ImportRow,
    Job,
    LegalBasis,
    PolicyParameter,
    Provenance,
    SourceDocument,
)

REASON = "audit_reason"


class ReasonedForm(forms.ModelForm):
    """A model's form with the reason of the change, kept in its history."""

    audit_reason = forms.CharField(
        label=_("Lý do thay đổi"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("Ghi vào lịch sử thay đổi của bản ghi."),
    )


class RegisterAdmin(admin.ModelAdmin):
    """Base of every admin class of the register."""

    form: type[forms.ModelForm] = ReasonedForm
    formfield_overrides: ClassVar[Any] = VI_FORMFIELD_OVERRIDES
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put the reason at the end, in a fieldset of its own."""
        fieldsets = [
            (name, {**options, "fields": [field for field in options["fields"] if field != REASON]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if self.has_change_permission(request, obj) and self.form.base_fields.get(REASON):
            fieldsets.append((_("Lịch sử"), {"fields": [REASON]}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Columns the database computes are shown, never typed."""
        computed = [field.name for field in self.model._meta.concrete_fields if field.generated]
        return [*super().get_readonly_fields(request, obj), *computed]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the reason in the audit context; who and where the middleware has put there."""
        with because(form.cleaned_data.get(REASON) or str(_("Sửa trong trang quản trị"))):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete with a word of where it was done."""
        with because(str(_("Xóa trong trang quản trị"))):
            super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser deletes; records with history are protected by the database besides."""
        return bool(request.user.is_superuser) and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """No deleting of many at once."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class ReadOnlyAdmin(RegisterAdmin):
    """For what the programs write: looked at, not changed."""

    form: type[forms.ModelForm] = forms.ModelForm

    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CalendarException)
class CalendarExceptionAdmin(RegisterAdmin):
    list_display = ("day", "name", "is_working", "note")
    list_filter = ("is_working",)
    search_fields = ("name", "note")
    date_hierarchy = "day"


@admin.register(LegalBasis)
class LegalBasisAdmin(RegisterAdmin):
    list_display = ("number", "kind", "title", "signed_on", "in_force_from", "in_force_to", "is_verified")
    list_filter = ("is_verified", "kind")
    search_fields = ("key", "number", "title", "issuer")
    autocomplete_fields = ("replaced_by",)


@admin.register(PolicyParameter)
class PolicyParameterAdmin(RegisterAdmin):
    list_display = ("key", "label", "value", "unit", "valid_from", "valid_to", "basis", "is_verified")
    list_filter = ("is_verified", "unit")
    search_fields = ("key", "label", "note")
    list_select_related = ("basis",)
    autocomplete_fields = ("basis",)


@admin.register(SourceDocument)
class SourceDocumentAdmin(RegisterAdmin):
    list_display = ("title", "key", "published_on", "rank")
    search_fields = ("key", "title", "note")


@admin.register(Provenance)
class ProvenanceAdmin(RegisterAdmin):
    list_display = ("source", "content_type", "object_id", "field", "locator", "value_as_printed", "is_used")
    list_filter = ("is_used", "content_type", "source")
    search_fields = ("value_as_printed", "locator", "note", "=object_id")
    list_select_related = ("source", "content_type")
    autocomplete_fields = ("source",)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "state", "percent", "requested_by", "created_at", "finished_at")
    list_filter = ("state", "kind")
    search_fields = ("title", "error", "=id")
    list_select_related = ("requested_by",)
    date_hierarchy = "created_at"


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "kind", "state", "uploaded_by", "created_at", "committed_at", "undone_at")
    list_filter = ("state", "kind")
    search_fields = ("file_name", "sha256")
    list_select_related = ("uploaded_by",)


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    list_display = ("batch", "number", "fate")
    list_filter = ("fate",)
    search_fields = ("batch__file_name", "=number")
    list_select_related = ("batch",)


@admin.register(ImportChange)
class ImportChangeAdmin(ReadOnlyAdmin):
    list_display = ("batch", "content_type", "object_id", "created")
    list_filter = ("created", "content_type")
    search_fields = ("batch__file_name", "=object_id")
    list_select_related = ("batch", "content_type")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "kind",
        "content_type",
        "object_id",
        "version_number",
        "added_on",
        "withdrawn_on",
    )
    list_filter = ("kind", "media_type", "text_was_readable", "content_type")
    search_fields = ("title", "file_name", "sha256", "=object_id")
    list_select_related = ("content_type",)
    date_hierarchy = "added_on"


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """For rescue; the texts are read in the outbox, which keeps the secret ones to itself."""

    list_display = ("created_at", "purpose", "to", "subject", "state", "attempts", "next_try_at", "sent_at")
    list_filter = ("state", "purpose")
    search_fields = ("key", "to", "subject", "message_id")
    list_select_related = ("recipient",)
    date_hierarchy = "created_at"
    exclude = ("body",)


@admin.register(MailAttempt)
class MailAttemptAdmin(ReadOnlyAdmin):
    list_display = ("mail", "number", "at", "outcome", "error")
    list_filter = ("outcome",)
    search_fields = ("mail__to", "mail__subject", "error")
    list_select_related = ("mail",)
