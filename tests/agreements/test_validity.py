from __future__ import annotations

from datetime import date

import pytest

from agreements.validity import AgreementFacts, validity_on
from tests.agreements.validity_cases import CASES, EXPIRING_DAYS


def test_table_has_the_cases_the_office_asked_for():
    assert len({name for name, *_ in CASES}) == len(CASES) >= 100


@pytest.mark.parametrize(
    ("facts", "today", "status", "ends_on"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_validity_of_one_paper(facts: AgreementFacts, today: date, status: str, ends_on: date | None):
    validity = validity_on(facts, today, expiring_days=EXPIRING_DAYS)

    assert (validity.status, validity.ends_on) == (status, ends_on)
