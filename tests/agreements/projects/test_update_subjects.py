"""Notes of agencies on their projects: of which time each is the progress report, by the days it was told of, sent and accepted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.models import ProjectReport
from agreements.project_flags import reports_overdue
from dnfa.updates.models import ChangeRequest
from tests.updates.factories import accept, begin, make_cast, save, submit

pytestmark = pytest.mark.django_db
H1, H2 = (date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))
LATE = date(2027, 3, 1)


def note(cast, sent_on, *, told_on=None, accepted_on=None, text="Đã mở ba lớp"):
    """A note sent on one day and accepted on the same or another."""
    request = save(cast, begin(cast, "note"), text=text, told_on=told_on)
    sent = datetime(sent_on.year, sent_on.month, sent_on.day, 2, 0, tzinfo=UTC)
    on = accepted_on or sent_on
    accepted = datetime(on.year, on.month, on.day, 2, 0, tzinfo=UTC)
    return accept(cast, submit(cast, request, now=sent), today=on, now=accepted)


def periods(cast):
    return [
        (report.period_from, report.period_to, report.received_on)
        for report in ProjectReport.objects.filter(project=cast.project).order_by("period_from")
    ]


@pytest.mark.parametrize(
    ("sent_on", "told_on", "accepted_on", "period"),
    [
        (date(2026, 7, 10), None, None, H1),
        (date(2026, 7, 10), None, date(2026, 7, 20), H1),
        (date(2026, 6, 30), None, date(2026, 7, 20), H1),  # of the last day: H2/2025 was told before
        (date(2026, 7, 10), date(2026, 6, 30), None, H1),
        (date(2026, 7, 10), date(2026, 7, 3), None, (H2[0], date(2026, 7, 10))),
        (date(2026, 11, 26), date(2026, 9, 1), date(2027, 1, 20), (H2[0], date(2026, 11, 26))),
        (date(2026, 12, 31), date(2026, 12, 31), None, H2),
        (date(2026, 7, 10), date(2027, 1, 2), None, None),  # a day that had not come when it was sent
    ],
)
def test_a_note_is_the_report_of_the_half_year_it_tells_of_until_it_was_sent(
    sent_on, told_on, accepted_on, period
):
    cast = make_cast(starts_on="2020")
    tell(cast, date(2025, 7, 1), date(2025, 12, 31))

    note(cast, sent_on, told_on=told_on, accepted_on=accepted_on)

    assert periods(cast)[1:] == ([(*period, sent_on)] if period else [])
    assert ChangeRequest.objects.get().state == "accepted"


def tell(cast, first, last, **values):
    facts = {"agency": cast.agency, "period_from": first, "period_to": last, "done_vi": "Xong móng"}
    return cast.project.reports.create(**{**facts, "received_on": last, **values})


def test_once_the_last_half_year_is_told_a_note_without_a_day_is_about_the_present_one():
    cast = make_cast(starts_on="2020")
    tell(cast, *H1)

    note(cast, date(2026, 9, 1))

    assert periods(cast) == [(*H1, H1[1]), (H2[0], date(2026, 9, 1), date(2026, 9, 1))]


@pytest.mark.parametrize("facts", [{"starts_on": "2026-08"}, {"starts_on": "2020", "owes_reports": False}])
def test_a_project_that_owes_no_report_of_the_last_half_year_is_told_of_the_present_one(facts):
    cast = make_cast(**facts)

    note(cast, date(2026, 9, 1))

    assert periods(cast) == [(H2[0], date(2026, 9, 1), date(2026, 9, 1))]


def test_notes_of_a_half_year_follow_each_other_and_none_silences_the_months_to_come():
    cast = make_cast(starts_on="2020")
    tell(cast, *H1)

    for day in (date(2026, 9, 1), date(2026, 9, 1), date(2026, 11, 26)):
        note(cast, day, told_on=day)
    owed_before = [project.pk for project in reports_overdue(LATE)]
    note(cast, date(2027, 1, 10))

    assert periods(cast)[1:] == [
        (H2[0], date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 9, 2), date(2026, 11, 26), date(2026, 11, 26)),
        (date(2026, 11, 27), H2[1], date(2027, 1, 10)),
    ]
    assert owed_before == [cast.project.pk]
    assert [project.pk for project in reports_overdue(LATE)] == []
    assert ChangeRequest.objects.filter(state="accepted").count() == 4


def test_the_note_of_an_agency_that_lost_its_part_stands_as_an_update_only():
    cast = make_cast(starts_on="2020")
    request = save(cast, begin(cast, "note"), text="Đã mở ba lớp")
    request = submit(cast, request)
    cast.project.agency_roles.all().delete()

    accept(cast, request)

    assert (periods(cast), ChangeRequest.objects.get().state) == ([], "accepted")
