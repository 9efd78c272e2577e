"""The sample programmes on days of the year on which other editions are due, and beside a programme of the office."""

from __future__ import annotations

from datetime import date

import pytest

from delegations.demo.common import Register
from delegations.demo.programmes import make_programmes
from delegations.models import ProgrammeItem, YearProgramme
from dnfa.accounts.demonstration import ensure_demonstration_users
from dnfa.core.demo import Demo


@pytest.fixture
def people(loaded, db, settings):
    settings.DNFA_DEMO = True
    return {user.username: user for user in ensure_demonstration_users(password="mat-khau-mau-1")}


def make(people, today):
    demo = Demo(today=today, scale=1, people=people, say=print)
    make_programmes(demo, Register())
    return demo.made


def editions():
    return {
        programme.year: [(one.kind, one.approved_on) for one in programme.revisions.all()]
        for programme in YearProgramme.objects.order_by("year")
    }


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (
            date(2027, 1, 1),
            {
                2026: [("initial", date(2025, 12, 22)), ("mid_year", date(2026, 7, 15))],
                2027: [("initial", date(2026, 12, 22))],
                2028: [],
            },
        ),
        (
            date(2027, 7, 15),
            {
                2026: [("initial", date(2025, 12, 22)), ("mid_year", date(2026, 7, 15))],
                2027: [("initial", date(2026, 12, 22)), ("mid_year", date(2027, 7, 15))],
                2028: [],
            },
        ),
        (
            date(2027, 12, 31),
            {
                2026: [("initial", date(2025, 12, 22)), ("mid_year", date(2026, 7, 15))],
                2027: [("initial", date(2026, 12, 22)), ("mid_year", date(2027, 7, 15))],
                2028: [("initial", date(2027, 12, 22))],
            },
        ),
    ],
)
def test_editions_are_approved_once_their_day_has_come(people, today, expected):
    make(people, today)

    assert editions() == expected
    decided = ProgrammeItem.objects.exclude(decided_on=None)
    assert decided.filter(decided_on__gt=today).count() == 0
    assert make(people, today) == {}


def test_a_programme_of_the_office_is_left_alone(people):
    office = YearProgramme.objects.create(year=2026, note="Của Sở")

    made = make(people, date(2026, 11, 26))

    assert made["programmes"] == 2
    assert (office.items.count(), office.revisions.count()) == (0, 0)
    assert set(ProgrammeItem.objects.values_list("programme__year", flat=True)) == {2025, 2027}
