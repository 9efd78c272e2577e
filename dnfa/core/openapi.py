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
        return parameters


def document_errors(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Post-processing hook: the envelope as answer to 400, 401, 403 and 404 of every operation."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR_SCHEMA
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path, operations in result.get("paths", {}).items():
        answers = ERRORS_OF_EVERY_OPERATION | (ERRORS_OF_ONE_RECORD if "{" in path else ERRORS_OF_PAGES)
        for method in METHODS & set(operations):
            for status, description in answers.items():
                operations[method]["responses"].setdefault(
                    status, {"description": description, "content": content}
                )
    return result
