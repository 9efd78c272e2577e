"""Signing in and out, the password, the person's own page with language and API tokens."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dnfa.accounts import city_sign_in, selectors, services, sign_in
from dnfa.accounts.access import SignedInRequest, public, signed_in
from dnfa.accounts.forms import LanguageForm, NewPasswordForm, SignInForm, TokenForm
from dnfa.accounts.models import User
from dnfa.accounts.password_links import password_was_set
from dnfa.accounts.second_factor import is_enrolled
from dnfa.accounts.sessions import note_session
from dnfa.core.clock import local_now


class SignInView(auth_views.LoginView):
    """The sign-in page; names the demonstration users in a demonstration home."""

    access = public
    template_name = "registration/login.html"
    form_class = SignInForm
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        """Fill in the demonstration user chosen on the page."""
        chosen = self.request.GET.get("nguoi", "")
        known = selectors.demonstration_users().filter(username=chosen).exists() if chosen else False
        return {"username": chosen} if known else {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or ask for the second factor first."""
        return sign_in.begin(self.request, form.get_user(), back=self.get_success_url(), now=local_now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the city's sign-in where there is one, and in a demonstration home its users and their password."""
        people = list(selectors.demonstration_users())
        return super().get_context_data(
            provider=city_sign_in.provider(),
            demonstration_users=people,
            demonstration_password=settings.DNFA_DEMO_PASSWORD if people else "",
            **kwargs,
        )


@signed_in
def no_second_way_in(_request: SignedInRequest) -> HttpResponse:
    """Stands where the workshop would ask for a password: who is signed in and may not enter it is told so."""
    raise PermissionDenied


class SignOutView(auth_views.LogoutView):
    """Sign out (POST)."""

    access = public


class PasswordView(auth_views.PasswordChangeView):
    """Change one's own password; other sessions of the person end."""

    access = signed_in
    template_name = "registration/password_change_form.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and say so; this session goes on under a new key."""
        response = super().form_valid(form)
        user, now = form.user, local_now()
        password_was_set(user=user, now=now)
        note_session(request=self.request, user=user, now=now)
        messages.success(self.request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã đóng."))
        return response


def _facts(user: User) -> list[Any]:
    facts: list[Any] = [
        (_("Họ và tên"), user.full_name),
        (_("Tên đăng nhập"), user.username),
        (_("Vai trò"), user.get_role_display()),
        (_("Cơ quan"), str(user.agency or "")),
        (_("Chức vụ"), user.position),
        (_("Điện thoại"), user.phone),
        (_("Thư điện tử"), user.email),
        (_("Đăng nhập lần trước"), user.last_login),
        (_("Đặt mật khẩu lúc"), user.password_set_at),
    ]
    second_factor = {
        "label": _("Xác thực hai lớp"),
        "value": _("Đã bật") if is_enrolled(user) else _("Chưa bật"),
        "href": reverse("accounts:second_factor_setup"),
    }
    return [*((label, value) for label, value in facts if value), second_factor]


def _profile(
    request: SignedInRequest,
    *,
    language_form: LanguageForm | None = None,
    token_form: TokenForm | None = None,
    new_token: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "language_form": language_form or LanguageForm(instance=request.user),
        "token_form": token_form or TokenForm(initial={"days": "365"}),
        "tokens": selectors.tokens_of(request.user, now=local_now()),
        "new_token": new_token,
        "facts": _facts(request.user),
    }
    return render(request, "accounts/profile.html", context, status=status)


@signed_in
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    """The person's own page."""
    return _profile(request)


@signed_in
@require_POST
def language(request: SignedInRequest) -> HttpResponse:
    """Choose the language of the screens."""
    form = LanguageForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _profile(request, language_form=form, status=400)
    chosen = form.cleaned_data["language"]
    services.choose_language(user=request.user, language=chosen)
    with override(chosen):
        messages.success(request, _("Đã lưu ngôn ngữ màn hình."))
    response = redirect("accounts:profile")
    sign_in.remember_language(response, chosen)
    return response


@signed_in
@require_POST
@never_cache
def token_create(request: SignedInRequest) -> HttpResponse:
    """Make an API token and show it, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _profile(request, token_form=form, status=400)
    token = services.issue_token(
        user=request.user, name=form.cleaned_data["name"], expires_at=form.expires_at(local_now())
    )
    return _profile(request, new_token=token)


@signed_in
@require_POST
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = get_object_or_404(request.user.tokens, pk=pk)
    services.revoke_token(token=token, now=local_now(), reason=_("Thu hồi trên trang cá nhân"))
    messages.success(request, _("Đã thu hồi mã truy cập “%(name)s”.") % {"name": token.name})
    return redirect("accounts:profile")
