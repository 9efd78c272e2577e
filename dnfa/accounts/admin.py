"""Agencies, people, how they sign in, and tokens in the workshop. Only the administrator sees people and tokens."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.address_changes import tell_former_address
from dnfa.accounts.addresses import device_name
from dnfa.accounts.enums import LockKind
from dnfa.accounts.locks import unlock
from dnfa.accounts.models import (
    Agency,
    AgencySuccession,
    ApiToken,
    CityIdentity,
    IdempotencyKey,
    RecoveryCode,
    SecondFactor,
    SignedInSession,
    SignInLock,
    User,
)
from dnfa.accounts.password_links import password_was_set, send_link_to
from dnfa.accounts.services import revoke_token
from dnfa.accounts.sessions import end_session
from dnfa.core.admin import ReadOnlyAdmin, ReasonedForm, RegisterAdmin
from dnfa.core.audit import because
from dnfa.core.clock import local_now
from dnfa.core.errors import DomainError


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
        fields = ("username", "full_name", "email", "role", "agency")


class PersonPasswordForm(AdminPasswordChangeForm):
    """A password set by the administrator ends the person's sessions and is dated like any other."""

    def save(self, commit: bool = True) -> Any:
        """Save, and let follow what follows a new password."""
        person = super().save(commit)
        password_was_set(user=person, now=local_now())
        return person


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People; closing an account is `is_active` off, never deletion."""

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = PersonPasswordForm
    actions = ("send_link",)
    list_display = ("username", "full_name", "role", "agency", "is_active", "is_staff", "last_login")
    list_filter = ("role", "is_active", "manages_focal_points", "is_staff", "is_demonstration")
    search_fields = ("username", "full_name", "email", "agency__name_vi")
    list_select_related = ("agency",)
    autocomplete_fields = ("agency",)
    readonly_fields = ("last_login", "date_joined", "password_set_at", "is_demonstration")
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("Người"),
            {
                "fields": (
                    "full_name",
                    "email",
                    "phone",
                    "role",
                    "agency",
                    "manages_focal_points",
                    "position",
                    "language",
                )
            },
        ),
        (
            _("Quyền trong trang quản trị"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Thời gian"), {"fields": ("last_login", "date_joined", "password_set_at", "is_demonstration")}),
        (_("Lịch sử"), {"fields": ("audit_reason",)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "full_name",
                    "email",
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
            if change and "email" in form.changed_data:
                tell_former_address(person=obj, former=form.initial.get("email") or "", now=local_now())

    @admin.action(description=_("Gửi liên kết đặt mật khẩu"), permissions=["change"])
    def send_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Send the one-time link to each who has a mail address, so that no password is told by telephone."""
        base = request.build_absolute_uri("/")
        sent = sum(send_link_to(user=person, base=base, now=local_now()) for person in queryset)
        self.message_user(
            request,
            _(
                "Đang gửi %(count)d thư; tài khoản đã đóng, chưa có thư điện tử hoặc vừa được gửi thì không gửi."
            )
            % {"count": sent},
        )

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


@admin.register(SignInLock)
class SignInLockAdmin(ReadOnlyAdmin):
    """Who or what was locked, and opening it before its time."""

    list_display = (
        "name",
        "kind",
        "failures",
        "last_failed_at",
        "locked_until",
        "unlocked_at",
        "unlocked_by",
    )
    list_filter = ("kind", "locked_until")
    search_fields = ("subject", "user__username", "user__full_name")
    list_select_related = ("user", "unlocked_by")
    fields = (
        "kind",
        "name",
        "failures",
        "last_failed_at",
        "locked_until",
        "unlocked_at",
        "unlocked_by",
        "unlock_reason",
    )
    actions = ("open_again",)

    @admin.display(description=_("Tài khoản, địa chỉ"))
    def name(self, lock: SignInLock) -> str:
        """The person, the address, or that nobody bears the name that was typed."""
        if lock.user is not None:
            return f"{lock.user} ({lock.user.username})"
        return lock.subject if lock.kind == LockKind.ADDRESS else str(_("tên không có trong sổ"))

    @admin.action(description=_("Mở khóa những dòng đã chọn"), permissions=["view"])
    def open_again(self, request: HttpRequest, queryset: QuerySet[SignInLock]) -> None:
        """Open each through the service; one that is not locked any more is left alone."""
        reason, person = str(_("Mở khóa trong trang quản trị")), cast("User", request.user)
        for lock in queryset:
            try:
                unlock(lock=lock, user=person, reason=reason, now=local_now())
            except DomainError as error:
                self.message_user(request, f"{lock}: {error}", level=messages.WARNING)
        self.message_user(request, _("Đã xem xét các dòng đã chọn."))


@admin.register(SignedInSession)
class SignedInSessionAdmin(ReadOnlyAdmin):
    """Who is signed in where."""

    list_display = ("user", "device", "address", "started_at", "last_seen_at")
    search_fields = ("user__username", "user__full_name", "address")
    list_select_related = ("user",)
    fields = ("user", "device", "address", "agent", "started_at", "last_seen_at")
    actions = ("end",)

    @admin.display(description=_("Thiết bị"))
    def device(self, session: SignedInSession) -> str:
        """Browser and system in two words."""
        return device_name(session.agent)

    @admin.action(description=_("Đóng các phiên đã chọn"), permissions=["view"])
    def end(self, request: HttpRequest, queryset: QuerySet[SignedInSession]) -> None:
        """Sign the chosen people out of the chosen browsers."""
        for session in queryset:
            end_session(session=session)
        self.message_user(request, _("Đã đóng."))


@admin.register(SecondFactor)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Who signs in with an authenticator app; a lost one is taken away on a page that asks for the reason."""

    list_display = ("user", "set_up_at", "take_away")
    search_fields = ("user__username", "user__full_name")
    list_select_related = ("user",)
    fields = ("user", "set_up_at", "take_away")

    @admin.display(description=_("Mất điện thoại"))
    def take_away(self, factor: SecondFactor) -> str:
        """The way to the page."""
        address = reverse("accounts:second_factor_reset", args=[factor.user_id])
        return format_html('<a href="{}">{}</a>', address, _("Gỡ xác thực hai lớp"))


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(ReadOnlyAdmin):
    """How many are left and when one was used; never the codes."""

    list_display = ("factor", "used_at")
    search_fields = ("factor__user__username", "factor__user__full_name")
    list_select_related = ("factor__user",)
    fields = ("factor", "used_at")


@admin.register(CityIdentity)
class CityIdentityAdmin(ReadOnlyAdmin):
    """Linked at the first sign-in; a superuser deletes a wrong link, and the next sign-in makes the right one."""

    list_display = ("user", "issuer", "subject", "linked_at")
    search_fields = ("user__username", "user__full_name", "subject")
    list_select_related = ("user",)
    fields = ("user", "issuer", "subject", "linked_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
