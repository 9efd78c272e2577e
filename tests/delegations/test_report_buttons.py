"""Which deed stands out at the head of a page: the one that is next for the file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from delegations.models import OutcomeReport
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import focal_of, make_trip
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PLANNED = {"starts_on": None, "ends_on": None}


def day(offset: int) -> date:
    return local_today() + timedelta(days=offset)


def standing_out(client: Any, record: Any) -> list[str]:
    response = client.get(record.get_absolute_url())
    return [str(button.label) for button in response.context["buttons"] if button.is_primary]


@pytest.mark.parametrize(
    ("begins", "held", "report", "closed", "expected"),
    [
        (5, False, None, False, []),
        (0, False, None, False, ["Ghi nhận thực tế"]),
        (-9, False, None, False, ["Ghi nhận thực tế"]),
        (-9, True, None, False, ["Lập báo cáo"]),
        (-9, True, "draft", False, ["Nộp báo cáo"]),
        (-9, True, "in", False, ["Kết thúc hồ sơ"]),
        (-9, True, "in", True, []),
    ],
)
@pytest.mark.parametrize("kind", ["delegation", "conference"])
def test_the_next_deed_stands_out(client, kind, *, begins, held, report, closed, expected):
    client.force_login(make_user(Role.OFFICER))
    actual = {"starts_on": day(begins).isoformat(), "ends_on": day(begins).isoformat()} if held else PLANNED
    planned = {"planned_starts_on": day(begins), "planned_ends_on": day(begins), "owes_report": True}
    given = {**planned, **actual, "closed_on": day(0) if closed else None}
    record = make_trip(**given) if kind == "delegation" else make_conference(**given)
    if report:
        OutcomeReport.objects.create(
            **{kind: record}, summary="Đã gặp.", reported_on=day(0) if report == "in" else None
        )

    assert standing_out(client, record) == expected


def test_the_focal_point_that_leads_is_led_to_its_report(client):
    trip = make_trip()
    client.force_login(focal_of(trip))

    assert standing_out(client, trip) == ["Lập báo cáo"]


def test_who_only_reads_is_offered_nothing(client):
    client.force_login(make_user(Role.LEADER))

    assert standing_out(client, make_trip()) == []
