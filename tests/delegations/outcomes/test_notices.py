"""Deadlines and flags reach every agency that owes something, and no other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Notice
from dnfa.followup.sync import sync_flags
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.outcomes.factories import TODAY, make_trip
from tests.factories import make_agency, make_user
from tests.followup.clocks.makers import run_from
from tests.followup.notices.telling import tell

pytestmark = pytest.mark.django_db
PLANNED = {
    "starts_on": None,
    "ends_on": None,
    "planned_starts_on": date(2026, 11, 3),
    "planned_ends_on": date(2026, 11, 6),
}


@pytest.fixture
def people() -> dict[str, User]:
    """The focal points of two agencies that lead, of one that coordinates and of a stranger, and a head of division."""
    found = {
        name: make_user(Role.FOCAL_POINT, agency=make_agency())
        for name in ("first", "second", "joins", "stranger")
    }
    return {**found, "head": make_user(Role.HEAD)}


def led(record: Any, people: dict[str, User], *names: str) -> Any:
    record.lead_agencies.set([people[name].agency for name in names])
    record.coordinating.set([people["joins"].agency])
    return record


def told(people: dict[str, User], source: str) -> list[str]:
    """Who has a standing notice of the source."""
    recipients = set(Notice.objects.standing().filter(source=source).values_list("recipient", flat=True))
    return [name for name, person in people.items() if person.pk in recipients]


@pytest.mark.parametrize(
    ("leads", "expected"),
    [
        (("first", "second"), ["first", "second", "head"]),
        (("second",), ["second", "head"]),
        ((), ["head"]),
    ],
)
def test_the_deadline_of_a_report_is_told_to_all_that_lead(people, leads, expected):
    run_from((date(2020, 1, 1), None))
    led(make_trip(), people, *leads)  # back on 06/11, the report due on 23/11
    led(
        make_conference(
            **{**PLANNED, "starts_on": "2026-11-03", "ends_on": "2026-11-06", "filed_on": date(2026, 9, 1)}
        ),
        people,
        *leads,
    )
    sync_clocks()

    tell(TODAY)
    both = Notice.objects.standing().filter(source="clock_due").values("object_id").distinct().count()

    assert (told(people, "clock_due"), both) == (expected, 2)


def test_what_took_place_is_asked_of_all_that_lead_and_an_answer_of_who_handles_it(people):
    records = [
        led(make_trip(**PLANNED), people, "first", "second"),
        led(make_conference(**PLANNED), people, "first", "second"),
        make_invitation(
            agency=people["joins"].agency, sent_on=date(2026, 10, 1), answer_by=date(2026, 11, 20)
        ),
    ]
    sync_flags(as_of=TODAY)

    tell(TODAY)

    standing = Notice.objects.standing().filter(source="flag_raised")
    by_rule = {
        rule: [
            name
            for name, person in people.items()
            if standing.filter(recipient=person, evidence__rule=rule).exists()
        ]
        for rule in ("trip_unconfirmed", "conference_unconfirmed", "invitation_unanswered")
    }
    assert len(records) == 3
    assert by_rule == {
        "trip_unconfirmed": ["first", "second", "head"],
        "conference_unconfirmed": ["first", "second", "head"],
        "invitation_unanswered": ["joins", "head"],
    }


def test_a_flag_that_owes_the_agencies_nothing_is_told_to_the_department_alone(people):
    led(make_trip(cost_source="enterprise"), people, "first", "second")
    sync_flags(as_of=TODAY)

    tell(TODAY)

    assert told(people, "flag_raised") == ["head"]
