"""What is open with partners: papers at their end, promises of either side, invitations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from agreements.enums import IN_FORCE_STATUSES, CommitmentSide, Status
from agreements.models import Agreement, AgreementParty, Commitment
from delegations.enums import InvitationAnswer, ObligationSide
from delegations.matching.route import Route
from delegations.models import Invitation, Obligation, OutcomeReport
from delegations.selectors_invitations import OVERDUE, WAITING, called_off, with_days, with_state
from dnfa.followup.models import Action

AT_THEIR_END = frozenset({Status.EXPIRING, Status.EXPIRED})
COMING = (InvitationAnswer.ACCEPTED, InvitationAnswer.DELEGATED)
ByPartner = dict[int, list[Any]]


@dataclass(frozen=True)
class Promised:
    """Something a side has promised and not yet done, of a paper or of the report of a meeting."""

    side: CommitmentSide
    text: str
    due_on: date | None
    is_late: bool
    url: str


@dataclass
class Waiting:
    """What is open with one partner, as one reader sees it."""

    papers: list[Any] = field(default_factory=list)  # expiring or expired, with `status` and `ends_on`
    in_force: int = 0
    promises: list[Promised] = field(default_factory=list)
    invitations: list[Any] = field(default_factory=list)  # with `state` and `meets_route`

    @property
    def is_pressing(self) -> bool:
        """A paper at its end, an invitation without answer, or a promise past its day."""
        return (
            bool(self.papers)
            or any(promise.is_late for promise in self.promises)
            or any(invitation.state in {OVERDUE, WAITING} for invitation in self.invitations)
        )


def waiting_of(
    partners: Iterable[Any], *, user: Any, as_of: date, expiring_days: int, route: Route
) -> dict[int, Waiting]:
    """What is open with each partner, by its key in the database; five queries for any number of partners."""
    found = {partner.pk: Waiting() for partner in partners}
    sides: dict[int, list[int]] = defaultdict(list)
    parties = AgreementParty.objects.filter(partner__in=found).order_by("order", "pk")
    for agreement_id, partner_id in parties.values_list("agreement_id", "partner_id"):
        sides[agreement_id].append(partner_id)
    for paper in _papers(sides, user, as_of, expiring_days):
        for partner_id in sides[paper.pk]:
            found[partner_id].in_force += paper.status in IN_FORCE_STATUSES
            if paper.status in AT_THEIR_END:
                found[partner_id].papers.append(paper)
    for commitment in _commitments(sides, user, as_of):
        for partner_id in sides[commitment.agreement_id]:
            found[partner_id].promises.append(_of_paper(commitment, as_of))
    for partner_id, promise in _of_meetings(list(found), user, as_of):
        found[partner_id].promises.append(promise)
    for invitation in _invitations(list(found), user, as_of):
        invitation.meets_route = route.meets(invitation.begins, invitation.ends)
        found[invitation.partner_id].invitations.append(invitation)
    for one in found.values():
        one.promises.sort(key=lambda promise: promise.due_on or date.max)
    return found


def _papers(sides: dict[int, list[int]], user: Any, as_of: date, expiring_days: int) -> Iterable[Any]:
    signed = Agreement.objects.signed_with_a_partner().filter(pk__in=sides).values("pk")
    return (
        Agreement.objects.visible_to(user)
        .filter(pk__in=signed)
        .known_by(as_of)
        .with_status(as_of, expiring_days=expiring_days)
        .order_by(F("ends_on").asc(nulls_last=True), "pk")
    )


def _commitments(sides: dict[int, list[int]], user: Any, as_of: date) -> Iterable[Commitment]:
    return (
        Commitment.objects.visible_to(user)
        .counting()
        .filter(agreement__in=sides, action__in=Action.objects.open_on(as_of).order_by().values("pk"))
        .select_related("action")
        .order_by("pk")
    )


def _of_paper(commitment: Commitment, as_of: date) -> Promised:
    due_on = commitment.action.due_on
    return Promised(
        side=CommitmentSide(commitment.side),
        text=commitment.action.title,
        due_on=due_on,
        is_late=due_on is not None and due_on < as_of,
        url=commitment.action.get_absolute_url(),
    )


def _of_meetings(partner_ids: list[int], user: Any, as_of: date) -> list[tuple[int, Promised]]:
    """What submitted reports say was promised: ours while its action is open; theirs, which nobody ticks off, only as
    the latest report with that partner tells it.
    """
    ours = Q(side=ObligationSide.OURS, action__in=Action.objects.open_on(as_of).order_by().values("pk"))
    reports = OutcomeReport.objects.visible_to(user).filter(reported_on__lte=as_of).order_by().values("pk")
    rows: Any = (
        Obligation.objects.filter(ours | Q(side=ObligationSide.THEIRS), report__in=reports)
        .annotate(with_partner=Coalesce("report__delegation__partners", "report__conference__partners"))
        .filter(with_partner__in=partner_ids)
        .select_related("report__delegation", "report__conference")
        .order_by("-report__reported_on", "-report", "order", "pk")
    )
    latest: dict[int, int] = {}
    told = []
    for row in rows:
        is_theirs = row.side == ObligationSide.THEIRS
        if not is_theirs or latest.setdefault(row.with_partner, row.report_id) == row.report_id:
            told.append((row.with_partner, _of_report(row, as_of)))
    return told


def _of_report(row: Obligation, as_of: date) -> Promised:
    is_late = row.due_on is not None and row.due_on < as_of
    return Promised(CommitmentSide(row.side), row.text, row.due_on, is_late, row.report.get_absolute_url())


def _invitations(partner_ids: list[int], user: Any, as_of: date) -> Iterable[Any]:
    """Without an answer, or taken up and still ahead; none whose event is over on the day, or called off by then."""
    seen = Invitation.objects.visible_to(user).filter(partner__in=partner_ids, sent_on__lte=as_of)
    dated: Any = with_days(with_state(seen.exclude(called_off(as_of)), as_of))
    ahead = Q(answer__in=COMING, attended__isnull=True, begins__gte=as_of)
    still = Q(answer="") & (Q(ends__isnull=True) | Q(ends__gte=as_of))
    return dated.filter(still | ahead).order_by(F("begins").asc(nulls_last=True), "-sent_on", "pk")
