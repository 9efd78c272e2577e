"""This room's part of a demonstration year: who of the demonstration people is in charge of which ties."""

from __future__ import annotations

from dnfa.accounts.models import User
from dnfa.core.demo import Demo, register_builder
from partners.charge_services import charges_give
from partners.enums import Continent
from partners.models import Partner

ORDER = 80  # after every partner that others make
HEAD = "head"
SINCE_DAYS = 300
# The officer has Asia, the head of division Europe; the others wait for somebody.
DIVISION = (("officer", Continent.ASIA), (HEAD, Continent.EUROPE))


def build(demo: Demo) -> None:
    """Divide the official ties between the officer and the head, as the head would."""
    people = User.objects.filter(is_demonstration=True).in_bulk(field_name="username")
    if HEAD not in people:
        return
    ties = Partner.objects.visible_to(people[HEAD]).with_official_tie(demo.today)
    for username, continent in DIVISION:
        given = charges_give(
            partners=ties.filter(country__continent=continent),
            person=people[username],
            since=demo.ago(SINCE_DAYS),
            user=people[HEAD],
            today=demo.today,
        )
        for _charge in given.begun:
            demo.count("charges")


def register() -> None:
    """Called from `AppConfig.ready()`."""
    register_builder(ORDER, "charges", build)
