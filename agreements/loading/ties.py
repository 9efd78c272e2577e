"""Since when: the tie with a locality of the table goes back to the earliest signing the sources know."""

from __future__ import annotations

from agreements.models import AgreementEvent
from dnfa.core.loading import GONE, Load
from dnfa.core.partial_dates import PartialDate
from partners.loading import PARTNERS


def load_ties(load: Load) -> None:
    """Set `since` and its basis on the tie of every locality of the table.

    Only signings as loaded count: what officers add later they also judge for the tie.
    """
    earliest: dict[int, tuple[PartialDate, str]] = {}
    events = AgreementEvent.objects.signings().at_city_level().filter(occurred_on__isnull=False)
    loaded = load.store.as_loaded(AgreementEvent)
    for event in events.select_related("agreement").prefetch_related("agreement__parties"):
        if event.pk not in loaded or event.occurred_on is None:
            continue
        number = event.agreement.table_row
        basis = f"Bảng quan hệ, dòng {number}" if number else event.agreement.title_vi
        for party in event.agreement.parties.all():
            first = earliest.get(party.partner_id)
            if first is None or event.occurred_on < first[0]:
                earliest[party.partner_id] = (event.occurred_on, basis)
    ties = load.remembered("relationship")
    for row in load.rows("partners.csv", PARTNERS):
        tie = ties.get(row.text("key"), GONE)
        if tie is not GONE and row.yes("in_relations_table") and tie.partner_id in earliest:
            since, basis = earliest[tie.partner_id]
            load.amend("ties", row, tie, {"since": since, "basis": basis})

