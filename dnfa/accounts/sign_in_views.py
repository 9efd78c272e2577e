"""The way in besides the password: second factor, link by mail, the city's identity provider."""

from __future__ import annotations

import logging
from typing import Any

import requests
from authlib.integrations.base_client.errors import OAuthError
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from joserfc.errors import JoseError

from dnfa.accounts import city_sign_in, password_links, sign_in
from dnfa.accounts.access import public
from dnfa.accounts.forms import CodeForm, FirstPasswordForm, ForgottenForm, locked_error
from dnfa.accounts.locks import locked_until
from dnfa.accounts.second_factor import second_factor_passes
from dnfa.core.audit import because
from dnfa.core.clock import local_now
from dnfa.environment import IdentityProvider

logger = logging.getLogger(__name__)
CITY_BACK = "city_sign_in_back"  # in the anonymous session: where the person wanted to go


@public
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code, of somebody whose password was right a few minutes ago."""
    now = local_now()
    waiting = sign_in.pending(request, now=now)
    if waiting is None:
        messages.info(request, _("Phiên đăng nhập đã quá hạn. Hãy đăng nhập lại."))
        return redirect("accounts:login")
    user, back = waiting
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        attempt = sign_in.attempt_of(request, user.username)
        if second_factor_passes(user=user, code=form.cleaned_data["code"], attempt=attempt, now=now):
            return sign_in.complete(request, user, back=back, now=now, passed=True)
        end = locked_until(attempt, now=now)
        form.add_error(
            "code", _("Mã chưa đúng, đã dùng rồi hoặc đã hết hạn.") if end is None else locked_error(end)
        )
    return render(request, "registration/second_factor.html", {"form": form})


@public
@require_http_methods(["GET", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the mail address and send the link there; the answer is the same whoever asks."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password_links.queue_link(email=form.cleaned_data["email"], base=request.build_absolute_uri("/"))
        return redirect("accounts:password_forgotten_sent")
    return render(request, "registration/password_forgotten.html", {"form": form})


@public
@require_safe
def password_forgotten_sent(request: HttpRequest) -> HttpResponse:
    """Say what comes next."""
    return render(request, "registration/password_forgotten_sent.html")


class PasswordSetView(auth_views.PasswordResetConfirmView):
    """Set a password by the link; Django moves the token from the address into the session first."""

    access = public
    template_name = "registration/password_set.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, end every session, lead to the sign-in: the second factor is asked there."""
        with because(_("Đặt mật khẩu qua liên kết gửi bằng thư")):
            response = super().form_valid(form)
            password_links.password_was_set(user=form.user, now=local_now())
        messages.success(self.request, _("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới."))
        return response


def _provider() -> IdentityProvider:
    known = city_sign_in.provider()
    if known is None:
        raise Http404
    return known


def _not_let_in(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("accounts:login")


@public
@never_cache
@require_safe
def city_start(request: HttpRequest) -> HttpResponse:
    """Send the person to the city's identity provider."""
    known = _provider()
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    request.session[CITY_BACK] = back if is_ours else "/"
    here = request.build_absolute_uri(reverse("accounts:city_return"))
    try:
        answer: HttpResponse = city_sign_in.client(known).authorize_redirect(request, here)
    except (OAuthError, requests.RequestException, RuntimeError) as error:
        logger.warning("identity provider cannot be asked: %s", error)
        return _not_let_in(
            request, _("Hệ thống đăng nhập của thành phố chưa trả lời. Hãy đăng nhập bằng mật khẩu.")
        )
    return answer


@public
@never_cache
@require_safe
def city_return(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer and open the door to an account that exists."""
    known, now = _provider(), local_now()
    back = request.session.pop(CITY_BACK, "/")
    try:
        claims = city_sign_in.claims_of(request, known)
    except (OAuthError, JoseError, requests.RequestException, RuntimeError, ValueError) as error:
        logger.warning("identity provider's answer refused: %s", error)
        return _not_let_in(
            request, _("Đăng nhập bằng tài khoản của thành phố chưa thành công. Hãy thử lại từ đầu.")
        )
    user = city_sign_in.person_of(claims=claims, known=known, now=now)
    if user is None:
        return _not_let_in(
            request,
            _(
                "Tài khoản của thành phố này chưa gắn với tài khoản nào đang dùng trong sổ. Hãy đăng nhập bằng mật "
                "khẩu, hoặc nhờ người quản lý đầu mối của cơ quan mời bạn với đúng thư điện tử công vụ."
            ),
        )
    return sign_in.begin(request, user, back=back, now=now)
