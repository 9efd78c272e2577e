from __future__ import annotations

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType

from delegations.enums import InvitationSide
from delegations.matching.nearby import FARTHEST_KM, default_km, nearby, with_activity
from delegations.matching.route import Route, make_route, route_of
from delegations.selectors_trips import trip_in_full
from dnfa.accounts.enums import Role
from dnfa.core.models import PolicyParameter
from dnfa.core.policy import MissingParameterError
from dnfa.followup.models import Flag
from partners.enums import PartnerKind
from partners.models import Partner
from tests.delegations.engagements.factories import make_invitation
from tests.delegations.matching.factories import (
    BUSAN,
    SEOUL,
    SYDNEY,
    TODAY,
    TOKYO,
    make_place,
    names,
    near,
    route_to,
)
from tests.delegations.trips.factories import make_stop, make_trip
from tests.factories import make_agency, make_agreement, make_country, make_relationship, make_user
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db


def told(rows):
    """Name, kilometres and from where, of each row."""
    return [
        (row.partner.name_vi, row.km and round(row.km), row.nearest and row.nearest.name_vi) for row in rows
    ]


# --- who is near ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("km", "expected"),
    [
        (325, []),
        (326, [("Busan", 326, "Seoul")]),  # 325.6
        (1152, [("Busan", 326, "Seoul")]),
        (1153, [("Busan", 326, "Seoul"), ("Tokyo", 1153, "Seoul")]),
        (None, [("Busan", 326, "Seoul")]),  # the office's own 800
        (FARTHEST_KM, [("Busan", 326, "Seoul"), ("Tokyo", 1153, "Seoul")]),
    ],
)
def test_near_is_within_the_distance_asked(km, expected):
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Busan", BUSAN, "KR")
    make_place("Tokyo", TOKYO)
    make_place("Sydney", SYDNEY, "AU")

    assert told(near(route_to(seoul), km=km)) == expected


def test_the_nearest_place_of_the_route_speaks():
    seoul, tokyo = make_place("Seoul", SEOUL, "KR"), make_place("Tokyo", TOKYO)
    make_place("Busan", BUSAN, "KR")
    make_place("Yokohama", (35.44, 139.64))

    assert told(near(route_to(tokyo, seoul))) == [("Yokohama", 27, "Tokyo"), ("Busan", 326, "Seoul")]


def test_places_on_both_sides_of_the_antimeridian_are_near():
    taveuni = make_place("Taveuni", (-16.8, 179.9), "FJ")
    make_place("Rabi", (-16.5, -179.9), "FJ")

    assert told(near(route_to(taveuni), km=50)) == [("Rabi", 40, "Taveuni")]


def test_without_coordinates_the_same_country_is_near_and_far_ones_of_it_are_not():
    vancouver = make_place("Vancouver", (49.28, -123.12), "CA")
    make_place("Ottawa", (45.42, -75.70), "CA")  # 3,500 km away: its own place speaks against it
    make_place("Đại học không rõ nơi", None, "CA", kind=PartnerKind.UNIVERSITY)
    make_place("Nước khác", None, "US")

    assert told(near(route_to(vancouver))) == [("Đại học không rõ nơi", None, None)]


def test_a_stop_that_is_only_a_country_brings_all_of_it():
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Tokyo", TOKYO)
    make_place("Busan", BUSAN, "KR")

    rows = near(make_route([seoul], [make_country("JP")]))

    assert told(rows) == [("Busan", 326, "Seoul"), ("Tokyo", None, None)]
    assert [row.has_place for row in rows] == [True, True]


def test_a_body_of_a_partner_on_the_route_is_where_that_is_and_the_route_itself_is_left_out():
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Trường", None, "KR", parent=seoul, kind=PartnerKind.UNIVERSITY)

    assert told(near(route_to(seoul))) == [("Trường", 0, "Seoul")]


@pytest.mark.parametrize("kind", [PartnerKind.MISSION, PartnerKind.NETWORK, PartnerKind.FRAMEWORK])
def test_nobody_travels_to_networks_and_missions(kind):
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Không có nơi để đến", None, "KR", kind=kind)

    assert near(route_to(seoul)) == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], ["Trường", "Busan"]),
        (["locality"], ["Busan"]),
        (["university", "company"], ["Trường"]),
        (["mission"], []),
    ],
)
def test_only_the_kinds_asked_for_are_named(kinds, expected):
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Busan", BUSAN, "KR")
    make_place("Trường", None, "KR", parent=seoul, kind=PartnerKind.UNIVERSITY)
    make_place("Lãnh sự quán", None, "KR", kind=PartnerKind.MISSION)

    rows = nearby(route_to(seoul), user=make_user(), as_of=TODAY, kinds=kinds)

    assert names(rows) == expected


def test_a_route_that_names_nothing_asks_nothing(django_assert_num_queries):
    make_place("Seoul", SEOUL, "KR")
    user = make_user()

    with django_assert_num_queries(0):
        assert nearby(Route(), user=user, as_of=TODAY) == []


def test_the_distance_is_the_offices_to_set():
    seoul = make_place("Seoul", SEOUL, "KR")
    make_place("Busan", BUSAN, "KR")
    rows = PolicyParameter.objects.filter(key="trip-matching-km")
    assert (default_km(TODAY), rows.get().is_verified) == (800, False)

    rows.update(value=100)

    assert near(route_to(seoul)) == []


def test_without_the_setting_nothing_is_guessed():
    seoul = make_place("Seoul", SEOUL, "KR")
    PolicyParameter.objects.filter(key="trip-matching-km").delete()

    with pytest.raises(MissingParameterError) as error:
        near(route_to(seoul))

    assert "trip-matching-km" in str(error.value)


