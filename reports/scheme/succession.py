"""Who carries a task on today: agencies were merged and renamed, the paper keeps the name it printed.

Two directions over the same rows (`AgencySuccession`): `forebears` is SQL and finds for an agency all whose work it
carries, `Successions` reads the few rows once and tells for an agency who carries its work.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from dnfa.accounts.models import Agency, AgencySuccession

_FOREBEARS = """
    WITH RECURSIVE past(id) AS (
        SELECT %s::bigint
        UNION
        SELECT succession.predecessor_id
        FROM accounts_agencysuccession AS succession
        JOIN past ON succession.successor_id = past.id
        WHERE %s::date IS NULL OR public.partial_first_day(succession.effective_on) <= %s::date
    )
    SELECT id FROM past
"""


def forebears(agency_id: int, as_of: date | None = None) -> QuerySet[Agency]:
    """The agency itself and all whose work it carries on `as_of` (None: whenever), as a subquery.

    Succession has no fixed depth, so the database walks it; Django's query language cannot.
    """
    past = RawSQL(_FOREBEARS, [agency_id, as_of, as_of])  # noqa: S611  (constant text, values as parameters)
    return Agency.objects.filter(pk__in=past).order_by()


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
