"""What the sample plans of this room say, before anything is written: names, days, ways, limits kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from delegations.demo.common import later, on_workday
from delegations.demo.contacts import contacts
from delegations.demo.meetings import CONFERENCES, PRESS
from delegations.demo.names import People, foreign_name, vietnamese_name
from delegations.demo.plans import Fate, Stay, Trip
from delegations.demo.topics import TOPICS
from delegations.demo.trips import TRIPS
from dnfa.core.demo import Demo

THURSDAY, SATURDAY = date(2026, 11, 26), date(2028, 1, 1)


def standing_on(day):
    return Demo(today=day, scale=1, people={}, say=print)


def trip(start, days=3, **more):
    facts = {
        "title": "Đoàn",
        "topic": "trade",
        "partners": ("jp-sakai",),
        "agency": "so-ngoai-vu",
        "rank": "other",
    }
    return Trip("thu", *facts.values(), head="Trưởng đoàn", start=start, days=days, persons=4, **more)  # fmt: skip


def test_names_come_again_only_after_thousands():
    names = [vietnamese_name(number) for number in range(4302)]

    assert (len(set(names)), names[4301]) == (4301, names[0])
    guests = {
        (country, foreign_name(country, number)) for country in ("JP", "LA", "FR") for number in range(56)
    }
    assert len(guests) == 3 * 56


def test_people_are_handed_out_one_after_another():
    first, again, next_trip = People(0), People(0), People(2)

    assert [first.vietnamese(), first.vietnamese()] == [again.vietnamese(), again.vietnamese()]
    assert first.vietnamese() == next_trip.vietnamese()
    assert first.foreign("JP") == "Sato Hiroshi"
    assert (first.foreign("LA"), first.foreign("SE")) == ("Khamla Sisavath", "Emma Dubois")


@pytest.mark.parametrize(
    ("today", "start", "days", "expected"),
    [
        (THURSDAY, -3, 3, date(2026, 11, 23)),  # Monday to Wednesday
        (THURSDAY, -6, 3, date(2026, 11, 18)),  # a Friday: within the week, from Wednesday
        (THURSDAY, -4, 3, date(2026, 11, 18)),  # a Sunday: the Friday before, then as above
        (THURSDAY, -6, 6, date(2026, 11, 20)),  # longer than a week of work
        (THURSDAY, -1, 4, date(2026, 11, 25)),  # under way stays under way
        (THURSDAY, 0, 3, THURSDAY),
        (THURSDAY, (5, 14), 3, date(2025, 5, 14)),
        (THURSDAY, (11, 23), 3, date(2025, 11, 21)),  # a Sunday of last year
        (SATURDAY, 0, 3, date(2027, 12, 31)),
    ],
)
def test_a_trip_begins_on_a_working_day(today, start, days, expected):
    assert trip(start, days).first_day(standing_on(today)) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 2), 11, date(2026, 11, 13)),
        (date(2026, 11, 2), 12, date(2026, 11, 13)),  # a Saturday
        (date(2026, 11, 20), 11, THURSDAY),  # not after today
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # never before the day itself
    ],
)
def test_what_is_written_down_later_has_happened(day, days, expected):
    assert later(day, days, standing_on(THURSDAY)) == expected


def test_a_weekend_gives_the_friday_before():
    friday = date(2026, 11, 20)

    assert [on_workday(friday + timedelta(days=days)) for days in range(4)] == [
        friday,
        friday,
        friday,
        date(2026, 11, 23),
    ]


def test_the_way_is_told_or_the_country_of_the_partner():
    way = (Stay("JP", "Sakai", 2), Stay("KR", "Seoul", 1))

    assert trip(1, way=way).stays("JP") == way
    assert trip(1).stays("JP") == (Stay("JP", "", 3, "jp-sakai"),)
    assert trip(1).stays("") == ()


def test_plans_are_told_apart_and_complete():
    slugs = [*(one.slug for one in (*TRIPS, *CONFERENCES, *PRESS)), *(one.slug for one in contacts())]

    assert {slug: times for slug, times in Counter(slugs).items() if times > 1} == {}
    assert {one.topic for one in TRIPS} == set(TOPICS)
    assert [one.slug for one in TRIPS if one.way and sum(stay.days for stay in one.way) != one.days] == []
    assert [one.slug for one in TRIPS if (one.fate == Fate.CANCELLED) != (one.given_up is not None)] == []
    lately = [one.slug for one in TRIPS if isinstance(one.start, int) and one.start > 0]
    assert [
        one.slug for one in TRIPS if one.slug in lately and one.fate not in {Fate.TO_COME, Fate.CANCELLED}
    ] == []
