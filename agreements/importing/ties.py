"""What signed rows mean for the ties: a first signing opens one, the formal paper ends the letter of intent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from agreements.enums import FORMAL_SIGNINGS, EventKind
from agreements.importing.reading import Understood
from dnfa.core.imports import ChangeLog
from dnfa.core.partial_dates import PartialDate
from partners.enums import RelationshipClass
from partners.models import Relationship

END_REASONS = {
    RelationshipClass.FORMAL: "Nâng lên quan hệ chính thức khi ký thỏa thuận",
    RelationshipClass.LETTER_OF_INTENT: "Nâng lên khi ký ý định thư",
}


@dataclass
class _Signed:
    """What rows say was signed with one partner."""

    formal: list[PartialDate] = field(default_factory=list)
    intent: list[PartialDate] = field(default_factory=list)
    basis: str = ""


def keep_ties(rows: Iterable[Understood], log: ChangeLog) -> None:
    """Open or raise the ties of the rows' partners.

    - Nothing stands: a tie is opened since the earliest signing; a letter of intent before the formal paper
      becomes a tie of its own, ended by it. A tie that somebody ended after that signing stays ended.
    - A letter of intent or less stands, and a formal paper was signed: the old tie ends with a reason on
      that day, a formal one begins.
    - A formal tie stands: nothing.
    Undated signings open and end nothing. Side effects: `Relationship` rows, noted in `log`.
    """
    signed = _signed_by_partner(rows)
    keeper = _Keeper(log)
    for tie in Relationship.objects.select_for_update().filter(partner__in=signed).order_by("pk"):
        keeper.ties[tie.partner_id].append(tie)
    for partner_id, papers in signed.items():
        if papers.intent and not (papers.formal and min(papers.formal) <= min(papers.intent)):
            keeper.raise_to(RelationshipClass.LETTER_OF_INTENT, partner_id, min(papers.intent), papers.basis)
        if papers.formal:
            keeper.raise_to(RelationshipClass.FORMAL, partner_id, min(papers.formal), papers.basis)
    keeper.save()


def _signed_by_partner(rows: Iterable[Understood]) -> dict[int, _Signed]:
    signed: dict[int, _Signed] = defaultdict(_Signed)
    for row in rows:
        if row.partner is None:
            continue
        papers = signed[row.partner.pk]
        number = row.row.stt
        papers.basis = papers.basis or (f"Bảng quan hệ, dòng {number}" if number else "Bảng quan hệ")
        dated = [(signing.date, signing.kind) for signing in row.signings if signing.date]
        papers.formal += [day for day, kind in dated if kind in FORMAL_SIGNINGS]
        papers.intent += [day for day, kind in dated if kind == EventKind.LETTER_OF_INTENT]
    return signed


@dataclass
class _Keeper:
    """Ties by partner while they are being opened and raised."""

    log: ChangeLog
    ties: dict[int, list[Relationship]] = field(default_factory=lambda: defaultdict(list))
    made: list[Relationship] = field(default_factory=list)
    ended: list[Relationship] = field(default_factory=list)

    def raise_to(self, to: RelationshipClass, partner_id: int, since: PartialDate, basis: str) -> None:
        """Make the standing tie one of class `to`, unless it is that or formal already, or was ended later on purpose."""
        ties = self.ties[partner_id]
        standing = next((tie for tie in ties if tie.until is None), None)
        if standing is None:
            if any(tie.until and tie.until.last_day() >= since.first_day() for tie in ties):
                return
        elif standing.relationship_class in {to, RelationshipClass.FORMAL}:
            return
        else:
            self._end(standing, to, since)
        opened = Relationship(partner_id=partner_id, relationship_class=to, since=since, basis=basis)
        ties.append(opened)
        self.made.append(opened)

    def _end(self, tie: Relationship, to: RelationshipClass, day: PartialDate) -> None:
        if tie.pk:
            self.log.watch(tie)
            self.ended.append(tie)
        tie.until = max(day, tie.since) if tie.since else day
        tie.end_reason = END_REASONS[to]
        tie.updated_at = timezone.now()

    def save(self) -> None:
        """Write the ends before the beginnings: one tie at a time stands with a partner."""
        Relationship.objects.bulk_update(self.ended, ["until", "end_reason", "updated_at"])
        Relationship.objects.bulk_create(self.made)
        self.log.created(self.made)
