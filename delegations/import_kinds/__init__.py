"""The tables of this room that go through the engine of `dnfa.core.table_import`, in the order they are offered."""

from __future__ import annotations

from delegations.import_kinds.conferences import CONFERENCES
from delegations.import_kinds.engagements import ENGAGEMENTS
from delegations.import_kinds.invitations import INVITATIONS
from delegations.import_kinds.members import MEMBERS
from delegations.import_kinds.press import PRESS_VISITS
from delegations.import_kinds.programme import PROGRAMME_ITEMS
from delegations.import_kinds.trips import TRIPS

KINDS = (PROGRAMME_ITEMS, TRIPS, MEMBERS, CONFERENCES, PRESS_VISITS, ENGAGEMENTS, INVITATIONS)

__all__ = [
    "CONFERENCES",
    "ENGAGEMENTS",
    "INVITATIONS",
    "KINDS",
    "MEMBERS",
    "PRESS_VISITS",
    "PROGRAMME_ITEMS",
    "TRIPS",
]
