from __future__ import annotations

from datetime import date

import pytest

from delegations.models import LimitJustification
from delegations.selectors_limits import over_limits
from delegations.services.limits import justify_limit, withdraw_justification
from dnfa.accounts.enums import Role
from tests.delegations.engagements.factories import refusal
from tests.delegations.programme.factories import make_trip
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    return make_trip(planned_starts_on=date(2026, 5, 1), cost_source="enterprise")


def kept() -> list[tuple]:
    return list(
        LimitJustification.objects.values_list("delegation_id", "kind", "subject", "text", "given_by_id")
    )


def say(trip, **given):
    return {
        "delegation": trip,
        "kind": "enterprise_pays",
        "text": "Theo văn bản",
        "user": make_user(),
        **given,
    }


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_a_justification_stands_beside_its_finding(trip, role):
    user = make_user(role)

    justify_limit(**say(trip, user=user, text="  Theo văn bản  số 12 "))

    assert kept() == [(trip.pk, "enterprise_pays", "", "Theo văn bản số 12", user.pk)]
    [case] = over_limits([trip])
    assert case.justification.text == "Theo văn bản số 12"
    trip.refresh_from_db()
    assert trip.version == 2


def test_said_again_the_new_words_stand(trip):
    justify_limit(**say(trip))
    second = make_user()

    justify_limit(**say(trip, text="Nói lại", user=second))

    assert kept() == [(trip.pk, "enterprise_pays", "", "Nói lại", second.pk)]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_others_do_not_justify(trip, role):
    agency = make_agency()
    trip.lead_agencies.add(agency)
    user = make_user(role, **({"agency": agency} if role == Role.FOCAL_POINT else {}))

    error = refusal(justify_limit, **say(trip, user=user))
    taking_back = refusal(withdraw_justification, delegation=trip, kind="enterprise_pays", user=user)

    assert (error.code, error.http_status, taking_back.code) == ("may_not_justify", 403, "may_not_justify")
    assert kept() == []


def test_a_cancelled_trip_needs_no_words(trip):
    trip.cancelled_on, trip.cancel_reason = date(2026, 3, 2), "budget"
    trip.save()

    assert refusal(justify_limit, **say(trip)).code == "may_not_justify"


@pytest.mark.parametrize(
    ("given", "code", "fields"),
    [
        ({"text": "  "}, "invalid_justification", ["text"]),
        ({"text": "a" * 501}, "invalid_justification", ["text"]),
        ({"text": "Độ mật: TỐI MẬT"}, "secret_mark", ["text"]),
        ({"kind": "countries"}, "limit_not_exceeded", []),
        ({"subject": "JP"}, "limit_not_exceeded", []),
        ({"base_version": 7}, "stale_version", []),
    ],
)
def test_what_cannot_be_written_changes_nothing(trip, given, code, fields):
    error = refusal(justify_limit, **say(trip, **given))

    assert (error.code, sorted(error.fields)) == (code, fields)
    assert kept() == []
    trip.refresh_from_db()
    assert trip.version == 1


def test_five_hundred_characters_fit(trip):
    justify_limit(**say(trip, text="a" * 500))

    assert kept()[0][3] == "a" * 500


def test_words_are_taken_back(trip):
    justify_limit(**say(trip))

    withdraw_justification(delegation=trip, kind="enterprise_pays", user=make_user())

    assert kept() == []
    trip.refresh_from_db()
    assert trip.version == 3


def test_nothing_to_take_back_is_told(trip):
    error = refusal(withdraw_justification, delegation=trip, kind="countries", user=make_user())

    assert (error.code, error.http_status) == ("no_justification", 404)
