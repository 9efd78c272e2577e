"""Last answers: a page for people, the error envelope for callers of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views import defaults

from dnfa.core.api import envelope, is_api_request
from dnfa.core.api_errors import SENTENCES, explain_server_error


def _either(page: Callable[..., HttpResponseBase], code: str, status: int) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_api_request(request):
            return envelope(code, str(SENTENCES[code]), status=status)
        return page(request, *args, **kwargs)

    return view


bad_request = _either(defaults.bad_request, "invalid", 400)
forbidden = _either(defaults.permission_denied, "permission_denied", 403)
not_found = _either(defaults.page_not_found, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """A failure nobody foresaw: the log has the traceback, the caller a sentence."""
    if is_api_request(request):
        return envelope("server_error", explain_server_error(), status=500)
    return defaults.server_error(request)
