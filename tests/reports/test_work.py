from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.enums import TermKind
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from dnfa.followup.clocks import sync_clocks
from dnfa.followup.models import Action
from dnfa.followup.sync import sync_flags
from dnfa.updates.models import RoundAgency
from dnfa.updates.services import rounds
from reports.selectors import home_page
from tests.delegations.outcomes.factories import make_report
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user
from tests.followup.calendar.test_calendar_pages import make_clock
from tests.followup.clocks.makers import run_from
from tests.partners.factories import make_charge, make_delegation
from tests.updates.factories import NOW, accept, give_back, make_cast, sent
from tests.updates.services.test_rounds import DUE, asked_of
from tests.updates.services.test_rounds import opened as opened_round
from tests.updates.services.test_rounds import send as send_answer

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
FOLLOWS = [Role.OFFICER, Role.HEAD]
TILES = [
    "clocks:list-overdue",
    "delegations:reports-overdue",
    "actions:list-overdue",
    "clocks:list-due_soon",
    "actions:list-due_soon",
    "to-review",
    "to-take",
    "returned",
    "ending",
    "projects",
]


def make_all(agency: Any, today: date, *partners: Any) -> None:
    """A paper that ends, with clocks and things to do before, on and after the last day that counts as soon."""
    paper = make_agreement(
        partners=list(partners) or None,
        agencies=[agency],
        signed_on="2020",
        term_kind=TermKind.UNTIL,
        term_ends_on=str(today + timedelta(days=90)),
    )
    for number, days in enumerate((-1, 0, 10, 11)):
        make_clock(paper, due=today + timedelta(days=days), part=str(number))
        Action.objects.create(
            title="Việc",
            origin="other",
            lead_agency=agency,
            due_on=today + timedelta(days=days),
            content_type=ContentType.objects.get_for_model(paper),
            object_id=paper.pk,
        )


def make_trips(agency: Any, today: date, *partners: Any) -> None:
    """Three delegations of an agency that are back: a report owed, one overdue, one overdue but in."""
    run_from(("2020-01-01", None))
    for days in (5, 40, 50):
        day = (today - timedelta(days=days)).isoformat()
        trip = make_delegation(starts_on=day, ends_on=day, agencies=[agency], partners=list(partners))
    make_report(trip, reported_on=today)


def make_answers(cast: Any, officer: Any) -> None:
    """A round of the officer: one agency answered, one asks for more time, a third has nothing to say yet."""
    asking, silent = make_cast(), make_agency()
    question = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
    cast.officer = officer
    held = opened_round(cast, agencies=[cast.agency, asking.agency, silent], questions=question)
    send_answer(cast, asked_of(held, cast.agency))
    rounds.extension_ask(
        asked=asked_of(held, asking.agency), until=DUE + timedelta(days=5), because="Chờ phường", base_version=None,
        user=asking.focal, now=NOW,
    )  # fmt: skip


def make_everything(today: date, *sides: list[Any]) -> None:
    """One matter of every tile and part with each of these lists of partners, and what the night finds of them."""
    for partners in sides:
        _make_everything(today, *partners)
    sync_clocks()
    sync_flags(as_of=today)


def _make_everything(today: date, *partners: Any) -> None:
    make_all(make_agency(), today, *partners)
    make_trips(make_agency(), today, *partners)
    make_delegation(
        direction="out", planned_starts_on=today, planned_ends_on=today, starts_on=None, partners=partners
    )
    signed = today.replace(year=today.year - 10) if (today.month, today.day) != (2, 29) else today
    make_agreement(partners=list(partners), signed_on=signed.isoformat(), term_kind=TermKind.INDEFINITE)
    cast = make_cast(starts_on="2019", ends_on="2020", partners=list(partners))
    sent(cast)
    make_answers(cast, make_user())


def sets_of(user: Any, today: date = MONDAY) -> dict[str, dict[str, int]]:
    page = home_page(user=user, today=today)
    return {one.scope: {tile.key: tile.value for tile in one.tiles} for one in page.sets}


def opened(user: Any, url: str) -> int:
    client = Client()
    client.force_login(user)
    return client.get(url).context["total"]


# --- Two sets ---------------------------------------------------------------


