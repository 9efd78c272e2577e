from __future__ import annotations

from datetime import date

import pytest

from delegations.services.matching import add_to_route
from dnfa.accounts.enums import Role
from tests.delegations.trips.factories import TODAY, make_stop, make_trip, refusal
from tests.factories import make_country, make_partner, make_user

pytestmark = pytest.mark.django_db


def way(trip):
    trip.refresh_from_db()
    stops = [(stop.country_id, stop.place, stop.partner, stop.arrives_on) for stop in trip.stops.all()]
    return list(trip.partners.order_by("pk")), stops


def test_a_partner_becomes_the_last_stop_and_the_others_stay():
    first, second = make_partner(), make_partner(country=make_country("LA"))
    trip = make_trip(partners=[first])
    make_stop(trip, "JP", place="Sakai", partner=first, arrives_on=date(2026, 4, 20))

    done = add_to_route(
        delegation=trip,
        partner=second,
        place="Viêng Chăn",
        arrives_on=date(2026, 4, 22),
        base_version=trip.version,
        user=make_user(),
    )

    assert done.version > 1
    assert way(trip) == (
        [first, second],
        [("JP", "Sakai", first, date(2026, 4, 20)), ("LA", "Viêng Chăn", second, date(2026, 4, 22))],
    )


def test_a_partner_of_no_country_is_no_stop():
    organisation = make_partner(country=None, kind="international_organisation")
    trip = make_trip()

    add_to_route(delegation=trip, partner=organisation, base_version=trip.version, user=make_user())

    assert way(trip) == ([organisation], [])


@pytest.mark.parametrize(
    ("role", "values", "given", "expected"),
    [
        (Role.LEADER, {}, {}, ("not_a_writer", [])),
        (Role.FOCAL_POINT, {}, {}, ("unseen_partner", [])),
        (Role.OFFICER, {}, {"base_version": 99}, ("stale_version", [])),
        (
            Role.OFFICER,
            {"cancelled_on": TODAY, "cancel_reason": "visa"},
            {},
            ("record_cancelled", []),
        ),
        (Role.OFFICER, {"closed_on": TODAY}, {}, ("record_closed", [])),
        (Role.OFFICER, {}, {"arrives_on": date(2026, 4, 25)}, ("invalid_stop", ["arrives_on"])),
        (
            Role.OFFICER,
            {},
            {"arrives_on": date(2026, 4, 22), "leaves_on": date(2026, 4, 21)},
            ("invalid_stop", ["leaves_on"]),
        ),
    ],
)
def test_what_is_refused_writes_nothing(role, values, given, expected):
    trip = make_trip(**values)
    asked = {"base_version": trip.version, **given}

    told = refusal(add_to_route, delegation=trip, partner=make_partner(), user=make_user(role), **asked)

    assert told == expected
    assert way(trip) == ([], [])


@pytest.mark.parametrize("as_stop", [False, True])
def test_who_is_on_the_way_is_not_added_again(as_stop):
    partner = make_partner()
    trip = make_trip(partners=[] if as_stop else [partner])
    if as_stop:
        make_stop(trip, partner=partner)
    before = way(trip)

    told = refusal(
        add_to_route, delegation=trip, partner=partner, base_version=trip.version, user=make_user()
    )

    assert told == ("already_on_route", [])
    assert way(trip) == before
