"""Every number of the statistics opens a list of exactly that many: on the page and in the API, now and the year before."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory

from delegations.enums import Direction
from delegations.filters.trips import DelegationFilter
from delegations.models import Delegation, DelegationStop
from delegations.selectors_trips import trip_rows
from delegations.statistics import BREAKDOWNS
from dnfa.accounts.enums import Role
from tests.factories import make_agency, make_country, make_partner, make_user
from tests.partners.factories import make_delegation

pytestmark = pytest.mark.django_db
PAGE, API = "/doan/thong-ke/", "/api/v1/delegation-statistics/"
TODAY = "2026-03-31"
PERIODS = (
    {"year": "2025"},
    {"year": "2026"},  # running: the year before is cut on the same day
    {"year": "2025", "part": "h1"},
    {"starts_on_from": "2024-12-15", "starts_on_to": "2025-02-20"},  # of two years, within months
    {"starts_on_from": "2024-01-01", "starts_on_to": "2026-12-31"},
)


@pytest.fixture
def everything():
    """Delegations of all sorts: known to the day, month or year, with and without ranks, partners, ways, agencies."""
    random = Random(7)
    countries = [make_country("JP", name_vi="Nhật Bản"), make_country("KR", name_vi="Hàn Quốc")]
    partners = [
        make_partner(country=countries[0]),
        make_partner(country=countries[1]),
        make_partner(country=None),
    ]
    agencies = [make_agency(), make_agency()]
    for _number in range(80):
        day = (date(2023, 6, 1) + timedelta(random.randrange(1100))).isoformat()
        trip = make_delegation(
            starts_on=day[: random.choice([4, 7, 10, 10, 10])],
            direction=random.choice(["in", "out"]),
            persons=random.choice([None, 3, 8]),
            head_rank=random.choice(["", "minister", "department"]),
            plan_status=random.choice(["", "out_of_plan"]),
            out_of_plan_reason="Đột xuất",
            partners=random.sample(partners, random.randrange(3)),
            agencies=random.sample(agencies, random.randrange(3)),
        )
        if random.random() < 0.3:
            trip.coordinating.set([agency for agency in agencies if agency not in trip.lead_agencies.all()])
        for country in random.sample(countries, random.choice([0, 0, 1, 2])):
            DelegationStop.objects.create(delegation=trip, country=country)
    # Plans and what was given up are in no statistics, whatever their days.
    make_delegation(starts_on=None, planned_starts_on=date(2025, 2, 3))
    make_delegation(
        starts_on=None,
        planned_starts_on=date(2025, 3, 3),
        cancelled_on=date(2025, 1, 3),
        cancel_reason="visa",
    )
    return agencies


def count_of(href: str, user, path: str) -> int:
    """How many rows the list at an address holds for a person, as of the day the address asks about."""
    address = urlsplit(href)
    assert address.path == path
    request = RequestFactory().get(f"{path}?{address.query}")
    request.user = user
    questions = DelegationFilter(request.GET, request=request)
    questions.queryset = trip_rows(user, questions.as_of)
    assert questions.is_valid(), questions.errors
    return questions.qs.count()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("asked", PERIODS)
def test_every_number_of_the_page_opens_its_list(asked, everything):
    user = make_user()
    client = signed_in(user)
    wrong, compared = {}, 0

    for by in BREAKDOWNS:
        [table] = client.get(PAGE, {**asked, "by": by.value, "as_of": TODAY}).context["tables"]
        for line, side in product([*table["lines"], table["total"]], (0, 1)):
            told = line["sides"][side]
            numbers = {
                "href": told["pair"].now.delegations,
                "href_before": told["pair"].before.delegations,
                "href_unknown": told["pair"].now.unknown,
            }
            for name, number in numbers.items():
                listed = count_of(told[name], user, "/doan/")
                compared += 1
                if listed != number:
                    wrong[by.value, str(line["label"]), side, name] = (number, listed, told[name])

    assert wrong == {}
    assert compared >= 6 * len(BREAKDOWNS)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT])
def test_every_number_of_the_api_opens_its_list(role, everything):
    user = make_user(role) if role == Role.OFFICER else make_user(role, agency=everything[0])
    client = signed_in(user)
    wrong, compared = {}, 0

    for by, query in product(BREAKDOWNS, ({"year": "2025"}, {"year": "2025", "as_of": "2025-06-30"})):
        for line in client.get(API, {**query, "by": by.value}).json()["results"]:
            for side in ("inbound", "outbound"):
                told = line[side]
                for name, number in (
                    ("list", "delegations"),
                    ("list_before", "delegations_before"),
                    ("list_unknown", "persons_unknown"),
                ):
                    listed = count_of(told[name], user, "/api/v1/delegations/")
                    compared += 1
                    if listed != told[number]:
                        wrong[by.value, line["key"], side, name] = (told[number], listed)

    assert wrong == {}
    assert compared > 100


def test_a_list_of_two_years_leaves_plans_and_cancelled_ones_out(everything):
    client = signed_in(make_user())

    page = client.get(PAGE, {"starts_on_from": "01/01/2024", "starts_on_to": "31/12/2025"})

    [total] = [table for table in page.context["tables"] if table["by"] == "total"]
    for side, direction in enumerate((Direction.IN, Direction.OUT)):
        held = Delegation.objects.filter(
            direction=direction,
            starts_on__first__gte=date(2024, 1, 1),
            starts_on__last__lte=date(2025, 12, 31),
        )
        listed = client.get(total["total"]["sides"][side]["href"]).context["total"]
        assert listed == held.count()


@pytest.mark.parametrize(
    "typed", ["01/01/2025", "01/01/2025..", "01/01/2025..30/02/2025", "a..b", "1/1/2025..2/1/2025..3/1/2025"]
)
def test_a_span_that_is_none_is_refused(typed):
    client = signed_in(make_user())

    answer = client.get("/api/v1/delegations/", {"held_in": typed})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["held_in"])


def test_country_filter_and_statistics_read_the_way_before_the_partners():
    japan, korea = make_country("JP"), make_country("KR")
    trip = make_delegation(starts_on="2025-05-01", direction="out", partners=[make_partner(country=korea)])
    DelegationStop.objects.create(delegation=trip, country=japan)
    client = signed_in(make_user())

    lines = client.get(API, {"year": "2025", "by": "country"}).json()["results"]
    listed = {code: client.get("/doan/", {"country": code}).context["total"] for code in ("JP", "KR")}

    assert {line["key"]: line["outbound"]["delegations"] for line in lines} == {"JP": 1}
    assert listed == {"JP": 1, "KR": 0}
