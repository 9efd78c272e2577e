"""What two people write in the same moment: each gets a key of its own, one partner one invitation."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from delegations.enums import ConferencePart, Direction, EngagementKind, InvitationSide
from delegations.models import Conference, Delegation, Engagement, Invitation
from delegations.services.conferences import plan_conference
from delegations.services.engagements import record_engagement
from delegations.services.invitations import record_invitation
from delegations.services.trips import plan_delegation
from dnfa.core.errors import DomainError
from tests.delegations.engagements.factories import TODAY
from tests.factories import make_agency, make_partner, make_user
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4
DAY = date(2026, 12, 5)


def at_once(deed: Callable[[], Any]) -> list[str]:
    """The deed done by many, each on a connection of its own, all begun together: the codes of what was refused."""
    barrier = Barrier(MANY)

    def done(_number: int) -> str:
        try:
            barrier.wait(20)
            deed()
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(MANY) as threads:
        return sorted(threads.map(done, range(MANY)))


def a_trip(**who: Any) -> None:
    given = {"title_vi": "Thăm Sakai", "direction": Direction.OUT, "planned_starts_on": DAY}
    plan_delegation(
        **given, partners=[who["partner"]], lead_agencies=[who["agency"]], user=who["user"], today=TODAY
    )


def a_conference(**who: Any) -> None:
    facts = {"title_vi": "Thăm Sakai", "part": ConferencePart.HOSTED, "planned_starts_on": DAY}
    plan_conference(facts=facts, lists={"lead_agencies": [who["agency"]]}, user=who["user"], today=TODAY)


def a_contact(**who: Any) -> None:
    given = {
        "title_vi": "Thăm Sakai",
        "kind": EngagementKind.EVENT,
        "starts_on": DAY,
        "partners": [who["partner"]],
    }
    record_engagement(**given, lead_agencies=[who["agency"]], user=who["user"], today=TODAY)


@pytest.mark.parametrize(
    ("model", "make"), [(Delegation, a_trip), (Conference, a_conference), (Engagement, a_contact)]
)
def test_many_that_save_one_title_get_a_key_each(model, make):
    who = {"user": make_user(), "agency": make_agency(), "partner": make_partner()}

    refused = at_once(lambda: make(**who))

    assert refused == [""] * MANY
    keys = ["tham-sakai-2026", *(f"tham-sakai-2026-{number}" for number in range(2, MANY + 1))]
    assert sorted(model.objects.values_list("key", flat=True)) == keys


def test_many_that_invite_one_partner_make_one_invitation():
    officer, partner, event = make_user(), make_partner(), make_engagement(starts_on="2026-12-05")
    given = {
        "side": InvitationSide.SENT,
        "partner": partner,
        "occasion": "EWEC",
        "sent_on": TODAY,
        "event": event,
    }

    refused = at_once(lambda: record_invitation(**given, user=officer, today=TODAY))

    assert refused == ["", *["already_invited"] * (MANY - 1)]
    assert Invitation.objects.count() == 1
