"""What every request carries: its number, its author for the audit trail, its refusal page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from pghistory.middleware import HistoryMiddleware

from dnfa import logs
from dnfa.core.api import envelope, is_api_request
from dnfa.core.errors import DomainError
from dnfa.core.identity import audit_identity

GetResponse = Callable[[HttpRequest], HttpResponse]

REQUEST_ID_HEADER = "X-Request-ID"
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class VietnameseFirstMiddleware(LocaleMiddleware):
    """Speak Vietnamese on pages until the person chooses otherwise.

    Office browsers are often installed in English: on pages only the choice remembered in the cookie
    counts. The API follows `Accept-Language`, as programs expect.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        if is_api_request(request):
            super().process_request(request)
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


class RequestIdMiddleware:
    """Give each request a number, on its log lines, in the audit trail and back in the answer.

    A number sent by the caller (a proxy, another system) is kept when it is 8 to 64 characters of
    letters, digits, dot, dash and underscore; anything else could forge log lines and is replaced.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(REQUEST_ID_HEADER, "")
        number = given if _ACCEPTABLE_ID.fullmatch(given) else uuid.uuid4().hex
        logs.request_id.set(number)
        response = self.get_response(request)
        response[REQUEST_ID_HEADER] = number
        return response


@receiver(request_finished)
def forget_request_id(**_kwargs: Any) -> None:
    """Take the number off the thread; not earlier, for Django logs a bad answer after the middleware is left."""
    logs.request_id.set("-")


class AuditContextMiddleware(HistoryMiddleware):
    """Open the audit context of a request: who (id, name, role), which address, method and request number."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what each change of this request will carry in its history."""
        return {
            **audit_identity(getattr(request, "user", None)),
            "url": request.path,
            "method": request.method,
            "request_id": logs.request_id.get(),
        }


class DomainErrorMiddleware:
    """Answer a refusal of the domain with its own page (or envelope) instead of a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Handle `DomainError` only; DRF views answer theirs before this is asked."""
        if not isinstance(exception, DomainError):
            return None
        if is_api_request(request):
            return envelope(exception.code, str(exception), exception.fields, status=exception.http_status)
        context = {"error": exception, "status": exception.http_status}
        return render(request, "core/refusal.html", context, status=exception.http_status)
