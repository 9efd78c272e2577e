"""Failures the API foresees, and the code and sentence each is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from dnfa.core.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Code of DRF → sentence. The codes are part of the published interface (docs/api.md).
SENTENCES: dict[str, StrOrPromise] = {
    "invalid": gettext_lazy("Dữ liệu gửi lên chưa hợp lệ."),
    "parse_error": gettext_lazy("Nội dung gửi lên không đọc được; cần JSON đúng cú pháp, mã hóa UTF-8."),
    "not_authenticated": gettext_lazy(
        "Cần đăng nhập, hoặc gửi mã truy cập ở đầu mục “Authorization: Token …”."
    ),
    "permission_denied": gettext_lazy("Bạn không có quyền làm việc này."),
    "not_found": gettext_lazy("Không tìm thấy."),
    "method_not_allowed": gettext_lazy("Địa chỉ này không nhận phương thức vừa dùng."),
    "not_acceptable": gettext_lazy("Địa chỉ này chỉ trả lời bằng JSON."),
    "unsupported_media_type": gettext_lazy("Kiểu nội dung gửi lên không được hỗ trợ; hãy gửi JSON."),
    "throttled": gettext_lazy("Gửi quá nhiều yêu cầu; hãy thử lại sau ít phút."),
    "conflict": gettext_lazy("Bản ghi mâu thuẫn với một bản ghi đã có (trùng khóa hoặc trùng thời gian)."),
}
# What DRF adds here is technical English, or says what a header says too.
ALWAYS_GENERAL = frozenset({"parse_error", "method_not_allowed", "throttled", "unsupported_media_type"})
# PostgreSQL: exclusion constraint, unique constraint.
CONFLICTING_STATES = frozenset({"23P01", "23505"})


@dataclass(frozen=True)
class Answer:
    """What goes into the envelope, the status line and the headers."""

    status: int
    code: str
    message: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def answer_to(exc: Exception) -> Answer | None:
    """Return the answer to a foreseen failure, None for any other. Rolls the request's transaction back."""
    answer = _answer_to(exc)
    if answer is not None:
        set_rollback()
    return answer


def _answer_to(exc: Exception) -> Answer | None:
    if isinstance(exc, DomainError):
        return Answer(exc.http_status, exc.code, str(exc), exc.fields)
    if isinstance(exc, exceptions.APIException):
        return _of_framework(exc)
    return _of_django(exc)


def _of_django(exc: Exception) -> Answer | None:
    if isinstance(exc, DjangoValidationError):
        return Answer(400, "invalid", str(SENTENCES["invalid"]), _fields_of_django(exc))
    if isinstance(exc, Http404):
        return Answer(404, "not_found", str(SENTENCES["not_found"]))
    if isinstance(exc, PermissionDenied):
        return Answer(403, "permission_denied", str(exc) or str(SENTENCES["permission_denied"]))
    if isinstance(exc, IntegrityError) and getattr(exc.__cause__, "sqlstate", "") in CONFLICTING_STATES:
        return Answer(409, "conflict", str(SENTENCES["conflict"]))
    return None


def _of_framework(exc: exceptions.APIException) -> Answer:
    headers: dict[str, str] = {}
    if key := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(key)
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(exc, exceptions.ValidationError):
        return Answer(exc.status_code, "invalid", str(SENTENCES["invalid"]), flat_fields(exc.detail), headers)
    code = exc.default_code if exc.default_code != "error" else "server_error"
    # What we raise ourselves says more than the general sentence; what DRF says by default says less.
    general = code in SENTENCES and (exc.detail == exc.default_detail or code in ALWAYS_GENERAL)
    message = str(SENTENCES[code]) if general else str(exc.detail)
    return Answer(exc.status_code, code, message, headers=headers)


def _fields_of_django(exc: DjangoValidationError) -> dict[str, list[str]]:
    if not hasattr(exc, "error_dict"):
        return {api_settings.NON_FIELD_ERRORS_KEY: exc.messages}
    return {
        api_settings.NON_FIELD_ERRORS_KEY if name == NON_FIELD_ERRORS else name: list(messages)
        for name, messages in exc.message_dict.items()
    }


def flat_fields(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Flatten DRF's nested detail: `{"parties": [{"role": ["…"]}]}` becomes `{"parties.0.role": ["…"]}`."""
    if isinstance(detail, Mapping):
        pairs = [(str(name), value) for name, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, Mapping | list) for item in detail):
        pairs = [(str(index), item) for index, item in enumerate(detail)]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {prefix or api_settings.NON_FIELD_ERRORS_KEY: [str(text) for text in texts]} if texts else {}
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields |= flat_fields(value, f"{prefix}.{name}" if prefix else name)
    return fields


def explain_server_error() -> str:
    """The sentence for a failure nobody foresaw (handler500 below /api/)."""
    return _("Hệ thống gặp lỗi ngoài dự kiến; sự việc đã được ghi lại.")
