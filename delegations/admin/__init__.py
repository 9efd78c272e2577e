"""The workshop for the records of this room; importing a module registers its pages."""

from __future__ import annotations

from delegations.admin import conferences, contacts, engagements, outcomes, programme, trips

__all__ = ["conferences", "contacts", "engagements", "outcomes", "programme", "trips"]
