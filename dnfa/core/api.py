"""What every address of the API shares: pages, filters, errors and the read-only register view.

Lists answer exactly `{"count", "next", "previous", "results"}`, errors `{"error": {"code", "message",
"fields"}}` with the message in the caller's language. Rooms write `def register(router)` in their
`api.py`; dnfa/api_urls.py calls them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.db.models.expressions import BaseExpression
from django.http import HttpRequest, JsonResponse
from django.utils.functional import cached_property
from rest_framework import viewsets
from rest_framework.response import Response

from dnfa.core.api_errors import answer_to
from dnfa.core.api_lists import (
    StandardPagination,
    StrictFilterBackend,
    as_of_from,
    parameter_names,
    parse_day,
    refuse_unknown_parameters,
)

__all__ = [
    "RegisterViewSet",
    "StandardPagination",
    "StrictFilterBackend",
    "as_of_from",
    "envelope",
    "exception_handler",
    "is_api_request",
    "parameter_names",
    "parse_day",
    "refuse_unknown_parameters",
]

API_PREFIX = "/api/"


def is_api_request(request: HttpRequest) -> bool:
    """Whether the caller expects JSON (its address is below /api/)."""
    return request.path.startswith(API_PREFIX)


def envelope(
    code: str,
    message: str,
    fields: dict[str, list[str]] | None = None,
    *,
    status: int,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """Return the error envelope as a plain Django response, for refusals before or outside DRF."""
    body = {"error": {"code": code, "message": message, "fields": fields or {}}}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def exception_handler(exc: Exception, _context: dict[str, Any]) -> Response | None:
    """Turn every foreseen failure into the envelope; None (a server error) for what nobody foresaw."""
    answer = answer_to(exc)
    if answer is None:
        return None
    body = {"error": {"code": answer.code, "message": answer.message, "fields": answer.fields}}
    return Response(body, status=answer.status, headers=answer.headers)


class RegisterViewSet(viewsets.ReadOnlyModelViewSet[Any]):
    """Read-only list and detail of a register's model.

    A subclass sets `model`, `serializer_class`, `access`, `ordering` (the primary key last), perhaps
    `filterset_class` and `accepts_as_of`, and overrides `rows` to bring what its serializer reads: it
    starts from the rows this person may see. Records with a `key` are looked up by it.
    """

    model: ClassVar[type[Model]]
    access: ClassVar[Any] = None
    ordering: ClassVar[tuple[str | BaseExpression, ...]] = ()
    accepts_as_of: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" not in cls.__dict__:
            return
        if not cls.ordering or cls.ordering[-1] not in {"pk", "-pk"}:
            message = f"{cls.__name__}.ordering must end with the primary key"
            raise ImproperlyConfigured(message)
        if "lookup_field" not in cls.__dict__ and any(
            field.name == "key" for field in cls.model._meta.get_fields()
        ):
            cls.lookup_field = "key"

    @cached_property
    def as_of(self) -> date:
        """The day the caller asks about."""
        return as_of_from(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        """`rows` in the declared order; nobody's when the schema is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        rows: Any = self.rows()
        ordered: QuerySet[Any] = rows.order_by(*self.ordering)
        return ordered

    def rows(self) -> QuerySet[Any]:
        """The records this person may see, with what the serializer reads."""
        manager: Any = self.model._default_manager
        seen: QuerySet[Any] = manager.visible_to(self.request.user)
        return seen

    def get_serializer_context(self) -> dict[str, Any]:
        """Give serializers the day where the view takes one."""
        context = dict(super().get_serializer_context())
        if self.accepts_as_of and not getattr(self, "swagger_fake_view", False):
            context["as_of"] = self.as_of
        return context
