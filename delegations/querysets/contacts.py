"""Verbs on meetings and contacts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dnfa.accounts import visibility
from dnfa.core.functions import ViFold
from dnfa.core.text import fold
from partners.models import Partner


class ContactQuerySet(models.QuerySet[Any]):
    """Delegations and engagements as of a day; start from `visible_to`."""

    def begun_by(self, as_of: date | None) -> ContactQuerySet:
        """Contacts that had begun by `as_of`; undated ones stay (they are known, not when)."""
        if as_of is None:
            return self
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__first__lte=as_of))

    def matching(self, text: str) -> ContactQuerySet:
        """Contacts whose title or one of whose partners' names hold every word of `text`, marks aside."""
        queryset = self.alias(title_fold=ViFold("title_vi"))
        for word in fold(text).split():
            named = Partner.objects.matching(word).filter(
                **{f"{self.model._meta.model_name}s": OuterRef("pk")}
            )
            queryset = queryset.filter(Q(title_fold__contains=word) | Exists(named))
        return queryset

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
