"""Verbs on registrations of foreign organisations and on reports of projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Least

from agreements.enums import PermitState
from dnfa.core.functions import DayRange, DaysJoined, PartialFirst, PartialLast
from partners.models import Partner

if TYPE_CHECKING:
    from agreements.models import NgoRegistration, ProjectReport  # noqa: F401  (names for the type checker only)


class NgoRegistrationQuerySet(models.QuerySet["NgoRegistration"]):
    """Registrations as of a day; start from `visible_to`."""

    def visible_to(self, user: Any) -> NgoRegistrationQuerySet:
        """Registrations of the organisations that `user` may see."""
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def with_state(self, today: date, *, expiring_days: int) -> NgoRegistrationQuerySet:
        """Annotate `state` (a `PermitState` code) as `permits.permit_state` computes it for `today`."""
        soon = today + timedelta(days=expiring_days)
        state = Case(
            When(withdrawn_on__lte=today, then=Value(PermitState.WITHDRAWN.value)),
            When(begins__gt=today, then=Value(PermitState.NOT_YET.value)),
            When(ends__isnull=True, then=Value(PermitState.UNKNOWN.value)),
            When(ends__lt=today, then=Value(PermitState.EXPIRED.value)),
            When(ends__lte=soon, then=Value(PermitState.EXPIRING.value)),
            default=Value(PermitState.VALID.value),
            output_field=CharField(),
        )
        dated = self.alias(begins=PartialFirst("valid_from")).annotate(ends=PartialLast("valid_until"))
        return dated.annotate(state=state)


class ProjectReportQuerySet(models.QuerySet["ProjectReport"]):
    """Progress reports; start from `visible_to`."""

    def visible_to(self, user: Any) -> ProjectReportQuerySet:
        """Reports of the projects that `user` may see."""
        from agreements.models import Project  # noqa: PLC0415 - circular

        return self.filter(project__in=Project.objects.visible_to(user))

    def projects_told(self, first: date, last: date) -> models.QuerySet[Any, Any]:
        """Keys of the projects whose reports, joined, tell of every day of a period.

        Two reports of a quarter tell of the half-year. No report tells of a day after it was received.
        """
        near = self.filter(Q(period_from__lte=F("received_on")), period_from__lte=last, period_to__gte=first)
        told = DayRange("period_from", Least("period_to", "received_on"))
        every = near.order_by().values("project").annotate(days=DaysJoined(told))
        return every.filter(days__contains=DateRange(first, last, bounds="[]")).values("project")
