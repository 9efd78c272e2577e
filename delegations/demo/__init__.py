"""This room's part of a demonstration year (dnfa/core/demo.py): two years of delegations and contacts, and their plans."""

from __future__ import annotations

from delegations.demo.common import Register
from delegations.demo.contacts import make_contacts
from delegations.demo.invitations import make_invitations
from delegations.demo.meetings import make_conferences, make_press_visits
from delegations.demo.programmes import make_programmes
from delegations.demo.trips import make_trips
from delegations.models import DelegationStop
from dnfa.core.demo import Demo, register_builder
from dnfa.core.demo_removal import register_follower

ORDER = 30  # after agreements, whose sample papers are signed on sample trips


def build(demo: Demo) -> None:
    """The year's programmes, what carries them out, and contacts beside them."""
    sides = Register()
    make_programmes(demo, sides)
    make_trips(demo, sides)
    make_conferences(demo, sides)
    make_press_visits(demo, sides)
    make_contacts(demo, sides)
    make_invitations(demo, sides)


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_builder(ORDER, "delegations", build)
    register_follower(DelegationStop)
