"""Exchange rates as lists, forms and the API read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreements.models import ExchangeRate, FundingLine
from agreements.querysets.funding import ExchangeRateQuerySet
from dnfa.core.partial_dates import PartialDate

MOST_OFFERED = 5


def rate_rows(user: Any) -> ExchangeRateQuerySet:
    """The rates `user` may see, each with the number of lines the same person sees at it (`line_count`) and its neighbours."""
    lines = FundingLine.objects.visible_to(user)
    rows = ExchangeRate.objects.visible_to(user).with_line_count(lines)
    return rows.select_related("replaces", "replacement", "recorded_by")


def day_of_rate(booked_on: PartialDate | None, today: date) -> date:
    """The day whose rate a line takes: the last that its date can mean, today for one without a date."""
    return min(booked_on.last_day(), today) if booked_on else today


def rates_near(currency: str, day: date) -> list[ExchangeRate]:
    """The standing rates of a currency nearest a day, nearest first; of two as far away the earlier goes first."""
    known = ExchangeRate.objects.standing().filter(currency=currency)
    before = known.filter(day__lte=day).order_by("-day", "-pk")[:MOST_OFFERED]
    after = known.filter(day__gt=day).order_by("day", "-pk")[:MOST_OFFERED]
    found = sorted([*before, *after], key=lambda rate: (abs((rate.day - day).days), rate.day > day))
    return found[:MOST_OFFERED]


def youngest_rate(currency: str, day: date) -> ExchangeRate | None:
    """The standing rate of a currency known last by a day; None without one."""
    known = ExchangeRate.objects.standing().filter(currency=currency, day__lte=day)
    return known.order_by("-day", "-pk").first()


def latest_rates(day: date) -> list[ExchangeRate]:
    """The youngest standing rate of each currency known by a day, by currency."""
    known = ExchangeRate.objects.standing().filter(day__lte=day).order_by("currency", "-day", "-pk")
    return list(known.distinct("currency"))


def known_sources() -> list[str]:
    """Who the standing rates quote, by name: offered while typing, so that one source bears one name."""
    return list(
        ExchangeRate.objects.standing().order_by("source").values_list("source", flat=True).distinct()
    )
