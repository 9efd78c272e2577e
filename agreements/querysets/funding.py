"""Verbs on money: sums of lines in the database, one figure a currency, never one over two; the rates lines stand on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from agreements.enums import SET_ASIDE_STATES
from dnfa.core.money import Money, Sums

if TYPE_CHECKING:
    from agreements.models import ExchangeRate, FundingLine  # noqa: F401  (names for the type checker only)


# What a line keeps of the rate it was told at, and the field of the rate that it is.
RATE_OF_LINE = {"currency": "currency", "rate": "rate", "rate_on": "day", "rate_source": "source"}


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    """Exchange rates; start from `visible_to`."""

    def visible_to(self, user: Any) -> ExchangeRateQuerySet:
        """What a currency was worth is public; every signed-in person reads it."""
        return self if user.is_authenticated and user.is_active else self.none()

    def standing(self) -> ExchangeRateQuerySet:
        """Rates that no further one has replaced: those offered for new lines."""
        return self.filter(replaced_on__isnull=True)

    def with_line_count(self, lines: FundingLineQuerySet) -> ExchangeRateQuerySet:
        """Annotate `line_count`: how many of `lines` (those the reader may see) are told at the rate."""
        own = lines.filter(**{name: OuterRef(of_rate) for name, of_rate in RATE_OF_LINE.items()})
        counted = own.order_by().values("currency").annotate(count=Count("pk")).values("count")
        return self.annotate(line_count=Coalesce(Subquery(counted), 0))


class FundingLineQuerySet(models.QuerySet["FundingLine"]):
    """Lines of projects; start from `visible_to`."""

    def visible_to(self, user: Any) -> FundingLineQuerySet:
        """Lines of the projects that `user` may see."""
        from agreements.models import Project  # noqa: PLC0415 - circular

        return self.filter(project__in=Project.objects.visible_to(user))

    def counted(self) -> FundingLineQuerySet:
        """Lines that may be added over projects: those of a part stand in its programme already."""
        return self.filter(project__is_component=False)

    def added_up(self, as_of: date) -> FundingLineQuerySet:
        """Lines known by a day that totals hold: not of parts, nor of projects only talked about or dropped on that day."""
        from agreements.models import Project  # noqa: PLC0415 - circular

        aside: Any = Project.objects.with_state(as_of)
        beside = aside.filter(state__in=SET_ASIDE_STATES).values("pk")
        return self.counted().known_by(as_of).exclude(project__in=beside)

    def known_by(self, as_of: date) -> FundingLineQuerySet:
        """Lines booked by a day, from the first day their date can mean; those without a date are known, not when."""
        return self.filter(Q(booked_on__isnull=True) | Q(booked_on__first__lte=as_of))

    def booked_between(self, first: date, last: date) -> FundingLineQuerySet:
        """Lines booked in a period: the whole of what their date can mean lies in it."""
        return self.filter(booked_on__first__gte=first, booked_on__last__lte=last)

    def perhaps_between(self, first: date, last: date, as_of: date) -> FundingLineQuerySet:
        """Lines that may have been booked in a period, but their date does not tell.

        Known to a month or year that reaches over an end of the period; or without a date, of a project whose time as known on
        `as_of` does not lie wholly outside it.
        """
        from agreements.models import Project  # noqa: PLC0415 - circular

        timed: Any = Project.objects.with_state(as_of)
        touching = timed.filter(
            Q(starts_on__isnull=True) | Q(starts_on__first__lte=last),
            Q(last_day__isnull=True) | Q(last_day__gte=first),
        )
        reaches = Q(booked_on__first__lte=last, booked_on__last__gte=first)
        over_an_end = Q(booked_on__first__lt=first) | Q(booked_on__last__gt=last)
        return self.filter(
            reaches & over_an_end | Q(booked_on__isnull=True, project__in=touching.values("pk"))
        )

    def told_at(self, rate: ExchangeRate) -> FundingLineQuerySet:
        """Lines told in đồng at a rate of the register: they keep its number, day and source themselves."""
        return self.filter(**{own: getattr(rate, name) for own, name in RATE_OF_LINE.items()})

    def sums(self) -> Sums:
        """What these lines come to, one figure a currency. Lines of different kinds are not for one sum: filter first."""
        rows = self.order_by().values_list("currency").annotate(total=Sum("amount"))
        return Sums(Money(total, currency) for currency, total in rows)

    def in_dong(self) -> tuple[Any, int]:
        """The sum in đồng of the lines with a stated rate or value, and how many lines have none (and are left out)."""
        found = self.aggregate(total=Sum("dong"), untold=Count("pk", filter=Q(dong__isnull=True)))
        return found["total"], found["untold"]
