"""Since when: the tie with a locality of the table goes back to the earliest signing the sources know."""

from __future__ import annotations

from agreements.models import AgreementEvent
from dnfa.core.loading import GONE, Load
from dnfa.core.partial_dates import PartialDate
from partners.loading import PARTNERS


def load_ties(load: Load) -> None:
    """Set `since` and its basis on the tie of every locality of the table.

    Where officers have added or changed a signing, the tie is theirs to judge and left alone.
    """
    earliest, in_hand = _earliest_signings(load)
    ties = load.remembered("relationship")
    for row in load.rows("partners.csv", PARTNERS):
        tie = ties.get(row.text("key"), GONE)
        if tie is GONE or not row.yes("in_relations_table"):
            continue
        if tie.partner_id in in_hand:
            load.count("ties").rows += 1
            load.add("ties", "left_alone")
        elif tie.partner_id in earliest:
            since, basis = earliest[tie.partner_id]
            load.amend("ties", row, tie, {"since": since, "basis": basis})


def _earliest_signings(load: Load) -> tuple[dict[int, tuple[PartialDate, str]], set[int]]:
    """By partner: the earliest dated signing with where it stands; and the partners whose signings officers changed."""
    earliest: dict[int, tuple[PartialDate, str]] = {}
    in_hand: set[int] = set()
    loaded = load.store.as_loaded(AgreementEvent)
    events = AgreementEvent.objects.signings().at_city_level().filter(occurred_on__isnull=False)
    for event in events.select_related("agreement").prefetch_related("agreement__parties"):
        day, number = event.occurred_on, event.agreement.table_row
        basis = f"Bảng quan hệ, dòng {number}" if number else event.agreement.title_vi
        for party in event.agreement.parties.all():
            if event.pk not in loaded:
                in_hand.add(party.partner_id)
            first = earliest.get(party.partner_id)
            if day and (first is None or day < first[0]):
                earliest[party.partner_id] = (day, basis)
    return earliest, in_hand
