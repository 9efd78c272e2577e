"""What the register holds of aid disbursed to projects an agency manages, and the list that shows exactly that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from agreements.models import ProjectAgency
from agreements.services.projects import line_add
from dnfa.accounts.enums import Role
from dnfa.core.partial_dates import PartialDate
from dnfa.updates.standard_questions import count_of
from tests.factories import make_agency, make_project, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
QUARTER = {"first": date(2026, 7, 1), "last": date(2026, 9, 30), "today": TODAY}
NAME = "Giá trị giải ngân trong kỳ"


def managed_by(agency, **facts):
    project = make_project(starts_on="2020", stated_status="ongoing", **facts)
    ProjectAgency.objects.create(project=project, agency=agency, role="managing")
    return project


def test_dollars_disbursed_in_the_period_are_added_up_and_listed():
    officer, agency = make_user(), make_agency()
    own, given, foreign = (
        managed_by(agency), managed_by(agency, direction="given"), managed_by(make_agency())
    )  # fmt: skip
    for project, amount, day, facts in [
        (own, "1000", "2026-07-01", {}),
        (own, "20.5", "2026-09", {}),
        (own, "7", "2026-10-01", {}),
        (own, "9", "2026-08-01", {"kind": "committed"}),
        (own, "300", "2026-08-01", {"currency": "EUR"}),
        (given, "40", "2026-08-01", {}),
        (foreign, "50", "2026-08-01", {}),
    ]:
        told = {"kind": "disbursed", "currency": "USD", "booked_on": PartialDate.from_iso(day), **facts}
        line_add(project=project, amount=Decimal(amount), user=officer, today=TODAY, **told)

    counted = count_of(NAME, agency=agency, **QUARTER)

    assert counted.value == Decimal("1020.5")
    for user in (officer, make_user(Role.FOCAL_POINT, agency=agency)):
        client = Client()
        client.force_login(user)
        assert sorted(line.row.amount for line in client.get(counted.href).context["lines"]) == [
            Decimal("20.5"),
            Decimal(1000),
        ]
