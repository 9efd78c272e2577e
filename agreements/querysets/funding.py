"""Sums of money over lines, in the database: one figure a currency, never one over two."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q, Sum

from dnfa.core.money import Money, Sums

if TYPE_CHECKING:
    from agreements.models import FundingLine  # noqa: F401  (names for the type checker only)


class FundingLineQuerySet(models.QuerySet["FundingLine"]):
    """Lines of projects; start from `visible_to`."""

    def visible_to(self, user: Any) -> FundingLineQuerySet:
        """Lines of the projects that `user` may see."""
        from agreements.models import Project  # noqa: PLC0415 - circular

        return self.filter(project__in=Project.objects.visible_to(user))

    def counted(self) -> FundingLineQuerySet:
        """Lines that may be added over projects: those of a part stand in its programme already."""
        return self.filter(project__is_component=False)

    def known_by(self, as_of: date) -> FundingLineQuerySet:
        """Lines booked by a day, from the first day their date can mean; those without a date are known, not when."""
        return self.filter(Q(booked_on__isnull=True) | Q(booked_on__first__lte=as_of))

    def booked_between(self, first: date, last: date) -> FundingLineQuerySet:
        """Lines booked in a period: the whole of what their date can mean lies in it."""
        return self.filter(booked_on__first__gte=first, booked_on__last__lte=last)

    def sums(self) -> Sums:
        """What these lines come to, one figure a currency. Lines of different kinds are not for one sum: filter first."""
        rows = self.order_by().values_list("currency").annotate(total=Sum("amount"))
        return Sums(Money(total, currency) for currency, total in rows)

    def in_dong(self) -> tuple[Any, int]:
        """The sum in đồng of the lines with a stated rate or value, and how many lines have none (and are left out)."""
        found = self.aggregate(total=Sum("dong"), untold=Count("pk", filter=Q(dong__isnull=True)))
        return found["total"], found["untold"]
