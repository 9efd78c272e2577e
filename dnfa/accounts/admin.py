"""Agencies, people and tokens in the workshop. Only the administrator sees people and tokens."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency, AgencySuccession, ApiToken, IdempotencyKey, User
from dnfa.accounts.services import revoke_token
from dnfa.core.admin import ReadOnlyAdmin, ReasonedForm, RegisterAdmin
from dnfa.core.audit import because
from dnfa.core.clock import local_now


class SuccessionInline(admin.TabularInline):
    """Who carries on the work of the agency."""

    model = AgencySuccession
    fk_name = "predecessor"
    autocomplete_fields = ("successor",)
    extra = 0


@admin.register(Agency)
class AgencyAdmin(RegisterAdmin):
    list_display = ("name_vi", "kind", "key", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name_vi", "name_en", "key", "name_fold", "abbreviations")
    inlines = (SuccessionInline,)


@admin.register(AgencySuccession)
class AgencySuccessionAdmin(RegisterAdmin):
    list_display = ("predecessor", "kind", "successor", "effective_on", "legal_document")
    list_filter = ("kind",)
    search_fields = ("predecessor__name_vi", "successor__name_vi", "legal_document")
    list_select_related = ("predecessor", "successor")
    autocomplete_fields = ("predecessor", "successor")


class PersonForm(UserChangeForm, ReasonedForm):
    """A person's form with the reason of the change."""


class NewPersonForm(AdminUserCreationForm):
    """A new person: name, role and agency before the first sign-in."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "full_name", "role", "agency")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People; closing an account is `is_active` off, never deletion."""

    form = PersonForm
    add_form = NewPersonForm
    list_display = ("username", "full_name", "role", "agency", "is_active", "is_staff", "last_login")
    list_filter = ("role", "is_active", "is_staff", "is_demonstration")
    search_fields = ("username", "full_name", "email", "agency__name_vi")
    list_select_related = ("agency",)
    autocomplete_fields = ("agency",)
    readonly_fields = ("last_login", "date_joined", "is_demonstration")
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người"), {"fields": ("full_name", "email", "role", "agency", "position", "language")}),
        (
            _("Quyền trong trang quản trị"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Thời gian"), {"fields": ("last_login", "date_joined", "is_demonstration")}),
        (_("Lịch sử"), {"fields": ("audit_reason",)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "full_name",
                    "role",
                    "agency",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save with the reason in the audit context."""
        with because(form.cleaned_data.get("audit_reason") or str(_("Sửa trong trang quản trị"))):
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who did something stay in the register; an account is closed instead."""
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens: looked at and revoked; made by their owners."""

    list_display = ("name", "prefix", "user", "created_at", "expires_at", "revoked_at", "last_used_on")
    list_filter = ("revoked_at", "expires_at")
    search_fields = ("name", "prefix", "user__username", "user__full_name")
    list_select_related = ("user",)
    fields = ("user", "name", "prefix", "created_at", "expires_at", "revoked_at", "last_used_on")
    actions = ("revoke",)

    @admin.action(description=_("Thu hồi các mã đã chọn"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Revoke the chosen tokens, each through the service."""
        for token in queryset:
            revoke_token(token=token, now=local_now(), reason=str(_("Thu hồi trong trang quản trị")))
        self.message_user(request, _("Đã thu hồi."))


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """Which requests were done lately, for rescue; not what they were answered."""

    list_display = ("created_at", "user", "method", "path", "status")
    list_filter = ("method", "status")
    search_fields = ("path", "user__username", "user__full_name")
    list_select_related = ("user",)
    fields = ("user", "key", "method", "path", "status", "created_at")