def test_soon_is_seven_working_days_and_skips_the_culture_day():
    # From Monday 23/11/2026 seven working days end on Thursday 03/12: the 24th is a holiday, then a weekend.
    make_all(make_agency(), MONDAY)

    [_mine, unit] = home_page(user=make_user(), today=MONDAY).sets

    assert {tile.key: tile.value for tile in unit.tiles} == {
        "clocks:list-overdue": 1,
        "delegations:reports-overdue": 0,
        "actions:list-overdue": 1,
        "clocks:list-due_soon": 2,
        "actions:list-due_soon": 2,
        "to-review": 0,
        "to-take": 0,
        "ending": 1,
        "projects": 0,
    }
    assert [tile.label for tile in unit.tiles if "due_soon" in tile.key] == [
        "Thời hạn luật định đến hết 03/12/2026",
        "Việc phải làm đến hết 03/12/2026",
    ]
    assert unit.next_due == MONDAY


@pytest.mark.parametrize("role", FOLLOWS)
def test_mine_and_the_unit_s_are_counted_apart(role):
    partner, other = make_partner(), make_partner()
    user = make_user(role)
    make_charge(user, partner)
    make_all(make_agency(), MONDAY, partner)
    make_all(make_agency(), MONDAY, other)
    Action.objects.create(title="Giao đích danh", origin="other", due_on=MONDAY, assignee=user)

    sets = sets_of(user)

    assert list(sets["mine"]) == TILES
    assert list(sets["unit"]) == [key for key in TILES if key != "returned"]
    assert [sets["mine"][key] for key in TILES] == [1, 0, 1, 2, 3, 0, 0, 0, 1, 0]
    assert [sets["unit"][key] for key in sets["unit"]] == [2, 0, 2, 4, 5, 0, 0, 2, 0]


def test_a_focal_point_counts_its_own_matters_and_a_stranger_nothing():
    agency = make_agency()
    make_all(agency, MONDAY)
    make_all(make_agency(), MONDAY)

    def numbers(user: Any) -> list[int]:
        [only] = sets_of(user).values()
        return list(only.values())

    assert numbers(make_user(Role.LEADER)) == [2, 0, 2, 4, 4, 2, 0]
    assert numbers(make_user(Role.FOCAL_POINT, agency=agency)) == [1, 0, 1, 2, 2, 0, 1, 0]
    assert numbers(make_user(Role.FOCAL_POINT)) == [0, 0, 0, 0, 0, 0, 0, 0]


def test_the_next_day_something_is_due_is_that_of_its_set():
    partner, user = make_partner(), make_user()
    make_charge(user, partner)
    paper = make_agreement(partners=[partner], signed_on="2020", term_kind=TermKind.INDEFINITE)
    other = make_agreement(signed_on="2020", term_kind=TermKind.INDEFINITE)
    for record, days in ((paper, 40), (other, 30)):
        make_clock(record, due=MONDAY + timedelta(days=days), started_on=MONDAY)

    page = home_page(user=user, today=MONDAY)

    assert {one.scope: (one.nothing_due, one.next_due) for one in page.sets} == {
        "mine": (True, MONDAY + timedelta(days=40)),
        "unit": (True, MONDAY + timedelta(days=30)),
    }
    assert home_page(user=make_user(Role.FOCAL_POINT), today=MONDAY).sets[0].next_due is None


# --- Every number opens its list --------------------------------------------


@pytest.mark.parametrize("role", [*FOLLOWS, Role.LEADER])
def test_every_number_opens_exactly_the_list_it_counts(role):
    today = local_today()
    mine, other = make_partner(), make_partner()
    user = make_user(role)
    if role in FOLLOWS:
        make_charge(user, mine)
    make_everything(today, [mine], [other], [mine, other])

    if role in FOLLOWS:
        make_answers(make_cast(), user)

    page = home_page(user=user, today=today)
    tiles = [tile for one in page.sets for tile in one.tiles]
    tiles += [tile for part in page.parts for count in part.counts for tile in count.tiles]

    assert {tile.url: opened(user, tile.url) for tile in tiles} == {tile.url: tile.value for tile in tiles}
    told = {tile.key: tile.value for tile in tiles if "due_soon" not in tile.key}
    scopes = ("mine", "unit") if role in FOLLOWS else ("unit",)
    weeks = {scope: told[f"week-out-{scope}"] for scope in scopes}
    assert weeks == ({"mine": 2, "unit": 3} if role in FOLLOWS else {"unit": 3})


def test_the_lists_say_in_the_api_what_is_mine_too():
    today = local_today()
    mine, other, user = make_partner(), make_partner(), make_user()
    make_charge(user, mine)
    make_everything(today, [mine], [other])
    make_answers(make_cast(), user)
    client = Client()
    client.force_login(user)

    counted = {
        resource: [
            client.get(f"/api/v1/{resource}/", query).json()["count"] for query in ({"mine": "true"}, {})
        ]
        for resource in ("flags", "clocks", "actions", "delegations", "change-requests", "round-answers")
    }

    assert {resource: 0 < own < whole for resource, (own, whole) in counted.items()} == dict.fromkeys(
        counted, True
    )


