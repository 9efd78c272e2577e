"""What the register holds of an agency's delegations in a period, and the list that shows exactly that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dnfa.accounts.enums import Role
from dnfa.updates.standard_questions import count_of
from tests.factories import make_agency, make_user
from tests.partners.factories import make_delegation

pytestmark = pytest.mark.django_db

QUARTER = {"first": date(2026, 7, 1), "last": date(2026, 9, 30), "today": date(2026, 11, 26)}
IN, OUT, PERSONS = "Số đoàn nước ngoài đã đón", "Số đoàn đã cử đi nước ngoài", "Số lượt người đi nước ngoài"


@pytest.fixture
def agency():
    other, own = make_agency(), make_agency()
    trips = [
        ("in", "2026-07-01", own, 9),
        ("in", "2026-09-30", own, None),
        ("in", "2026-06-30", own, 9),
        ("in", "2026-10-01", own, 9),
        ("in", "2026", own, 9),  # of no quarter
        ("in", "2026-08-01", other, 9),
        ("out", "2026-08", own, 4),
        ("out", "2026-08-02", own, None),
    ]
    for direction, starts_on, leads, persons in trips:
        make_delegation(direction=direction, starts_on=starts_on, agencies=[leads], persons=persons)
    make_delegation(direction="in", starts_on="2026-08-03", agencies=[other]).coordinating.set([own])
    return own


@pytest.mark.parametrize(("title", "value", "listed"), [(IN, 2, 2), (OUT, 2, 2), (PERSONS, 4, 2)])
def test_delegations_of_the_period_are_counted_and_listed(agency, title, value, listed):
    counted = count_of(title, agency=agency, **QUARTER)

    assert counted.value == Decimal(value)
    for user in (make_user(), make_user(Role.FOCAL_POINT, agency=agency)):
        client = Client()
        client.force_login(user)
        assert len(client.get(counted.href).context["lines"]) == listed


def test_what_begins_after_today_is_not_counted(agency):
    early = {**QUARTER, "today": date(2026, 7, 1)}

    assert count_of(IN, agency=agency, **early).value == 1
