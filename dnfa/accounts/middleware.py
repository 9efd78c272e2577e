"""The doorkeepers: a view that has not said who may open it is opened by nobody; who lacks a second factor sets it up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from dnfa.accounts.access import Access, declared_access, dotted_path, is_api_view
from dnfa.accounts.models import User
from dnfa.accounts.rules import needs_second_factor
from dnfa.accounts.second_factor import is_enrolled
from dnfa.accounts.sessions import note_seen
from dnfa.accounts.sign_in import PASSED
from dnfa.core.api import envelope, is_api_request
from dnfa.core.clock import local_now

logger = logging.getLogger(__name__)


class DeclaredAccessMiddleware:
    """Let a request through only where the view's declared access (dnfa/accounts/access.py) allows its person.

    API views are only checked for having a declaration: DRF finds the person behind a token later and
    `DeclaredAccessPermission` decides then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Sequence[Any], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return the refusal, or None to go on."""
        namespaces = request.resolver_match.namespaces if request.resolver_match else []
        access = declared_access(view, namespaces)
        if access is None:
            logger.error("%s has not declared its access", dotted_path(view))
            return refusal(request, None)
        if is_api_view(view) or access.allows(request.user):
            return None
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return refusal(request, access)


# What a person may open who is signed in but still has to set the second factor up.
BEFORE_SECOND_FACTOR = frozenset(
    {"accounts:second_factor_setup", "accounts:logout", "set_language", "healthz"}
)


class SecondFactorMiddleware:
    """Lead a person whose role needs a second factor (`DNFA_SECOND_FACTOR_ROLES`) to setting it up, from wherever.

    Who has one but has not shown it in this session signs in again. Below /api/ a session without it is refused (403).
    A token is no session: DRF finds its person later.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Return the refusal or the way to the set-up, or None to go on."""
        if not settings.DNFA_SECOND_FACTOR_ROLES:
            return None
        user = request.user
        if not isinstance(user, User) or not needs_second_factor(user) or request.session.get(PASSED):
            return None
        if request.resolver_match and request.resolver_match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if is_api_request(request):
            return envelope("second_factor_required", _("Cần xác thực hai lớp."), status=403)
        if is_enrolled(user):
            logout(request)
            return to_sign_in(request)
        return redirect("accounts:second_factor_setup")


class LastSeenMiddleware:
    """Keep the list of a person's sessions true to a few minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            note_seen(request=request, now=local_now())
        return self.get_response(request)


def refusal(request: HttpRequest, access: Access | None) -> HttpResponse:
    """403: a page that says which roles may and who grants them, the envelope below /api/."""
    if is_api_request(request):
        return envelope("permission_denied", _("Bạn không có quyền làm việc này."), status=403)
    return render(
        request, "accounts/refused.html", {"allowed": access.describe() if access else ""}, status=403
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send an anonymous person to sign in and back to where they were; 401 below /api/.

    A part of a page fetched by htmx makes the whole page go to the sign-in, not the part; a form that is kept while it is
    typed (static/js/autosave.js) stays where it is, with what is typed in it.
    """
    if is_api_request(request):
        headers = {"WWW-Authenticate": "Token"}
        return envelope("not_authenticated", _("Cần đăng nhập."), status=401, headers=headers)
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"error": _("Cần đăng nhập.")}, status=401)
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else _page_before(request)
    if getattr(request, "htmx", None):
        back = _local_path(request, request.htmx.current_url) or back  # type: ignore[attr-defined]
        response = HttpResponse(status=401)
        response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        return response
    return redirect_to_login(back)


def _page_before(request: HttpRequest) -> str:
    """The page a form was sent from: after signing in a GET of the form's address would answer 405."""
    return _local_path(request, request.headers.get("Referer")) or "/"


def _local_path(request: HttpRequest, url: str | None) -> str | None:
    if not url or not url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return None
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
