"""Verbs on projects and what happened to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from agreements import project_states
from agreements.enums import OPEN_STATES, OVER_STATES, TOLD_STATES, ProjectState
from dnfa.accounts import visibility
from dnfa.core.text import fold

if TYPE_CHECKING:
    from agreements.models import Project, ProjectEvent  # noqa: F401  (names for the type checker only)


class ProjectEventQuerySet(models.QuerySet["ProjectEvent"]):
    """Deeds as of a day."""

    def happened_by(self, today: date) -> ProjectEventQuerySet:
        """Deeds that count by `today`, annotated with `counts_from` (see `DeedFacts.counts_from`)."""
        counted = self.annotate(counts_from=project_states.counts_from_expression())
        return counted.filter(counts_from__lte=today)


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects as of a day; start from `visible_to`."""

    def visible_to(self, user: Any) -> ProjectQuerySet:
        """All projects for the Department and leadership; for a focal point those its agency has a role in."""
        from agreements.models import ProjectAgency  # noqa: PLC0415 - circular

        def own(agency_id: int) -> Q:
            roles = ProjectAgency.objects.filter(project=OuterRef("pk"), agency=agency_id)
            return Q(Exists(roles))

        return visibility.restricted(self, user, own)

    def with_state(self, today: date) -> ProjectQuerySet:
        """Annotate `state` and `last_day` as `project_states.state_on` and `end_on` compute them for `today`."""
        return project_states.with_state(self, today)

    def running_on(self, day: date) -> ProjectQuerySet:
        """Projects carried out on `day` whose period, as far as it is known, has not passed."""
        open_ended = Q(last_day__isnull=True) | Q(last_day__gte=day)
        return self.with_state(day).filter(open_ended, state=ProjectState.RUNNING)

    def past_their_end(self, day: date) -> ProjectQuerySet:
        """Projects whose period is over, and nobody said how they ended."""
        return self.with_state(day).filter(last_day__lt=day, state__in=sorted(OPEN_STATES))

    def in_period(self, first: date, last: date, as_of: date) -> ProjectQuerySet:
        """Projects that a report of the period tells of, as known on `as_of` and not later than `last`.

        Those whose time touches the period (a project nobody dated does while it is open), unless they were over before it began,
        and those with a sum booked in it.
        """
        from agreements.models import FundingLine  # noqa: PLC0415 - circular

        known_on = min(last, as_of)
        begun = Q(starts_on__isnull=True) | Q(starts_on__first__lte=known_on)
        goes_on = Q(last_day__gte=first) | Q(last_day__isnull=True, state__in=sorted(OPEN_STATES))
        over_before = self.model._default_manager.all().with_state(first - timedelta(days=1))
        was_over = Q(state__in=sorted(OVER_STATES)) & Q(
            pk__in=over_before.filter(state__in=sorted(OVER_STATES)).values("pk")
        )
        booked = FundingLine.objects.booked_between(first, last).known_by(known_on)
        told = Q(state__in=sorted(TOLD_STATES)) & begun & goes_on & ~was_over
        return self.with_state(known_on).filter(told | Q(Exists(booked.filter(project=OuterRef("pk")))))

    def counted(self) -> ProjectQuerySet:
        """Without the parts whose money stands in their programme already."""
        return self.filter(is_component=False)

    def matching(self, text: str) -> ProjectQuerySet:
        """Projects whose title or one of whose partners' names hold every word of `text`, marks aside."""
        from partners.models import Partner  # noqa: PLC0415 - circular

        queryset = self
        for word in fold(text).split():
            named = Partner.objects.matching(word).filter(project_roles__project=OuterRef("pk"))
            queryset = queryset.filter(Q(title_fold__contains=word) | Q(Exists(named)))
        return queryset