# --- the route of a delegation ---------------------------------------------------------------------
def test_the_route_of_a_delegation_is_its_partners_and_stops_as_the_reader_sees_them():
    own = make_agency()
    seen, hidden = make_place("Seoul", SEOUL, "KR"), make_place("Tokyo", TOKYO)
    trip = make_trip(partners=[seen], coordinating=[own])
    make_stop(trip, "JP", partner=hidden)
    make_engagement(partners=[seen], agencies=[own])
    focal = make_user(Role.FOCAL_POINT, agency=own)

    routes = [route_of(trip_in_full(user, TODAY).get()) for user in (make_user(), focal)]

    assert [[partner.name_vi for partner in route.partners] for route in routes] == [
        ["Seoul", "Tokyo"],
        ["Seoul"],
    ]
    assert [route.countries for route in routes] == [("JP", "KR"), ("JP", "KR")]
    assert (routes[0].begins, routes[0].ends) == (date(2026, 4, 20), date(2026, 4, 24))


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (date(2027, 3, 1), date(2027, 3, 9), False),
        (date(2027, 3, 1), date(2027, 3, 10), True),
        (date(2027, 3, 12), None, True),
        (date(2027, 3, 14), date(2027, 3, 20), True),
        (date(2027, 3, 15), None, False),
        (None, None, False),
    ],
)
def test_an_event_meets_the_route_when_they_share_a_day(begins, ends, expected):
    assert Route(begins=date(2027, 3, 10), ends=date(2027, 3, 14)).meets(begins, ends) is expected


@pytest.mark.parametrize(("day", "expected"), [(9, False), (10, True), (11, False)])
def test_a_route_of_one_day_has_one_day(day, expected):
    route = Route(begins=date(2027, 3, 10))

    assert (route.meets(date(2027, 3, day), None), Route().meets(date(2027, 3, day), None)) == (
        expected,
        False,
    )


# --- rights ----------------------------------------------------------------------------------------
def test_hidden_partners_are_neither_near_nor_points():
    own = make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=own)
    seoul = make_place("Seoul", SEOUL, "KR")
    busan, daegu = make_place("Busan", BUSAN, "KR"), make_place("Daegu", (35.87, 128.60), "KR")
    make_engagement(partners=[seoul, busan], agencies=[own])

    assert sorted(names(near(route_to(seoul)))) == ["Busan", "Daegu"]
    assert names(near(route_to(seoul), user=focal)) == ["Busan"]
    assert set(Partner.objects.visible_to(focal)) == {seoul, busan}
    assert daegu not in {row.partner for row in near(route_to(seoul), user=focal)}


# --- order -----------------------------------------------------------------------------------------
def flag(partner, rule="tie_dormant"):
    return Flag.objects.create(
        rule=rule,
        content_type=ContentType.objects.get_for_model(Partner),
        object_id=partner.pk,
        severity="medium",
        opened_on=TODAY,
        last_seen_on=TODAY,
    )


def test_what_presses_stands_first_then_the_nearest_then_those_of_the_country():
    route = route_to(make_place("Seoul", SEOUL, "KR"))
    make_place("Gần nhất", (37.5, 127.0), "KR")
    make_place("Á không rõ nơi", None, "KR")
    make_place("Xa hơn", (36.0, 127.5), "KR")
    flag(make_place("Ngủ đông, không rõ nơi", None, "KR"))
    make_invitation(partner=make_place("Chờ trả lời, xa", BUSAN, "KR"))
    paper = make_place("Hết hạn, gần", (37.0, 127.0), "KR")
    make_agreement(partners=[paper], signed_on="2015", term_kind="until", term_ends_on="2020")

    rows = near(route)

    assert names(rows) == [
        "Hết hạn, gần",
        "Chờ trả lời, xa",
        "Ngủ đông, không rõ nơi",
        "Gần nhất",
        "Xa hơn",
        "Á không rõ nơi",
    ]
    assert [row.is_pressing for row in rows] == [True, True, True, False, False, False]


# --- what is told of each --------------------------------------------------------------------------
def test_tie_and_last_activity_are_those_of_the_day():
    seoul, busan = make_place("Seoul", SEOUL, "KR"), make_place("Busan", BUSAN, "KR")
    make_relationship(
        busan, since="2010", until="2020", end_reason="nâng cấp", relationship_class="friendship"
    )
    make_relationship(busan, since="2021", relationship_class="formal")
    make_delegation(key="doan-cu", partners=[busan], starts_on="2019-05")
    make_delegation(key="doan-moi", partners=[busan], starts_on="2026-01-09")

    def on(day):
        [row] = with_activity(near(route_to(seoul), as_of=day), day)
        return row.tie.relationship_class, row.activity["last_activity_key"], row.activity["last_activity"]

    assert on(TODAY) == ("formal", "doan-moi", "2026-01-09")
    assert on(date(2019, 12, 31)) == ("friendship", "doan-cu", "2019-05-31")


def _fill(number):
    for turn in range(number):
        partner = make_place(f"Gần {turn}", (36.0 + turn / 10, 127.0), "KR")
        make_relationship(partner)
        make_invitation(partner=partner, side=InvitationSide.RECEIVED)
        make_agreement(partners=[partner], signed_on="2015", term_kind="until", term_ends_on="2020")
        make_delegation(partners=[partner])


@pytest.mark.parametrize("number", [1, 4])
def test_as_many_queries_for_many_as_for_one(django_assert_num_queries, number):
    route, user = route_to(make_place("Seoul", SEOUL, "KR")), make_user()
    _fill(number)

    with django_assert_num_queries(9):
        rows = with_activity(nearby(route, user=user, as_of=TODAY), TODAY)

    assert len(rows) == number
