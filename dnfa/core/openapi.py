"""What the published schema says of every operation: the day asked about, and the one error envelope."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string", "description": "Mã ổn định cho chương trình."},
                "message": {
                    "type": "string",
                    "description": "Câu cho người đọc, theo Accept-Language (vi, en).",
                },
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    "description": "Các câu theo tên trường hoặc tên tham số.",
                },
            },
        }
    },
}
ERRORS_OF_EVERY_OPERATION = {
    "400": "Tham số hoặc dữ liệu không hợp lệ.",
    "401": "Chưa đăng nhập hoặc mã truy cập không còn dùng được.",
    "403": "Không có quyền.",
}
ERRORS_OF_ONE_RECORD = {"404": "Không có bản ghi này, hoặc người hỏi không được biết đến nó."}
ERRORS_OF_PAGES = {"404": "Không có trang này."}
STALE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error", "current"],
    "properties": {
        "error": ERROR_SCHEMA["properties"]["error"],
        "current": {
            "type": "object",
            "additionalProperties": True,
            "description": "Bản ghi như đang lưu, cùng dạng với câu trả lời khi đọc; ETag mới ở đầu mục.",
        },
    },
}
# What a write may be answered with, by the header of the request that brings it about.
ERRORS_OF_VERSIONS = {
    "412": "Bản ghi đã được sửa sau khi đọc (stale_version); “current” là bản đang lưu.",
    "428": "Thiếu If-Match (precondition_required).",
}
ERRORS_OF_REPEATS = {
    "409": "Mâu thuẫn với trạng thái hiện tại, hoặc yêu cầu trước cùng khóa đang chạy (idempotency_key_busy).",
    "422": "Khóa Idempotency-Key đã dùng cho một yêu cầu khác (idempotency_key_reused).",
}
IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY = "If-Match", "If-None-Match", "Idempotency-Key"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


class RegisterSchema(AutoSchema):
    """drf-spectacular's schema, with `as_of` where a view takes it."""

    def get_override_parameters(self) -> list[Any]:
        """Add `as_of` to lists and details of views that declare `accepts_as_of`."""
        parameters: list[Any] = list(super().get_override_parameters())
        if getattr(self.view, "accepts_as_of", False):
            parameters.append(
                OpenApiParameter(
                    "as_of",
                    OpenApiTypes.DATE,
                    description="Tính đến hết ngày này (năm-tháng-ngày); mặc định là hôm nay theo giờ Việt Nam.",
                )
            )
        return parameters + self._of_writing()

    def _of_writing(self) -> list[OpenApiParameter]:
        """The headers of a view that writes (dnfa/core/api_writes.py), asked and answered."""
        view: Any = self.view
        told: list[OpenApiParameter] = []
        is_write = self.method in {"POST", "PATCH", "PUT", "DELETE"}
        if is_write and getattr(view, "repeats_safely", False):
            told += [
                _header(
                    IDEMPOTENCY_KEY,
                    "1–200 ký tự ASCII; gửi lại cùng khóa trong 24 giờ nhận lại câu trả lời đầu.",
                ),
                _header("Idempotency-Replayed", "“true” khi đây là câu trả lời đã nhớ.", answered=True),
            ]
        if not getattr(view, "is_versioned", bool)():
            return told
        is_detail = bool(getattr(view, "detail", False))
        if is_write and is_detail:
            needed = view.action not in view.versionless_actions
            told.append(_header(IF_MATCH, "ETag của bản ghi đã đọc; “*” không được nhận.", required=needed))
        elif is_detail and view.action == "retrieve":
            told.append(_header(IF_NONE_MATCH, "ETag đã có; 304 khi câu trả lời không đổi."))
        if is_detail or view.action == "create":
            told.append(_header("ETag", "Phiên bản của bản ghi và dấu của câu trả lời.", answered=True))
        if view.action == "create":
            told.append(_header("Location", "Địa chỉ của bản ghi mới.", answered=True))
        return told

    def get_request_serializer(self) -> Any:
        """What a room's service takes, not what reading gives; a deed without facts takes nothing."""
        view: Any = self.view
        if not hasattr(view, "write_serializer_class"):
            return super().get_request_serializer()
        if view.action == "create":
            return view.create_serializer_class or view.write_serializer_class
        return view.write_serializer_class if view.action == "partial_update" else None

    def get_response_serializers(self) -> Any:
        """The answer to making a record is the answer to reading it."""
        view: Any = self.view
        if not hasattr(view, "write_serializer_class") or view.action != "create":
            return super().get_response_serializers()
        view.detail = True
        try:
            return super().get_response_serializers()
        finally:
            view.detail = False


def _header(
    name: str, description: str, *, required: bool = False, answered: bool = False
) -> OpenApiParameter:
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, description=description, required=required, response=answered
    )


def _errors_of(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    headers = {told["name"] for told in operation.get("parameters", ()) if told["in"] == "header"}
    answers = dict(ERRORS_OF_EVERY_OPERATION)
    if "{" in path:
        answers |= ERRORS_OF_ONE_RECORD
    elif method == "get":
        answers |= ERRORS_OF_PAGES
    if IF_MATCH in headers:
        answers |= ERRORS_OF_VERSIONS
    if IDEMPOTENCY_KEY in headers:
        answers |= ERRORS_OF_REPEATS
    return answers


def document_errors(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Post-processing hook: the envelope as answer to the refusals each operation knows."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Error"], schemas["StaleError"] = ERROR_SCHEMA, STALE_SCHEMA
    for path, operations in result.get("paths", {}).items():
        for method in METHODS & set(operations):
            operation = operations[method]
            for status, description in _errors_of(path, method, operation).items():
                name = "StaleError" if status == "412" else "Error"
                content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
                operation["responses"].setdefault(status, {"description": description, "content": content})
            if any(told["name"] == IF_NONE_MATCH for told in operation.get("parameters", ())):
                operation["responses"].setdefault("304", {"description": "Câu trả lời đã có không đổi."})
    return result
