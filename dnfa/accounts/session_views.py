"""Where one is signed in, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dnfa.accounts import sessions
from dnfa.accounts.access import SignedInRequest, signed_in
from dnfa.accounts.addresses import device_name
from dnfa.core.clock import local_now


@signed_in
@never_cache
@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    """The browsers in which this person is signed in."""
    key = request.session.session_key
    rows = [
        {
            "pk": row.pk,
            "device": device_name(row.agent),
            "address": row.address or "",
            "started_at": row.started_at,
            "last_seen_at": row.last_seen_at,
            "is_this": row.session_id == key,
        }
        for row in sessions.sessions_of(request.user, now=local_now())
    ]
    return render(request, "accounts/sessions.html", {"rows": rows, "has_others": len(rows) > 1})


@signed_in
@require_POST
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign out of one of one's browsers; of this one by signing out."""
    chosen = get_object_or_404(request.user.open_sessions, pk=pk)
    if chosen.session_id == request.session.session_key:
        messages.info(request, _("Đây là phiên bạn đang dùng; hãy bấm “Đăng xuất”."))
        return redirect("accounts:sessions")
    sessions.end_session(session=chosen)
    messages.success(request, _("Đã đóng phiên đăng nhập đó."))
    return redirect("accounts:sessions")


@signed_in
@require_POST
def sessions_end_others(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    count = sessions.end_sessions(user=request.user, keep=request.session.session_key)
    messages.success(
        request,
        ngettext("Đã đóng %(count)d phiên khác.", "Đã đóng %(count)d phiên khác.", count) % {"count": count},
    )
    return redirect("accounts:sessions")
