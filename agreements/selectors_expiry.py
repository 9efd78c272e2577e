"""Composed reads of the work before an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from agreements.enums import TermKind
from agreements.expiry import BANDS, Band, times_renewed
from agreements.filters.expiry import coming, open_case
from agreements.flags import expired_papers
from agreements.models import Agreement, RenewalCase
from agreements.selectors import register_rows
from dnfa.core.calendar import load_calendar
from dnfa.followup.clocks import soon_until
from dnfa.followup.models import Action


def expiry_rows(user: Any, as_of: date) -> QuerySet[Any]:
    """Signed papers that `user` may see, with status, deadline, partners and open renewal file (`open_cases`)."""
    signed = Agreement.objects.signed_with_a_partner().known_by(as_of).values("pk")
    papers = Agreement.objects.visible_to(user).filter(pk__in=signed)
    rows = register_rows(papers, as_of, user).with_deadline(as_of)  # type: ignore[attr-defined]  # a queryset of papers
    cases = RenewalCase.objects.standing()
    prefetched: QuerySet[Any] = rows.prefetch_related(Prefetch("renewal_cases", cases, to_attr="open_cases"))
    return prefetched


@dataclass(frozen=True)
class BandCount:
    """A band with how many papers of the reader fall into it."""

    band: Band
    count: int


@dataclass(frozen=True)
class ExpiryCounts:
    """The tiles above the list; each opens exactly the list it counts."""

    bands: list[BandCount]
    expired: int
    tacit: int
    without_case: int


def expiry_counts(user: Any, as_of: date) -> ExpiryCounts:
    """How many papers stand in each band, and in the lists beside them. Four queries."""
    rows = expiry_rows(user, as_of)
    near = coming(rows)  # type: ignore[arg-type]  # a queryset of papers
    counted = near.order_by().aggregate(
        **{
            f"band_{band.code}": Count("pk", filter=Q(days_left__range=(band.first, band.last)))
            for band in BANDS
        }
    )
    return ExpiryCounts(
        bands=[BandCount(band, counted[f"band_{band.code}"]) for band in BANDS],
        expired=rows.filter(pk__in=expired_papers(as_of).values("pk")).count(),
        tacit=rows.tacitly_renewed().count(),  # type: ignore[attr-defined]  # as above
        without_case=near.exclude(open_case()).count(),
    )


def with_next_steps(rows: list[Any], user: Any, today: date) -> list[Any]:
    """Hang `case`, `next_step` (its first open action) and `renewals` (tacit ones so far) onto rows of one page."""
    cases = {case.pk: case for row in rows for case in row.open_cases}
    steps: dict[int, Action] = {}
    if cases:
        kind = RenewalCase._meta
        found = (
            Action.objects.visible_to(user)
            .open_on(today)
            .filter(content_type__app_label=kind.app_label, content_type__model=kind.model_name)
            .filter(object_id__in=cases)
            .with_state(today, soon_until=soon_until(today, load_calendar()))
            .select_related("lead_agency")
        )
        for action in found:
            steps.setdefault(action.object_id or 0, action)
    for row in rows:
        row.case = row.open_cases[0] if row.open_cases else None
        row.next_step = steps.get(row.case.pk) if row.case else None
        renews = (
            row.effective_term == TermKind.AUTO_RENEW and row.renew_months and row.first_end and row.ends_on
        )
        row.renewals = times_renewed(row.first_end, row.ends_on, row.renew_months) if renews else 0
    return rows


def case_steps(case: RenewalCase, user: Any, today: date) -> list[Action]:
    """The steps of a file with their state, in order."""
    steps = Action.objects.visible_to(user).of_record(case).select_related("lead_agency")
    calendar = load_calendar()
    return list(steps.with_state(today, soon_until=soon_until(today, calendar)).order_by("order", "pk"))
