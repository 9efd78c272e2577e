"""Who is named on the way or was met is among the partners of the record: counted, seen, kept awake."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from delegations.models import Conference, Delegation
from delegations.services.conferences import update_conference
from delegations.services.outcomes import draft_report, submit_report, update_report
from delegations.services.trips import plan_delegation, set_stops, update_delegation
from delegations.statistics import Period, statistics
from partners.models import Partner
from tests.delegations.conferences.factories import make_conference
from tests.delegations.outcomes.factories import make_report
from tests.delegations.trips.factories import TODAY, make_stop, make_trip, refusal
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
CAME_BACK = {
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-06",
    "planned_starts_on": None,
    "planned_ends_on": None,
}


def partners(record: Any) -> list[Partner]:
    return list(record.partners.order_by("pk"))


def last_activity(partner: Partner) -> date | None:
    return Partner.objects.with_last_activity(TODAY).get(pk=partner.pk).last_activity  # type: ignore[no-any-return]


def test_a_partner_on_the_way_is_counted_seen_and_awake() -> None:
    led, user = make_agency(), make_user()
    first, second = make_partner(), make_partner()
    trip = make_trip(partners=[first], lead_agencies=[led], **CAME_BACK)
    rows = [{"country": make_country(), "partner": partner} for partner in (first, second, None)]

    done = set_stops(delegation=trip, rows=rows, base_version=trip.version, user=user)
    again = set_stops(delegation=done, rows=rows[:1], base_version=done.version, user=user)

    counted = statistics(user, Period.of_year(2026, TODAY)).partners
    assert partners(again) == [first, second]
    assert (last_activity(second), set(counted)) == (date(2026, 3, 6), {first.pk, second.pk})
    focal = make_user("focal_point", agency=led)
    assert set(Partner.objects.visible_to(focal)) == {first, second}


def test_a_partner_on_the_way_of_a_new_record_is_among_its_partners() -> None:
    partner = make_partner()

    trip = plan_delegation(
        title_vi="Thăm Sakai",
        direction="out",
        rows={"stops": [{"country": make_country(), "partner": partner}]},
        user=make_user(),
        today=TODAY,
    )

    assert partners(trip) == [partner]


@pytest.mark.parametrize("make", [make_trip, make_conference])
def test_who_was_met_is_taken_in_when_the_report_is_submitted_or_corrected(make: Any) -> None:
    user, known, met, later = make_user(), make_partner(), make_partner(), make_partner()
    record = make(partners=[known], **CAME_BACK)
    now = {"user": user, "today": TODAY}
    meeting = {"counterpart": "Thị trưởng", "met_on": date(2026, 3, 3)}

    contents = {"summary": "Đã gặp", "meetings": [{**meeting, "partner": met}]}
    drafted = draft_report(record=record, contents=contents, **now)
    before = (partners(record), last_activity(met))
    paper = {"document_number": "1/BC", "reported_on": TODAY, "base_version": drafted.version}
    submitted = submit_report(report=drafted, **paper, **now)
    version = type(record).objects.get(pk=record.pk).version
    corrected = update_report(
        report=submitted,
        changes={"meetings": [{**meeting, "partner": met}, {**meeting, "partner": later}]},
        base_version=submitted.version,
        reason="Sót một cuộc gặp",
        **now,
    )
    update_report(
        report=corrected, changes={"meetings": []}, base_version=corrected.version, reason="x", **now
    )

    assert before == ([known], None)
    assert partners(record) == [known, met, later]
    assert (last_activity(met), version > record.version) == (date(2026, 3, 6), True)


def test_who_is_named_there_is_not_left_out_of_the_partners() -> None:
    user, free, met = make_user(), make_partner(), make_partner(name_vi="Thành phố Bạn")
    leads = [make_agency()]
    trip, conference = (
        make(partners=[free, met], lead_agencies=leads) for make in (make_trip, make_conference)
    )
    make_stop(trip, partner=met)
    make_report(conference, reported_on=TODAY).meetings.create(partner=met, counterpart="Thị trưởng")
    drafted = make_report(make_trip(partners=[met]))
    drafted.meetings.create(partner=met, counterpart="Thị trưởng")
    given = {"base_version": None, "user": user}

    told = [
        refusal(update_delegation, delegation=trip, changes={"partners": [free]}, **given),
        refusal(update_conference, conference=conference, changes={"partners": [free]}, **given),
        refusal(update_delegation, delegation=trip, changes={"partners": [met]}, **given),
        refusal(update_conference, conference=conference, changes={"partners": [met]}, **given),
        refusal(update_delegation, delegation=drafted.record, changes={"partners": [free]}, **given),
    ]

    left_out, taken = ("partner_is_named", ["partners"]), ("", [])
    assert told == [left_out, left_out, taken, taken, taken]
    assert [partners(record) for record in (trip, conference, drafted.record)] == [[met], [met], [free]]


def test_the_migration_takes_in_who_was_named_before() -> None:
    on_way, met, unread, known = (make_partner() for _ in range(4))
    trip, conference, drafted = make_trip(partners=[known]), make_conference(), make_trip()
    make_stop(trip, partner=on_way)
    make_stop(trip, partner=known)
    make_report(trip, reported_on=TODAY).meetings.create(partner=met, counterpart="Thị trưởng")
    make_report(conference, reported_on=TODAY).meetings.create(partner=met, counterpart="Thị trưởng")
    make_report(drafted).meetings.create(partner=unread, counterpart="Thị trưởng")

    take_in = import_module("delegations.migrations.0013_named_partners").take_in
    for _again in range(2):
        take_in(None, SimpleNamespace(connection=connection))

    assert [partners(Delegation.objects.get(pk=one.pk)) for one in (trip, drafted)] == [
        [on_way, met, known],
        [],
    ]
    assert partners(Conference.objects.get(pk=conference.pk)) == [met]
