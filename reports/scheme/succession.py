"""Who carries a task on today: agencies were merged and renamed, the paper keeps the name it printed.

An heir carries the work of agencies that are no more; one that only gave away a part and goes on keeps its tasks, as it
keeps its focal points (docs/roles.md). Two directions over the same rows: `forebears` finds for an agency all whose work
it carries, `Successions` tells for an agency who carries its work.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dnfa.accounts.enums import ENDS_PREDECESSOR
from dnfa.accounts.focal_point_selectors import agencies_in_charge_of
from dnfa.accounts.models import Agency, AgencySuccession


def forebears(agency_id: int, as_of: date | None = None) -> set[int]:
    """The agency itself and all whose work it carries on `as_of` (None: whenever): one query."""
    return agencies_in_charge_of(agency_id, today=as_of or date.max)


@dataclass(frozen=True)
class Successions:
    """The successions in effect on a day: for each agency its direct heirs, and those that ended without one."""

    heirs: dict[int, list[Agency]]
    ended: frozenset[int]
    predecessors: tuple[Agency, ...]

    @classmethod
    def on(cls, day: date) -> Successions:
        """Read them: one query."""
        heirs: dict[int, list[Agency]] = defaultdict(list)
        ended: set[int] = set()
        before: dict[int, Agency] = {}
        rows = AgencySuccession.objects.filter(effective_on__first__lte=day)
        for row in rows.select_related("predecessor", "successor").order_by("effective_on", "pk"):
            before[row.predecessor_id] = row.predecessor
            if not _is_over(row, day):
                continue
            if row.successor is None:
                ended.add(row.predecessor_id)
            else:
                heirs[row.predecessor_id].append(row.successor)
        return cls(dict(heirs), frozenset(ended - heirs.keys()), tuple(before.values()))

    def carriers(self, agency: Agency) -> list[Agency]:
        """Who carries the agency's work: itself while nobody took it over; nobody when it ended without an heir."""
        found: dict[int, Agency] = {}
        waiting, seen = [agency], {agency.pk}
        while waiting:
            one = waiting.pop(0)
            heirs = self.heirs.get(one.pk, [])
            if not heirs and one.pk not in self.ended:
                found[one.pk] = one
            waiting += [heir for heir in heirs if heir.pk not in seen]
            seen |= {heir.pk for heir in heirs}
        return list(found.values())

    def without_carriers(self) -> list[int]:
        """Agencies whose work nobody carries on."""
        return [agency.pk for agency in self.predecessors if not self.carriers(agency)]


def _is_over(row: AgencySuccession, day: date) -> bool:
    """Whether the predecessor is no more on the day: merged, renamed, dissolved, or past its own last day."""
    end = row.predecessor.valid_to
    return row.kind in ENDS_PREDECESSOR or (end is not None and end.last_day() < day)
