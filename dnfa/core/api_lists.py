"""Pages, filters and days of API lists.

`rest_framework.generics` imports these classes by its settings, so this module must not import it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.filterset import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from django_filters.widgets import SuffixedMultiWidget
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from dnfa.core.clock import local_today
from dnfa.core.errors import InvalidInput

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POSITIVE = re.compile(r"[0-9]{1,9}")
# Outside these years no question to the register has a meaning, and month arithmetic may overflow.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


def parse_day(text: str, *, parameter: str) -> date:
    """Read a calendar day in ISO form; `InvalidInput` naming the parameter on anything else (2023-02-30, 31/12/2023)."""
    if _ISO_DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is not None and EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            return day
    raise InvalidInput(
        "invalid_date",
        gettext_lazy("Ngày không hợp lệ."),
        {
            parameter: [
                _("“%(text)s” không phải là ngày có thật ở dạng năm-tháng-ngày, ví dụ 2023-12-26.")
                % {"text": text[:40]}
            ]
        },
    )


def as_of_from(request: HttpRequest | Request, *, parameter: str = "as_of") -> date:
    """The day the caller asks about: `?as_of=2023-12-26`, today in Đà Nẵng when absent or empty."""
    text = request.GET.get(parameter, "").strip()
    return parse_day(text, parameter=parameter) if text else local_today()


class StandardPagination(PageNumberPagination):
    """Numbered pages: `page` from 1, `page_size` 1 to 200 (50 when not given)."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    page_size_query_description: Any = gettext_lazy("Số dòng mỗi trang, từ 1 đến 200; mặc định 50.")
    page_query_description: Any = gettext_lazy("Số thứ tự trang, từ 1.")
    invalid_page_message: Any = gettext_lazy("Không có trang này.")

    def get_page_size(self, request: Request) -> int:
        """Refuse what is no size between 1 and 200, rather than quietly giving another one."""
        return self._number(request, self.page_size_query_param, self.page_size, self.max_page_size)

    def get_page_number(self, request: Request, _paginator: Any) -> int:
        """Refuse what is no number; a page past the end is 404."""
        return self._number(request, self.page_query_param, 1, None)

    @staticmethod
    def _number(request: Request, parameter: str, default: int, most: int | None) -> int:
        text = request.query_params.get(parameter, "")
        if not text:
            return default
        if _POSITIVE.fullmatch(text) and int(text) >= 1 and (most is None or int(text) <= most):
            return int(text)
        message = (
            _("Phải là số nguyên từ 1 đến %(most)s.") % {"most": most}
            if most
            else _("Phải là số nguyên từ 1 trở lên.")
        )
        raise exceptions.ValidationError({parameter: [message]})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe the four members, all of them always there."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["required"] = ["count", "next", "previous", "results"]
        return described


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter that refuses parameters it does not know: a misspelt filter must not return everything."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Check the parameter names, then filter; a single record takes no filter."""
        is_list = not getattr(view, "detail", False)
        filterset = self.get_filterset(request, queryset, view) if is_list else None
        self.refuse_unknown(request, view, filterset)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise exceptions.ValidationError(filterset.errors)
        return filterset.qs

    def refuse_unknown(self, request: Request, view: Any, filterset: FilterSet | None) -> None:
        """Raise 400 naming each unknown parameter and all the known ones."""
        known = set(parameter_names(filterset)) if filterset is not None else set()
        if getattr(view, "accepts_as_of", False):
            known.add("as_of")
        if not getattr(view, "detail", False) and getattr(view, "paginator", None) is not None:
            known |= {StandardPagination.page_query_param, StandardPagination.page_size_query_param}
        refuse_unknown_parameters(request, known)


def refuse_unknown_parameters(request: HttpRequest | Request, known: set[str]) -> None:
    """Raise `InvalidInput` (400) when the query string has a parameter outside `known`."""
    unknown = sorted(set(request.GET) - known)
    if not unknown:
        return
    listed = ", ".join(sorted(known)) or _("không có")
    sentence = gettext_lazy("Tham số này không có ở đây. Các tham số dùng được: %(known)s.") % {
        "known": listed
    }
    raise InvalidInput(
        "unknown_parameter",
        gettext_lazy("Có tham số không dùng được."),
        {name[:80]: [sentence] for name in unknown},
    )


def parameter_names(filterset: FilterSet) -> list[str]:
    """The query parameters a filter set reads; a range reads two (`since_after`, `since_before`)."""
    names: list[str] = []
    for name, field in filterset.form.fields.items():
        widget = field.widget
        if isinstance(widget, SuffixedMultiWidget):
            names += [f"{name}_{suffix}" if suffix else name for suffix in widget.suffixes]
        else:
            names.append(name)
    return names
