"""The doorkeeper: a view that has not said who may open it is opened by nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from dnfa.accounts.access import Access, declared_access, dotted_path, is_api_view
from dnfa.core.api import envelope, is_api_request

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


def refusal(request: HttpRequest, access: Access | None) -> HttpResponse:
    """403: a page that says which roles may and who grants them, the envelope below /api/."""
    if is_api_request(request):
        return envelope("permission_denied", _("Bạn không có quyền làm việc này."), status=403)
    return render(
        request, "accounts/refused.html", {"allowed": access.describe() if access else ""}, status=403
    )


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send an anonymous person to sign in and back to where they were; 401 below /api/.

    A part of a page fetched by htmx makes the whole page go to the sign-in, not the part.
    """
    if is_api_request(request):
        headers = {"WWW-Authenticate": "Token"}
        return envelope("not_authenticated", _("Cần đăng nhập."), status=401, headers=headers)
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
