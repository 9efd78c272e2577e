"""What the list of projects can be asked: money of a period, whose officer, whose charge; page and API alike."""

from __future__ import annotations

import pytest

from agreements.filters.projects import officer_choices
from dnfa.accounts.enums import Role
from tests.factories import make_partner, make_project, make_user, sign_in
from tests.partners.factories import make_charge

pytestmark = pytest.mark.django_db
API = "/api/v1/projects/"


def found(client, **asked) -> set[str]:
    return {row["key"] for row in client.get(API, asked).json()["results"]}


def booked(key: str, *days: str):
    project = make_project(key=key)
    for day in days:
        project.lines.create(kind="disbursed", amount=5, currency="USD", booked_on=day)
    return project


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-01-01", "2026-06-30", {"trong-ky"}),
        ("2025-01-01", "2026-06-30", {"trong-ky", "hai-dau"}),
        ("2026-01-01", None, {"trong-ky", "hai-dau", "ca-nam"}),
        (None, "2026-06-30", {"trong-ky", "hai-dau"}),
        ("2026-01-01", "2026-12-31", {"trong-ky", "hai-dau", "ca-nam"}),
    ],
)
def test_a_period_holds_projects_with_one_sum_in_it(client, first, last, expected):
    sign_in(client, Role.OFFICER)
    booked("trong-ky", "2026-03-15")
    booked("hai-dau", "2025-02-01", "2026-09-01")
    booked("ca-nam", "2026")
    booked("khong-ngay")
    asked = {name: day for name, day in (("booked_from", first), ("booked_to", last)) if day}

    assert found(client, **asked) == expected


def test_projects_are_asked_by_their_officer_and_by_charge(client):
    me, other = sign_in(client, Role.OFFICER), make_user(username="chuyen-vien-2")
    partner = make_partner()
    make_charge(me, partner)
    make_project(key="cua-toi", officer=me)
    make_project(key="cua-ban", officer=other, donors=[partner])
    make_project(key="theo-doi-tac", donors=[partner])

    assert found(client, officer="me") == {"cua-toi"}
    assert found(client, officer="chuyen-vien-2") == {"cua-ban"}
    assert found(client, officer="nobody") == {"theo-doi-tac"}
    assert found(client, mine="true") == {"cua-toi", "theo-doi-tac"}
    assert client.get(API, {"officer": "khong-co"}).status_code == 400


def test_the_filter_offers_who_can_be_given_projects_and_who_was():
    keeper, gone = make_user(Role.OFFICER), make_user(Role.OFFICER, is_active=False)
    make_user(Role.OFFICER, is_active=False)
    make_user(Role.LEADER)
    make_project(officer=gone)

    assert {value for value, _label in officer_choices()} == {"me", "nobody", keeper.username, gone.username}
