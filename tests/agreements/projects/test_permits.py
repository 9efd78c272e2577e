from __future__ import annotations

from datetime import date

import pytest

from agreements.models import NgoRegistration
from agreements.permits import permit_state
from tests.factories import make_partner

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
CASES = [
    ({}, "unknown"),
    ({"valid_until": "2026-11-25"}, "expired"),
    ({"valid_until": "2026-11-26"}, "expiring"),
    ({"valid_until": "2026-11"}, "expiring"),
    ({"valid_until": "2026"}, "expiring"),
    ({"valid_until": "2025"}, "expired"),
    ({"valid_until": "2027-02-24"}, "expiring"),  # in 90 days
    ({"valid_until": "2027-02-25"}, "valid"),
    ({"valid_until": "2028-02-29"}, "valid"),
    ({"valid_from": "2026-11-26", "valid_until": "2029"}, "valid"),
    ({"valid_from": "2026-11-27", "valid_until": "2029"}, "not_yet"),
    ({"valid_from": "2026-11", "valid_until": "2029"}, "valid"),
    (
        {"valid_until": "2029", "withdrawn_on": date(2026, 11, 26), "withdrawn_reason": "Sai phép"},
        "withdrawn",
    ),
    ({"valid_until": "2029", "withdrawn_on": date(2026, 11, 27), "withdrawn_reason": "Sai phép"}, "valid"),
]


@pytest.mark.parametrize(("values", "state"), CASES)
def test_the_rule_by_function_and_in_sql(values, state):
    made = NgoRegistration.objects.create(partner=make_partner(), kind="activity", number="12/GĐK", **values)
    record = NgoRegistration.objects.get(pk=made.pk)
    row = NgoRegistration.objects.with_state(TODAY, expiring_days=90).get()

    assert (permit_state(record, TODAY, expiring_days=90), row.state) == (state, state)
