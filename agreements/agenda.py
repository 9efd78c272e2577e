"""What the register lays before a review: facts of papers as of a day, and which papers ought to be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from agreements.enums import Status
from agreements.models import Agreement, Commitment, ProjectAgreement, ReviewItem
from agreements.querysets import AgreementQuerySet
from dnfa.core.partial_dates import add_months
from dnfa.followup.activity import last_day_expression

PRESSING = frozenset(
    {Status.EXPIRING, Status.EXPIRED, Status.SUSPENDED}
)  # what a meeting has to decide first
UNREVIEWED_MONTHS = 12  # thesis p. 153: each locality is looked at every six months and every year


def worth_reviewing(user: Any, as_of: date) -> AgreementQuerySet:
    """Signed papers in force, expiring, expired or of unknown term that no closed session looked at in the last year."""
    since = add_months(as_of, -UNREVIEWED_MONTHS)
    reviewed = ReviewItem.objects.filter(
        agreement=OuterRef("pk"), session__closed_on__isnull=False, session__held_on__gt=since
    )
    signed = Agreement.objects.signed_with_a_partner().known_by(as_of).values("pk")
    wanted = {Status.IN_FORCE, Status.EXPIRING, Status.EXPIRED, Status.UNKNOWN_TERM, Status.SUSPENDED}
    return (
        Agreement.objects.visible_to(user)
        .filter(pk__in=signed)
        .with_status(as_of)
        .filter(status__in=sorted(wanted))
        .exclude(Exists(reviewed))
    )


def facts_of(agreements: Iterable[Agreement], as_of: date) -> dict[int, dict[str, Any]]:
    """Facts by agreement as plain data, for the agenda and its snapshot; a fixed number of queries.

    Keys: `status`, `ends_on`, `signed_on`, `capacity` (codes, ISO dates or null), `partners` (names),
    `last_activity` (latest of its partners, ISO day or null), `commitments`, `commitments_done`,
    `commitments_overdue`, `projects` (numbers), `last_rating`, `last_decision` (codes of the last closed review).
    """
    pks = [agreement.pk for agreement in agreements]
    rows: Any = Agreement.objects.filter(pk__in=pks).with_status(as_of).prefetch_related("partners")
    found = {
        row.pk: {
            "status": row.status,
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
            "signed_on": row.signed_on.isoformat() if row.signed_on else None,
            "capacity": row.capacity,
            "partners": [str(partner) for partner in row.partners.all()],
            "last_activity": None,
            "commitments": 0,
            "commitments_done": 0,
            "commitments_overdue": 0,
            "projects": 0,
            "last_rating": "",
            "last_decision": "",
        }
        for row in rows
    }
    for pk, day in _last_activity(pks, as_of):
        found[pk]["last_activity"] = day.isoformat() if day else None
    for pk, total, done, overdue in _commitments(pks, as_of):
        found[pk] |= {"commitments": total, "commitments_done": done, "commitments_overdue": overdue}
    projects = ProjectAgreement.objects.filter(agreement__in=pks).order_by().values_list("agreement")
    for pk, number in projects.annotate(number=Count("pk")):
        found[pk]["projects"] = number
    for pk, rating, decision in _last_reviews(pks, as_of):
        found[pk] |= {"last_rating": rating, "last_decision": decision}
    return found


def _last_activity(pks: list[int], as_of: date) -> list[tuple[int, date | None]]:
    from agreements.models import AgreementParty  # noqa: PLC0415 - circular

    parties = AgreementParty.objects.filter(agreement__in=pks).annotate(
        day=last_day_expression(as_of, partner_ref="partner_id")
    )
    latest: dict[int, date | None] = {}
    for pk, day in parties.values_list("agreement", "day"):
        before = latest.get(pk)
        latest[pk] = max(filter(None, (before, day)), default=None)
    return list(latest.items())


def _commitments(pks: list[int], as_of: date) -> Any:
    done = Q(action__done_on__lte=as_of)
    dropped = Q(action__cancelled_on__lte=as_of)
    standing = Commitment.objects.filter(agreement__in=pks).exclude(
        pk__in=Commitment.objects.filter(dropped).values("pk")
    )
    counted = (
        standing.order_by()
        .values("agreement")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=done),
            overdue=Count(
                "pk",
                filter=Q(action__due_on__lt=as_of)
                & (Q(action__done_on__isnull=True) | Q(action__done_on__gt=as_of)),
            ),
        )
    )
    return counted.values_list("agreement", "total", "done", "overdue")


def _last_reviews(pks: list[int], as_of: date) -> Any:
    last = (
        ReviewItem.objects.filter(
            agreement=OuterRef("agreement"), session__closed_on__isnull=False, session__held_on__lt=as_of
        )
        .order_by("-session__held_on", "-pk")
        .values("pk")[:1]
    )
    latest = ReviewItem.objects.filter(agreement__in=pks, pk=Subquery(last))
    return latest.values_list("agreement", "rating", "decision")
