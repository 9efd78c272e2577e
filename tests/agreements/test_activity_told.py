from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.models import ProjectReport
from dnfa.followup.activity import summary_expression, timeline
from dnfa.updates.models import ChangeRequest, Confirmation
from partners.models import Partner
from tests.factories import make_agency, make_agreement, make_partner, make_project, make_user
from tests.followup.factories import make_delegation

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 11, 26)


def tell(record, told_on: date | None = date(2026, 6, 1), **values) -> ChangeRequest:
    """An accepted note about a record, sent on 2 June 2026."""
    sent = datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
    over = {"closed_at": sent} if values.get("state", "accepted") == "accepted" else {}
    return ChangeRequest.objects.create(
        **{
            "kind": "note",
            "state": "accepted",
            "subject": "agreement",
            "agency": make_agency(),
            "author": make_user(),
            "submitted_at": sent,
            "told_on": told_on,
            "record": record,
            "text": "Đã dạy xong khoá một",
            **over,
            **values,
        }
    )


def last_of(partner: Partner, as_of: date = AS_OF) -> str | None:
    return Partner.objects.annotate(found=summary_expression(as_of)).get(pk=partner.pk).found["last_activity"]


def told_of(partner: Partner) -> list[tuple[str, str, str, date]]:
    rows = timeline([partner.pk], AS_OF)
    return [(row["row_record"], row["row_kind"], row["row_title"], row["row_last_day"]) for row in rows]


def test_the_newest_accepted_note_about_a_paper_is_activity_on_the_day_it_tells():
    partner = make_partner()
    paper = make_agreement(partners=[partner])
    tell(paper, date(2026, 3, 1))
    tell(paper, date(2026, 6, 1))

    assert told_of(partner) == [("agreement", "agency_note", paper.title_vi, date(2026, 6, 1))]
    assert [last_of(partner, day) for day in (AS_OF, date(2026, 5, 31), date(2026, 2, 28))] == [
        "2026-06-01",
        "2026-03-01",
        None,
    ]


def test_a_note_without_a_day_counts_on_the_day_it_was_sent():
    partner = make_partner()
    tell(make_agreement(partners=[partner]), None)

    assert last_of(partner) == "2026-06-02"


def test_a_note_counts_for_the_locality_of_the_body_that_signed():
    city = make_partner()
    school = make_partner(kind="university", parent=city)
    tell(make_agreement(partners=[school]))

    assert (last_of(school), last_of(city)) == ("2026-06-01", "2026-06-01")


@pytest.mark.parametrize(
    "values",
    [
        {"state": "submitted"},
        {"state": "returned"},
        {"kind": "edit"},
        {"kind": "file"},
        {"kind": "difficulty"},
    ],
)
def test_what_is_no_accepted_note_is_no_activity(values):
    partner = make_partner()
    tell(make_agreement(partners=[partner]), **values)

    assert (told_of(partner), last_of(partner)) == ([], None)


def test_calling_a_paper_still_true_is_no_activity():
    partner = make_partner()
    Confirmation.objects.create(
        record=make_agreement(partners=[partner]),
        agency=make_agency(),
        confirmed_by=make_user(),
        confirmed_on=date(2026, 6, 1),
        record_version=1,
    )

    assert (told_of(partner), last_of(partner)) == ([], None)


def test_a_note_about_a_delegation_does_not_count_beside_the_delegation():
    partner = make_partner()
    trip = make_delegation(partner, starts_on="2026-05-04")
    tell(trip, date(2026, 6, 1))

    assert told_of(partner) == [("delegation", "delegation_in", trip.title_vi, date(2026, 5, 4))]
    assert last_of(partner) == "2026-05-04"


def test_a_progress_report_proves_a_project_whose_end_nobody_told():
    partner = make_partner()
    project = make_project(partners=[partner], starts_on="2020")
    ProjectReport.objects.create(
        project=project,
        agency=make_agency(),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 6, 30),
        received_on=date(2026, 6, 2),
        done_vi="Đã dạy xong khoá một",
    )

    assert [row[1:] for row in told_of(partner)] == [
        ("progress_report", project.title_vi, date(2026, 6, 2)),
        ("received", project.title_vi, date(2020, 12, 31)),
    ]
    assert [last_of(partner, day) for day in (AS_OF, date(2026, 3, 1), date(2025, 12, 31))] == [
        "2026-06-02",
        "2026-03-01",
        "2020-12-31",
    ]
