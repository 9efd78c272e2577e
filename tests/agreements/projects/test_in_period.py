"""Which projects a report of a period tells of: one table for the verb, the list on the screen and the API."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import FundingLine, Project
from dnfa.accounts.enums import Role
from tests.factories import make_agency, make_project, sign_in

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2028, 1, 1), date(2028, 6, 30)  # a leap year
COMPLETION, RESUMPTION = "completion", "resumption"


@pytest.mark.parametrize(
    ("values", "deeds", "told"),
    [
        ({"starts_on": "2028-06-30"}, (), True),
        ({"starts_on": "2028-07-01"}, (), False),
        ({"starts_on": "2028"}, (), True),  # may have begun on its first day
        ({"starts_on": "2020", "ends_on": "2028-01-01"}, (), True),
        ({"starts_on": "2020", "ends_on": "2027-12-31"}, (), False),
        ({"starts_on": "2020", "ends_on": "2027-12"}, (), False),
        ({"starts_on": "2020", "ends_on": "2028-02"}, (), True),
        ({"starts_on": "2020"}, (), True),
        ({}, (), True),  # open, and nobody says since when
        ({"stated_status": "completed"}, (), False),
        ({"starts_on": "2020", "stated_status": "completed"}, (), False),
        ({"starts_on": "2020", "ends_on": "2028-02-29", "stated_status": "completed"}, (), True),
        ({"starts_on": "2027", "ends_on": "2030", "stated_status": "approved"}, (), True),
        ({"starts_on": "2027", "ends_on": "2030", "stated_status": "proposed"}, (), False),
        ({"starts_on": "2027", "ends_on": "2030", "stated_status": "cancelled"}, (), False),
        ({"starts_on": "2027", "ends_on": "2030", "stated_status": "unknown"}, (), False),
        # Ended before its planned end: the day it ended decides.
        ({"starts_on": "2020", "ends_on": "2030"}, ((COMPLETION, "2027-12-31"),), False),
        ({"starts_on": "2020", "ends_on": "2030"}, ((COMPLETION, "2028-01-01"),), True),
        ({"starts_on": "2020", "ends_on": "2030"}, ((COMPLETION, "2026"), (RESUMPTION, "2028-03")), True),
        # What happened after the period is not known in it.
        ({"starts_on": "2020", "ends_on": "2030"}, (("cancellation", "2028-07-01"),), True),
    ],
)
def test_what_touches_the_period(values, deeds, told):
    project = make_project(**values)
    for kind, day in deeds:
        project.events.create(kind=kind, occurred_on=day, reason="Lý do")

    for as_of in (LAST, date(2031, 1, 1)):
        assert list(Project.objects.in_period(FIRST, LAST, as_of)) == [project][: int(told)]


@pytest.mark.parametrize(
    ("booked_on", "as_of", "told"),
    [
        ("2028-01-01", LAST, True),
        ("2028-06-30", LAST, True),
        ("2028-02", LAST, True),
        ("2027-12-31", LAST, False),
        ("2028-07-01", LAST, False),
        ("2028", LAST, False),  # may lie in the other half
        (None, LAST, False),
        ("2028-03-02", date(2028, 3, 1), False),
        ("2028-03", date(2028, 3, 1), True),  # known by its first day
    ],
)
def test_a_sum_booked_in_the_period_is_enough(booked_on, as_of, told):
    project = make_project(stated_status="unknown")
    project.lines.create(kind="disbursed", amount=5, currency="VND", booked_on=booked_on)

    assert list(Project.objects.in_period(FIRST, LAST, as_of)) == [project][: int(told)]


def test_list_and_api_ask_the_same_question(client):
    agency = make_agency()
    sign_in(client, Role.FOCAL_POINT, agency=agency)
    seen = make_project(starts_on="2028", agencies=[agency])
    make_project(starts_on="2028")
    make_project(starts_on="2029", agencies=[agency])
    asked = {"active_from": "2028-01-01", "active_to": "2028-06-30", "as_of": "2028-06-30"}

    page = client.get("/thoa-thuan/du-an/", asked)
    answer = client.get("/api/v1/projects/", asked).json()

    assert (page.context["total"], [row["key"] for row in answer["results"]]) == (1, [seen.key])


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"active_from": "2028-01-01"}, 1),
        ({"active_to": "2028-01-01"}, 1),
        ({"active_from": "2028-01-02", "active_to": "2028-01-31"}, 0),
        ({"active_from": "2028-01-31", "active_to": "2028-01-02"}, 0),
        ({"active_to": "2027-12-31"}, 0),
    ],
)
def test_one_day_of_a_period_asks_for_that_day_alone(client, asked, number):
    sign_in(client, Role.OFFICER)
    make_project(starts_on="2028", ends_on="2028-01-01")

    answer = client.get("/api/v1/projects/", {**asked, "as_of": "2028-06-30"})

    assert answer.json()["count"] == number


def test_sums_known_by_a_day_can_be_asked_for(client):
    sign_in(client, Role.OFFICER)
    project = make_project()
    for day in ("2028", "2028-03-01", "2028-03-02", None):
        project.lines.create(kind="disbursed", amount=5, currency="VND", booked_on=day)

    answer = client.get("/api/v1/disbursements/", {"known_by": "2028-03-01"}).json()

    assert sorted(str(row["booked_on"]) for row in answer["results"]) == ["2028", "2028-03-01", "None"]
    assert answer["count"] == FundingLine.objects.known_by(date(2028, 3, 1)).count()
