from __future__ import annotations

from datetime import date

import pytest

from reports.scheme.succession import Successions, forebears
from tests.factories import make_agency
from tests.reports.scheme.factories import succeed

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2025, 2, 28), date(2025, 3, 1), date(2026, 1, 1)


@pytest.fixture
def family():
    """Planning merged into Finance on 1/3/2025, Finance renamed in 2027; the districts ended without an heir."""
    planning, finance, budget, district = (
        make_agency(key=key) for key in ("ke-hoach", "tai-chinh", "ngan-sach", "quan")
    )
    succeed(planning, finance)
    succeed(finance, budget, "2027")
    succeed(district, None, "2025-07-01")
    return {"planning": planning, "finance": finance, "budget": budget, "district": district}


def carriers(agency, day) -> list[str]:
    return [one.key for one in Successions.on(day).carriers(agency)]


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [
        ("planning", BEFORE, ["ke-hoach"]),
        ("planning", DAY, ["tai-chinh"]),
        ("planning", date(2027, 1, 1), ["ngan-sach"]),
        ("finance", AFTER, ["tai-chinh"]),
        ("district", date(2025, 6, 30), ["quan"]),
        ("district", date(2025, 7, 1), []),
    ],
)
def test_who_carries_the_work_on_a_day(family, who, day, expected):
    assert carriers(family[who], day) == expected


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [
        ("finance", BEFORE, {"tai-chinh"}),
        ("finance", DAY, {"tai-chinh", "ke-hoach"}),
        ("budget", AFTER, {"ngan-sach"}),
        ("budget", date(2027, 1, 1), {"ngan-sach", "tai-chinh", "ke-hoach"}),
        ("budget", None, {"ngan-sach", "tai-chinh", "ke-hoach"}),
        ("planning", None, {"ke-hoach"}),
    ],
)
def test_whose_work_an_agency_carries(family, who, day, expected):
    assert {
        agency.key for agency in family.values() if agency.pk in forebears(family[who].pk, day)
    } == expected


def test_both_directions_agree_whatever_the_day(family):
    for day in (BEFORE, DAY, AFTER, date(2027, 6, 1)):
        successions = Successions.on(day)
        for agency in family.values():
            for carrier in successions.carriers(agency):
                assert {agency.pk} - forebears(carrier.pk, day) == set()


@pytest.mark.parametrize(
    ("valid_to", "expected"), [(None, ["cu"]), ("2025-12-31", ["bac", "nam"]), ("2026", ["cu"])]
)
def test_who_gave_away_a_part_keeps_its_tasks_until_it_ends(valid_to, expected):
    north, south = make_agency(key="bac"), make_agency(key="nam")
    old = make_agency(key="cu", valid_to=valid_to)
    succeed(old, north, kind="split")
    succeed(old, south, kind="transfer")

    assert carriers(old, AFTER) == expected
    assert (old.pk in forebears(north.pk, AFTER)) == ("bac" in expected)


def test_a_circle_of_successions_ends(family):
    succeed(family["budget"], family["planning"], "2028")

    assert carriers(family["planning"], date(2028, 1, 1)) == []
    assert Successions.on(AFTER).without_carriers() == [family["district"].pk]
