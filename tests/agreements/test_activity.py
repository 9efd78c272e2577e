from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import AgreementType, EventKind, ProjectDirection, Stage, StatedStatus
from dnfa.followup.activity import timeline
from partners.enums import PartnerKind
from partners.models import Partner
from tests.factories import make_agreement, make_event, make_partner, make_project

pytestmark = pytest.mark.django_db

AS_OF = date(2023, 12, 26)


def last_days(partner: Partner, as_of: date = AS_OF) -> tuple[date | None, date | None]:
    row = Partner.objects.with_last_activity(as_of).get(pk=partner.pk)
    return row.last_activity, row.last_contact


@pytest.mark.parametrize("kind", [EventKind.SIGNING, EventKind.LETTER_OF_INTENT, EventKind.RENEWAL])
def test_a_signing_is_activity_but_no_contact(kind):
    partner = make_partner()
    make_event(make_agreement(partners=[partner]), kind, occurred_on="2018-08")

    assert last_days(partner) == (date(2018, 8, 31), None)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"type": AgreementType.PLAN}, EventKind.SIGNING),
        ({"type": AgreementType.MEMBERSHIP}, EventKind.SIGNING),
        ({"type": AgreementType.LOAN_AGREEMENT}, EventKind.SIGNING),
        ({"stage": Stage.DRAFTING}, EventKind.SIGNING),
        ({}, EventKind.SUSPENSION),
    ],
)
def test_what_is_no_signing_with_a_partner_is_no_activity(values, kind):
    partner = make_partner()
    make_event(make_agreement(partners=[partner], **values), kind, occurred_on="2018")

    assert last_days(partner) == (None, None)


def test_a_signing_counts_from_its_day_not_from_the_day_it_takes_effect():
    partner = make_partner()
    make_event(make_agreement(partners=[partner]), occurred_on="2023-12-20", effective_on="2024-01-01")

    assert last_days(partner) == (date(2023, 12, 20), None)


def test_a_signing_of_a_university_counts_for_its_locality_and_for_every_party():
    locality, other = make_partner(), make_partner()
    university = make_partner(kind=PartnerKind.UNIVERSITY, parent=locality)
    make_event(make_agreement(partners=[university, other]), occurred_on="2018-08-01")

    assert [last_days(partner)[0] for partner in (university, locality, other)] == [date(2018, 8, 1)] * 3


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"starts_on": "2018", "ends_on": "2022"}, date(2022, 12, 31)),
        ({"starts_on": "2018", "ends_on": "2025", "stated_status": StatedStatus.ONGOING}, AS_OF),
        ({"starts_on": "2002", "stated_status": StatedStatus.ONGOING}, date(2002, 12, 31)),
        ({"starts_on": "2018", "stated_status": StatedStatus.PROPOSED}, None),
        ({"starts_on": "2018", "stated_status": StatedStatus.CANCELLED}, None),
        ({"starts_on": "2024"}, None),
        ({}, None),
    ],
)
def test_a_project_is_activity_from_its_start_to_its_end(values, expected):
    partner = make_partner()
    make_project(partners=[partner], **{"stated_status": StatedStatus.COMPLETED, **values})

    assert last_days(partner) == (expected, expected)


def test_a_project_counts_once_for_its_donor_its_recipient_and_its_partners():
    donor, recipient, partner, stranger = (make_partner() for _ in range(4))
    received = make_project(partners=[partner], donors=[donor], starts_on="2019", ends_on="2019")
    given = make_project(direction=ProjectDirection.GIVEN, recipients=[recipient], starts_on="2019")

    shown = [
        [row["row_key"] for row in timeline([place.pk], AS_OF)]
        for place in (donor, partner, recipient, stranger)
    ]

    assert shown == [[received.key], [received.key], [given.key], []]


def test_timeline_names_the_paper_where_the_event_has_no_title():
    partner = make_partner()
    agreement = make_agreement(partners=[partner], title_vi="Bản ghi nhớ hữu nghị")
    make_event(agreement, occurred_on="2004")
    make_event(agreement, EventKind.STRENGTHENING, occurred_on="2018", title_vi="Bản ghi nhớ tăng cường")
    make_event(agreement, EventKind.RENEWAL)

    rows = [(row["row_title"], row["row_date"], row["row_key"]) for row in timeline([partner.pk])]

    assert rows == [
        ("Bản ghi nhớ tăng cường", "2018", agreement.key),
        ("Bản ghi nhớ hữu nghị", "2004", agreement.key),
        ("Bản ghi nhớ hữu nghị", "", agreement.key),
    ]
