from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from delegations.limits import Limit, MemberFact, StopFact, TripFacts, find_excesses
from delegations.models import Delegation, TripLimit
from delegations.selectors_limits import findings_for, over_limits_of_year, unjustified
from dnfa.accounts.enums import Role
from dnfa.core.models import LegalBasis
from dnfa.core.text import fold
from tests.delegations.programme.factories import make_case, make_trip
from tests.delegations.programme.limit_cases import AN, AN_KEY, CASES, LETTER, Case, day
from tests.factories import make_agency, make_user

IDS = [case.name for case in CASES]


def rows(case: Case) -> list[Limit]:
    given = LETTER if case.limits is None else case.limits
    return [Limit(kind, most, day(first), day(last), rank) for kind, rank, most, first, last in given]


def facts(case: Case) -> TripFacts:
    earlier = [when for when in map(day, case.before) if day(case.begins) and when <= day(case.begins)]
    trips = 1 + sum(when.year == day(case.begins).year for when in earlier)
    keys = [f"{fold(name)} · {agency}" for name, agency, _leader in case.members]
    return TripFacts(
        direction=case.direction,
        begins=day(case.begins),
        ends=day(case.ends),
        rank=case.rank,
        persons=case.persons,
        cost_source=case.cost_source,
        is_cancelled=case.cancelled,
        stops=[StopFact(code, code, day(first), day(last), event) for code, first, last, event in case.stops],
        members=[
            MemberFact(key, name, agency, agency, leader, trips if key == keys[0] else 1)
            for key, (name, agency, leader) in zip(keys, case.members, strict=True)
        ],
    )


def told(findings) -> list[tuple[str, str, int]]:
    return [(one.kind, one.subject, one.found) for one in findings]


def test_there_are_at_least_sixty_cases_each_with_a_name_of_its_own():
    assert len(CASES) == len(set(IDS))
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_function_tells_what_goes_over(case):
    assert told(find_excesses(facts(case), rows(case))) == case.over


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_register_tells_the_same(case):
    if case.limits is not None:
        TripLimit.objects.all().delete()
        for kind, rank, most, first, last in case.limits:
            TripLimit.objects.create(
                kind=kind, rank=rank, most=most, valid_from=day(first), valid_to=day(last)
            )
    trip = make_case(case)

    assert told(findings_for([trip]).get(trip.pk, [])) == case.over


@pytest.mark.django_db
def test_what_was_goes_before_what_was_planned():
    planned = {"planned_starts_on": date(2025, 10, 1), "planned_persons": 9, "head_rank": "department"}
    fewer = make_trip(**planned, starts_on="2025-10-02", persons=5)
    earlier = make_trip(**planned, starts_on="2025-07-08")
    stayed = make_trip(
        ("JP", "", "", False), **planned, starts_on="2025-10-01", ends_on="2025-10-04", persons=5
    )
    long_plan = {"planned_starts_on": date(2025, 10, 1), "planned_ends_on": date(2025, 10, 9)}
    one_day = make_trip(("JP", "", "", False), **long_plan, starts_on="2025-10-01", ends_on="2025-10-01")
    away = make_trip(("JP", "", "", False), **long_plan, starts_on="2025-10-01")

    found = findings_for([fewer, earlier, stayed, one_day, away])

    assert {pk: told(one) for pk, one in found.items()} == {
        stayed.pk: [("days_per_country", "JP", 4)],
        away.pk: [("days_per_country", "JP", 9)],
    }


@pytest.mark.django_db
def test_cancelled_trips_and_visits_here_do_not_count_for_a_person():
    make_trip(
        members=[AN], planned_starts_on=date(2026, 1, 5), cancelled_on=date(2026, 1, 2), cancel_reason="visa"
    )
    make_trip(members=[AN], planned_starts_on=date(2026, 1, 6), direction="in")
    make_trip(members=[AN], planned_starts_on=date(2026, 2, 6))
    third = make_trip(members=[AN], planned_starts_on=date(2026, 3, 6))

    assert findings_for([third]) == {}


@pytest.mark.django_db
def test_of_two_trips_that_begin_on_one_day_the_one_written_down_later_is_the_third():
    for _number in range(2):
        make_trip(members=[AN], planned_starts_on=date(2026, 3, 6))
    third = make_trip(members=[AN], planned_starts_on=date(2026, 3, 6))

    found = findings_for(Delegation.objects.all())

    assert {pk: told(one) for pk, one in found.items()} == {third.pk: [("trips_per_person", AN_KEY, 3)]}


@pytest.mark.django_db
def test_people_of_other_bodies_are_told_apart_by_its_name():
    trips = [make_trip(planned_starts_on=date(2026, month, 1)) for month in (1, 2, 3)]
    for trip in trips:
        trip.members.create(name="Trần Thị Bình", organisation="Trường Đại học Đông Á")
        trip.members.create(name="Trần Thị Bình", organisation=f"Hội số {trip.pk}")

    found = findings_for(trips)

    assert {pk: told(one) for pk, one in found.items()} == {
        trips[2].pk: [("trips_per_person", "tran thi binh · truong dai hoc dong a", 3)]
    }


