"""Makers of exchange rates for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from agreements.models import ExchangeRate, FundingLine, Project


def make_rate(
    rate: Any = 25450, currency: str = "USD", day: date = date(2026, 1, 5), **values: Any
) -> ExchangeRate:
    """A rate of the State Bank."""
    return ExchangeRate.objects.create(
        **{"currency": currency, "day": day, "rate": Decimal(str(rate)), "source": "NHNN", **values}
    )


def book_at(known: ExchangeRate, project: Project, amount: Any = 100, **values: Any) -> FundingLine:
    """A line of the project told at a rate of the register."""
    return project.lines.create(
        **{
            "kind": "committed",
            "amount": Decimal(str(amount)),
            "currency": known.currency,
            "rate": known.rate,
            "rate_on": known.day,
            "rate_source": known.source,
            **values,
        }
    )
