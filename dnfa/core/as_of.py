"""The day a request asks about, for code that serves pages and the API alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import django_filters
from django.http import HttpRequest
from django.utils.functional import cached_property

from dnfa.core.api import as_of_from, is_api_request
from dnfa.core.clock import local_today
from dnfa.core.listing import Column
from dnfa.core.partial_dates import InvalidPartialDate, parse_vi


def asked_day(request: HttpRequest | None) -> date:
    """`?as_of=` of a request, else today in Đà Nẵng.

    The API reads ISO days only and refuses anything else (`InvalidInput`). A page reads what people type
    ("2023" is 31/12/2023); it shows its own error for nonsense, so nonsense is today here.
    """
    if request is None:
        return local_today()
    if is_api_request(request):
        return as_of_from(request)
    typed = request.GET.get("as_of", "").strip()
    try:
        return parse_vi(typed).last_day() if typed else local_today()
    except InvalidPartialDate:
        return local_today()


class AsOfFilterSet(django_filters.FilterSet):
    """A filter set some of whose questions are about a day."""

    @cached_property
    def as_of(self) -> date:
        """The day the request asks about."""
        return asked_day(self.request)


def on_day(url: str, request: HttpRequest) -> str:
    """An address that speaks of the same day as the page it stands on: `?as_of=` is carried along as typed."""
    typed = request.GET.get("as_of", "").strip()
    if not typed or not url:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'as_of': typed})}"


class KeepsDay:
    """A list page whose rows lead to pages as of the same day."""

    def get_columns(self) -> Sequence[Column]:
        """The list's columns with `as_of` on their links."""
        return [self._on_day(column) for column in super().get_columns()]  # type: ignore[misc]  # a mixin before RegisterListView

    def _on_day(self, column: Column) -> Column:
        request: HttpRequest = self.request  # type: ignore[attr-defined]  # as above
        return (
            replace(column, link=lambda row: on_day(column.href_of(row), request)) if column.link else column
        )