CHAIR = {"head_name": "Nguyễn Văn An", "head_rank": "locality_head"}
UNKNOWN_KEY = "nguyen van an · "


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trips", "found"),
    [
        # The head by name alone, as the main form, the API and the tables tell it.
        (({"head": CHAIR}, {"head": CHAIR}, {"head": CHAIR}), (UNKNOWN_KEY, 3)),
        (({"head": CHAIR}, {"head": CHAIR}), None),
        (({"head": CHAIR}, {"head": CHAIR}, {"head": {"head_name": "NGUYEN VAN AN"}}), (UNKNOWN_KEY, 3)),
        (({"head": CHAIR}, {"head": CHAIR}, {"head": {"head_name": "Nguyễn Văn Anh"}}), None),
        (({"head": CHAIR}, {"head": CHAIR}, {"members": [AN]}), (AN_KEY, 3)),
        (({"members": [AN]}, {"members": [AN]}, {"head": CHAIR}), (UNKNOWN_KEY, 3)),
        # Who is listed too is one person.
        (({"head": CHAIR, "members": [AN]}, {"head": CHAIR, "members": [AN]}), None),
        (({"head": CHAIR, "members": [AN]}, {"head": CHAIR}, {"members": [AN]}), (AN_KEY, 3)),
        (({"head": CHAIR}, {"head": {**CHAIR, "direction": "in"}}, {"head": CHAIR}), None),
    ],
)
def test_who_leads_is_judged_as_a_member(trips, found):
    made = [
        make_trip(
            members=trip.get("members", ()), planned_starts_on=date(2026, month, 5), **trip.get("head", {})
        )
        for month, trip in enumerate(trips, 1)
    ]

    over = findings_for(made)

    last = [("trips_per_person", *found)] if found else []
    assert [told(over.get(trip.pk, [])) for trip in made] == [[] for _earlier in made[1:]] + [last]


@pytest.mark.django_db
def test_a_head_named_by_role_takes_the_place_of_the_name_on_the_record():
    made = [
        make_trip(planned_starts_on=date(2026, month, 5), head_name="Nguyễn Văn An") for month in (1, 2, 3)
    ]
    for trip in made:
        trip.members.create(name="Trần Thị Bình", role="head")

    found = findings_for(made)

    assert {pk: told(one) for pk, one in found.items()} == {
        made[2].pk: [("trips_per_person", "tran thi binh · ", 3)]
    }


@pytest.mark.django_db
def test_the_head_is_counted_where_only_the_others_are_listed():
    others = [(f"Người {number}", "a", False) for number in range(5)]
    trip = make_trip(
        members=others, head_name="Lê Dẫn", head_rank="department", planned_starts_on=date(2026, 1, 5)
    )

    assert told(findings_for([trip])[trip.pk]) == [("persons", "", 6)]


@pytest.mark.django_db
def test_the_year_lists_what_a_person_sees_in_order():
    agency = make_agency()
    later = make_trip(agencies=[agency], planned_starts_on=date(2026, 12, 31), cost_source="enterprise")
    first = make_trip(planned_starts_on=date(2026, 1, 1), cost_source="enterprise")
    make_trip(planned_starts_on=date(2025, 12, 31), cost_source="enterprise")
    make_trip(planned_starts_on=date(2027, 1, 1), cost_source="enterprise")
    officer, focal = make_user(), make_user(Role.FOCAL_POINT, agency=agency)

    assert [case.delegation for case in over_limits_of_year(officer, 2026)] == [first, later]
    assert [case.delegation for case in over_limits_of_year(focal, 2026)] == [later]
    assert over_limits_of_year(make_user(Role.FOCAL_POINT), 2026) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_reading_a_year_takes_the_same_queries_for_one_and_three(number, django_assert_num_queries):
    user = make_user()
    for month in range(number):
        make_trip(
            ("JP", "", "", False),
            members=[AN],
            planned_starts_on=date(2026, 1 + month, 1),
            cost_source="enterprise",
        )

    with django_assert_num_queries(7):
        cases = over_limits_of_year(user, 2026)

    assert len([case for case in cases if case.finding.kind == "enterprise_pays"]) == number


@pytest.mark.django_db
def test_without_limits_nothing_is_looked_at():
    make_trip(planned_starts_on=date(2026, 1, 1), cost_source="enterprise")
    TripLimit.objects.all().delete()

    assert unjustified() == {}


@pytest.mark.django_db
def test_the_migration_and_the_file_hold_the_same_limits():
    with (Path(settings.BASE_DIR) / "data" / "trip_limits.csv").open(encoding="utf-8", newline="") as file:
        wanted = sorted(tuple(row.values()) for row in csv.DictReader(file))

    held = sorted(
        (
            row.kind,
            row.rank,
            str(row.most),
            row.valid_from.isoformat(),
            "",
            row.basis.key,
            row.clause,
            "yes" if row.is_verified else "no",
            row.note,
        )
        for row in TripLimit.objects.select_related("basis")
    )

    assert held == wanted
    assert LegalBasis.objects.get(key="cv-101-2025-ubnd").signed_on == date(2025, 7, 9)


@pytest.mark.parametrize(
    ("basis", "clause", "said"),
    [("101/UBND-SNV", "Mục 2", "Mục 2, 101/UBND-SNV"), ("101/UBND-SNV", "", "101/UBND-SNV"), ("", "", "")],
)
def test_a_limit_names_its_source(basis, clause, said):
    assert Limit("countries", 3, date(2025, 7, 9), basis=basis, clause=clause).source == said


def test_a_load_finds_the_limits_of_the_migration_as_they_are(loaded, db):
    with (Path(settings.BASE_DIR) / "data" / "trip_limits.csv").open(encoding="utf-8", newline="") as file:
        wanted = [(row["kind"], row["rank"], int(row["most"])) for row in csv.DictReader(file)]

    assert sorted(TripLimit.objects.values_list("kind", "rank", "most")) == sorted(wanted)