# --- Updates ----------------------------------------------------------------


def test_updates_wait_for_reviewers_and_come_back_to_whoever_wrote_them():
    cast, other = make_cast(), make_cast()
    sent(cast)
    give_back(other, sent(other))
    for_agency = make_cast()
    for_agency.focal = make_user()  # the Department wrote it for the agency
    give_back(for_agency, sent(for_agency))

    def told(user: Any) -> dict[str, int]:
        tiles = [tile for one in home_page(user=user, today=MONDAY).sets for tile in one.tiles]
        return {tile.url: tile.value for tile in tiles if tile.url.startswith("/cap-nhat/?")}

    returned = "/cap-nhat/?state=returned&written_by_me=true"
    reviews = {"/cap-nhat/?to_review=true&mine=true": 0, "/cap-nhat/?to_review=true": 1}
    assert told(cast.officer) == {**reviews, returned: 0}
    assert told(for_agency.focal) == {**reviews, returned: 1}
    assert told(cast.focal) == {"/cap-nhat/?state=returned": 0}
    assert told(other.focal) == {"/cap-nhat/?state=returned": 1}
    assert told(make_user(Role.LEADER)) == {}


def test_an_update_about_a_partner_in_my_charge_waits_for_me_until_another_takes_it():
    partner, keeper, other = make_partner(), make_user(), make_user()
    make_charge(keeper, partner)
    request = sent(make_cast(partners=[partner]))

    before = [sets_of(user)["mine"]["to-review"] for user in (keeper, other)]
    request.reviewer = other
    request.save(update_fields=["reviewer"])
    after = [sets_of(user)["mine"]["to-review"] for user in (keeper, other)]

    assert (before, after) == ([1, 0], [0, 1])


def test_answers_and_requests_for_time_wait_for_the_officer_of_the_round_and_stand_for_the_unit():
    asks, other, head = make_user(), make_user(), make_user(Role.HEAD)
    make_answers(make_cast(), asks)
    make_answers(make_cast(), other)

    def told(user: Any) -> dict[str, int]:
        return {scope: tiles["to-take"] for scope, tiles in sets_of(user).items() if "to-take" in tiles}

    assert told(asks) == told(other) == {"mine": 2, "unit": 4}
    assert told(head) == {"mine": 0, "unit": 4}
    assert told(make_user(Role.LEADER)) == told(make_cast().focal) == {}


def test_an_answer_that_i_sent_for_an_agency_waits_for_somebody_else():
    cast, other = make_cast(), make_user()
    question = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
    held = opened_round(cast, questions=question)
    rounds.answer_submit(asked=RoundAgency.objects.get(), base_version=None, user=cast.officer, now=NOW)

    tiles = [tile for one in home_page(user=other, today=MONDAY).sets for tile in one.tiles]
    urls = {tile.url for tile in tiles if tile.key == "to-take"}
    assert urls == {f"/cap-nhat/dot/tra-loi/?to_decide=true{mine}" for mine in ("", "&mine=true")}
    assert held.officer == cast.officer
    assert [sets_of(user)["unit"]["to-take"] for user in (cast.officer, other)] == [0, 1]


def test_flagged_projects_are_counted_as_their_list_has_them():
    today, user = local_today(), make_user()
    ended = make_project(starts_on="2019", ends_on="2020")
    make_project(starts_on="2019", owes_reports=False)
    sync_flags(as_of=today)
    client = Client()
    client.force_login(user)

    listed = client.get("/canh-bao/?kind=project&state=open").context["lines"]

    assert {line.row.record for line in listed} == {ended}
    assert sets_of(user, today)["unit"]["projects"] == len(listed)


# --- Cost -------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FOCAL_POINT])
def test_the_page_asks_as_often_for_many_as_for_one(role):
    user, today = make_user(role), local_today()
    asked = []
    for _number in range(2):
        partner = make_partner()
        make_charge(make_user(), partner)
        if role == Role.OFFICER:
            make_charge(user, partner)
        make_everything(today, [partner])
        make_answers(make_cast(), user if role == Role.OFFICER else make_user())
        cast = make_cast(partners=[partner])
        accept(cast, sent(cast, {"place": "Sơn Trà"}), "place")
        home_page(user=user, today=today)
        with CaptureQueriesContext(connection) as queries:
            home_page(user=user, today=today)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 33
