"""One's own second factor: set up, new recovery codes, leave; and taking away a lost one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dnfa.accounts import second_factor
from dnfa.accounts.access import SignedInRequest, roles, signed_in
from dnfa.accounts.enums import Role
from dnfa.accounts.focal_point_forms import ReasonForm
from dnfa.accounts.forms import CodeForm, FirstCodeForm
from dnfa.accounts.models import SecondFactor
from dnfa.accounts.rules import needs_second_factor
from dnfa.accounts.sign_in import PASSED, attempt_of
from dnfa.core.clock import local_now
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import Conflict, InvalidInput

NEW_KEY = "second_factor_new"  # in the session, sealed: what the QR code on the page says


def _own(request: SignedInRequest) -> SecondFactor | None:
    return SecondFactor.objects.filter(user=request.user).prefetch_related("recovery_codes").first()


def _page(
    request: SignedInRequest, *, form: Any = None, leave_form: Any = None, status: int = 200, **context: Any
) -> HttpResponse:
    factor = _own(request)
    told: dict[str, Any] = {
        "factor": factor,
        "is_needed": needs_second_factor(request.user),
        "leave_form": None,
        **context,
    }
    if factor is None:
        secret = _secret(request)
        side, path = second_factor.qr_path(second_factor.provisioning_uri(request.user, secret))
        spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        told |= {"form": form or FirstCodeForm(), "qr_side": side, "qr_path": path, "secret": spaced}
    else:
        left = sum(code.used_at is None for code in factor.recovery_codes.all())
        told |= {
            "form": form or CodeForm(auto_id="id_renew_%s"),
            "leave_form": leave_form or CodeForm(auto_id="id_leave_%s"),
            "codes_left": ngettext("còn %(count)d mã", "còn %(count)d mã", left) % {"count": left},
        }
    return render(request, "accounts/second_factor.html", told, status=status)


def _secret(request: SignedInRequest) -> str:
    if NEW_KEY not in request.session:
        request.session[NEW_KEY] = second_factor.seal(second_factor.new_secret())
    return second_factor.unseal(request.session[NEW_KEY])


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_setup(request: SignedInRequest) -> HttpResponse:
    """Show the QR code and take the first code of the app; then show the recovery codes, this once."""
    if request.method != "POST":
        return _page(request)
    form = FirstCodeForm(request.POST)
    if form.is_valid():
        try:
            codes = second_factor.second_factor_enrol(
                user=request.user,
                secret=_secret(request),
                code=form.cleaned_data["code"],
                now=local_now(),
                keep_session=request.session.session_key,
            )
        except Conflict as error:
            messages.info(request, str(error))
            return redirect("accounts:second_factor_setup")
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            request.session.pop(NEW_KEY, None)
            request.session[PASSED] = True
            return _page(request, codes=codes)
    return _page(request, form=form)


@signed_in
@never_cache
@require_POST
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    form = CodeForm(request.POST, auto_id="id_renew_%s")
    if form.is_valid():
        try:
            codes = second_factor.recovery_codes_renew(
                user=request.user,
                code=form.cleaned_data["code"],
                attempt=attempt_of(request, request.user.username),
                now=local_now(),
            )
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            return _page(request, codes=codes)
    return _page(request, form=form)


@signed_in
@require_POST
def second_factor_leave(request: SignedInRequest) -> HttpResponse:
    """Sign in by the password alone again."""
    form = CodeForm(request.POST, auto_id="id_leave_%s")
    if form.is_valid():
        try:
            second_factor.second_factor_leave(
                user=request.user,
                code=form.cleaned_data["code"],
                attempt=attempt_of(request, request.user.username),
                now=local_now(),
            )
        except InvalidInput as error:
            apply_refusal(form, error)
        else:
            messages.success(request, _("Đã bỏ xác thực hai lớp. Từ nay chỉ hỏi mật khẩu."))
            return redirect("accounts:profile")
    return _page(request, leave_form=form)


@roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def second_factor_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away somebody's lost factor, with the reason."""
    factor = get_object_or_404(SecondFactor.objects.select_related("user"), user=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    listed = reverse("admin:accounts_secondfactor_changelist")
    if form.is_valid():
        second_factor.second_factor_reset(
            user=factor.user, by=request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Đã gỡ xác thực hai lớp của %(name)s.") % {"name": factor.user.full_name})
        return redirect(listed)
    context = {"form": form, "person": factor.user, "cancel_url": listed}
    return render(request, "accounts/second_factor_reset.html", context)
