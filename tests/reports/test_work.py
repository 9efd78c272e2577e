from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.enums import TermKind
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Action
from dnfa.followup.sync import sync_flags
from reports.selectors.work import work_of
from tests.delegations.outcomes.factories import make_report
from tests.factories import make_agency, make_agreement, make_project, make_user
from tests.followup.calendar.test_calendar_pages import make_clock
from tests.followup.clocks.makers import run_from
from tests.partners.factories import make_delegation
from tests.updates.factories import give_back, make_cast, sent

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


def make_all(agency, today: date) -> None:
    paper = make_agreement(
        agencies=[agency],
        signed_on="2020",
        term_kind=TermKind.UNTIL,
        term_ends_on=str(today + timedelta(days=90)),
    )
    for number, days in enumerate((-1, 0, 10, 11)):
        make_clock(paper, due=today + timedelta(days=days), part=str(number))
        Action.objects.create(
            title="Việc", origin="other", lead_agency=agency, due_on=today + timedelta(days=days)
        )


def make_trips(agency, today: date) -> None:
    """Three delegations of an agency that are back: a report owed, one overdue, one overdue but in."""
    run_from(("2020-01-01", None))
    for days in (5, 40, 50):
        day = (today - timedelta(days=days)).isoformat()
        trip = make_delegation(starts_on=day, ends_on=day, agencies=[agency])
    make_report(trip, reported_on=today)
    sync_clocks()


def told(user, today: date = MONDAY) -> list[int]:
    return [tile.value for tile in work_of(user, today).tiles]


def test_soon_is_seven_working_days_and_skips_the_culture_day():
    # From Monday 23/11/2026 seven working days end on Thursday 03/12: the 24th is a holiday, then a weekend.
    make_all(make_agency(), MONDAY)

    work = work_of(make_user(), MONDAY)

    assert [tile.value for tile in work.tiles] == [1, 2, 1, 2, 0, 1, 0, 0]
    assert "03/12/2026" in work.tiles[1].label
    assert work.next_due == MONDAY


def test_a_focal_point_counts_its_own_matters_and_a_stranger_nothing():
    agency = make_agency()
    make_all(agency, MONDAY)
    make_all(make_agency(), MONDAY)

    assert told(make_user()) == [2, 4, 2, 4, 0, 2, 0, 0]
    assert told(make_user(Role.FOCAL_POINT, agency=agency)) == [1, 2, 1, 2, 0, 1, 0, 0]
    assert told(make_user(Role.FOCAL_POINT)) == [0, 0, 0, 0, 0, 0, 0, 0]
    assert work_of(make_user(Role.FOCAL_POINT), MONDAY).next_due is None


def test_every_tile_opens_the_list_it_counts():
    make_all(make_agency(), local_today())
    user = make_user()
    client = Client()
    client.force_login(user)

    for tile in work_of(user, local_today()).tiles:
        assert client.get(tile.url).context["total"] == tile.value, tile.url
    home = client.get("/").content.decode()
    assert "Thời hạn luật định quá hạn" in home
    assert "Ngày đến hạn gần nhất" in home


def test_overdue_reports_of_delegations_stand_in_a_tile_that_opens_exactly_them():
    agency, today = make_agency(), local_today()
    make_trips(agency, today)
    make_trips(make_agency(), today)

    counted = {}
    for name, user in (
        ("officer", make_user()),
        ("own", make_user(Role.FOCAL_POINT, agency=agency)),
        ("stranger", make_user(Role.FOCAL_POINT)),
    ):
        client = Client()
        client.force_login(user)
        [tile] = [one for one in work_of(user, today).tiles if one.label == "Báo cáo kết quả đoàn quá hạn"]
        counted[name] = (tile.value, client.get(tile.url).context["total"], tile.url)

    address = "/doan/bao-cao/?standing=overdue"
    assert counted == {"officer": (2, 2, address), "own": (1, 1, address), "stranger": (0, 0, address)}


def test_the_work_asks_as_often_for_many_as_for_one():
    user = make_user()
    asked = []
    for _number in range(2):
        make_all(make_agency(), MONDAY)
        make_trips(make_agency(), MONDAY)
        told(user)
        with CaptureQueriesContext(connection) as queries:
            told(user)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 10


def test_updates_wait_for_reviewers_and_come_back_to_their_agency():
    cast, other = make_cast(), make_cast()
    sent(cast)
    give_back(other, sent(other))

    def updates(user) -> dict[str, int]:
        tiles = work_of(user, MONDAY).tiles
        return {tile.url: tile.value for tile in tiles if tile.url.startswith("/cap-nhat/")}

    assert updates(cast.officer) == {"/cap-nhat/?to_review=true": 1}
    assert updates(cast.focal) == {"/cap-nhat/?state=returned": 0}
    assert updates(other.focal) == {"/cap-nhat/?state=returned": 1}
    assert updates(make_user(Role.LEADER)) == {}


def test_flagged_projects_are_counted_as_their_list_has_them():
    today = local_today()
    client, user = Client(), make_user()
    client.force_login(user)
    ended = make_project(starts_on="2019", ends_on="2020")
    make_project(starts_on="2019", owes_reports=False)
    sync_flags(as_of=today)

    tile = next(tile for tile in work_of(user, today).tiles if "kind=project" in tile.url)
    listed = client.get(tile.url).context["lines"]

    assert {line.row.record for line in listed} == {ended}
    assert tile.value == len(listed)
