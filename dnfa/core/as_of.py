"""The day a request asks about, for code that serves pages and the API alike."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from dnfa.core.api import as_of_from, is_api_request
from dnfa.core.clock import local_today
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
