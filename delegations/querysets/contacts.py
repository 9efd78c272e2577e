"""Verbs on meetings and contacts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from delegations.states import with_state
from dnfa.accounts import visibility
from dnfa.core.fields import ISO_LENGTH
from dnfa.core.text import fold
from partners.models import Partner

LONGEST_WAY = timedelta(days=60)


class ContactQuerySet(models.QuerySet[Any]):
    """Meetings and contacts as of a day; start from `visible_to`."""

    def begun_by(self, as_of: date | None) -> ContactQuerySet:
        """Contacts that had begun by `as_of`; undated ones stay (they are known, not when)."""
        if as_of is None:
            return self
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__first__lte=as_of))

    def matching(self, text: str, *, user: Any = None) -> ContactQuerySet:
        """Contacts whose title or one of whose partners' names hold every word of `text`, marks aside.

        Given the reader, only names of partners that `user` may see: an agency that takes part in a conference must
        not learn by asking which partners of others it is with.
        """
        partners = Partner.objects.all() if user is None else Partner.objects.visible_to(user)
        queryset = self
        for word in fold(text).split():
            queryset = queryset.filter(pk__in=self._holding(word, partners))
        return queryset

    def _holding(self, word: str, partners: Any) -> models.QuerySet[Any]:
        """Keys of contacts whose title or one of whose partners' names holds the word; each half has an index to read,
        which one condition with "or" has not.
        """
        titled = self.model._default_manager.filter(title_fold__contains=word).order_by()
        named = self.model.partners.through.objects.filter(partner__in=partners.matching(word))
        return titled.values("pk").union(named.values(f"{self.model._meta.model_name}_id"))

    def in_year(self, year: int, *, up_to: date) -> ContactQuerySet:
        """Contacts whose first day lies in `year` and, as far as can be told, not after `up_to`.

        A delegation counts in the year of its first day (yearly-report rule 4).
        """
        return self.filter(starts_on__first__year=year, starts_on__first__lte=up_to)

    def visible_to(self, user: Any) -> ContactQuerySet:
        """All for the Department and leadership; for a focal point those its agency led."""
        led = self.model.lead_agencies.through.objects
        record_id = f"{self.model._meta.model_name}_id"
        return visibility.restricted(
            self, user, lambda agency_id: Q(pk__in=led.filter(agency_id=agency_id).values(record_id))
        )


class EngagementQuerySet(ContactQuerySet):
    """Contacts that are no delegation."""

    def begun_by(self, as_of: date | None) -> EngagementQuerySet:
        """As for every contact, without what was called off."""
        return super().begun_by(as_of).filter(cancelled_on__isnull=True)  # type: ignore[return-value]


class PlannedQuerySet(ContactQuerySet):
    """Contacts that are planned first: a plan, and what was given up, is no meeting that took place."""

    def begun_by(self, as_of: date | None) -> PlannedQuerySet:
        """What took place and had begun by `as_of`; undated facts of sources stay, plans and cancelled ones do not."""
        held = self.filter(cancelled_on__isnull=True)
        if as_of is None:
            return held.filter(Q(starts_on__isnull=False) | Q(planned_starts_on__isnull=True))
        undated = Q(starts_on__isnull=True, planned_starts_on__isnull=True)
        return held.filter(undated | Q(starts_on__isnull=False, first_day__lte=as_of))

    def known_by(self, as_of: date) -> PlannedQuerySet:
        """What the register knows on the day: all that was planned or given up, and what had begun; a record without
        a plan that begins later was not known then.
        """
        begun = Q(starts_on__isnull=True) | Q(first_day__lte=as_of)
        return self.filter(begun | Q(planned_starts_on__isnull=False) | Q(cancelled_on__isnull=False))

    def in_week_of(self, day: date) -> PlannedQuerySet:
        """What is not given up and takes place, for all that is known, from Monday to Sunday of that week.

        Days known to the month are in no week. What began more than `LONGEST_WAY` before the week is left out: the
        index of first days then holds all that is read.
        """
        monday = day - timedelta(days=day.weekday())
        sunday = monday + timedelta(days=6)
        exact = Q(starts_on__isnull=True) | Q(Exact(Length("starts_on"), ISO_LENGTH))
        return self.filter(
            exact,
            cancelled_on__isnull=True,
            first_day__range=(monday - LONGEST_WAY, sunday),
            last_day__gte=monday,
        )

    def led_visible_to(self, user: Any) -> PlannedQuerySet:
        """As `visible_to`, for a focal point only those its agency led: whose people and files it reads."""
        return super().visible_to(user)  # type: ignore[return-value]

    def with_state(self, today: date) -> PlannedQuerySet:
        """Annotate `begins`, `ends` and `state` as of `today` (delegations/states.py)."""
        return with_state(self, today)

    def in_year(self, year: int, *, up_to: date) -> PlannedQuerySet:
        """As for every contact, without what was cancelled."""
        held = self.filter(starts_on__isnull=False, cancelled_on__isnull=True)
        return held.filter(first_day__year=year, first_day__lte=up_to)

    def visible_to(self, user: Any) -> PlannedQuerySet:
        """All for the Department and leadership; for a focal point those its agency led or took part in."""
        record_id = f"{self.model._meta.model_name}_id"
        led = self.model.lead_agencies.through.objects
        joined = self.model.coordinating.through.objects

        def own(agency_id: int) -> Q:
            mine = joined.filter(agency_id=agency_id).values(record_id)
            return Q(pk__in=led.filter(agency_id=agency_id).values(record_id).union(mine))

        return visibility.restricted(self, user, own)


class ProgrammeItemQuerySet(models.QuerySet[Any]):
    """Lines of the yearly programmes."""

    def visible_to(self, user: Any) -> ProgrammeItemQuerySet:
        """All for the Department and leadership; for a focal point those its agency proposed."""
        return visibility.restricted(self, user, lambda agency_id: Q(agency_id=agency_id))


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations sent and received."""

    def visible_to(self, user: Any) -> InvitationQuerySet:
        """All for the Department and leadership; for a focal point those its agency handles."""
        return visibility.restricted(self, user, lambda agency_id: Q(agency_id=agency_id))
