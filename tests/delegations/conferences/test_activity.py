from __future__ import annotations

from datetime import date

import pytest

from delegations.activity import attendance, conferences
from dnfa.accounts.enums import Role
from partners.models import Partner
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agency, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("as_of", "keys"),
    [(date(2026, 3, 9), set()), (date(2026, 3, 10), {"da-hop"}), (date(2026, 3, 11), {"da-hop"})],
)
def test_only_what_was_held_is_a_contact_from_its_first_day_on(as_of, keys):
    partner = make_partner()
    make_conference(key="da-hop", starts_on="2026-03-10", partners=[partner])
    make_conference(key="du-kien", planned_starts_on="2026-03-01", partners=[partner])
    make_conference(
        key="huy", starts_on="2026-03-01", cancelled_on="2026-02-01", cancel_reason="budget", partners=[partner]
    )  # fmt: skip
    make_press_visit(starts_on="2026-03-01", partners=[partner])

    rows = list(conferences(as_of))

    assert {row.row_key for row in rows} == keys
    assert {(row.row_kind, row.row_is_contact) for row in rows} == {("conference_hosted", True) for _ in rows}


def test_attendance_of_a_partner_named_by_the_conference_is_not_told_twice():
    partner = make_partner()
    conference = make_conference(starts_on="2026-03-10", partners=[partner])
    make_invitation(partner=partner, conference=conference, attended=True)
    other = make_invitation(conference=conference, attended=True)

    assert [row.pk for row in attendance(date(2026, 11, 25))] == [other.pk]


def test_the_partners_of_a_conference_are_its_lead_agency_s_matter_and_those_of_a_press_visit_are_not():
    agency = make_agency()
    user = make_user(Role.FOCAL_POINT, agency=agency)
    ours, theirs = make_partner(key="cua-minh"), make_partner(key="cua-nguoi")
    make_conference(partners=[ours], lead_agencies=[agency])
    make_press_visit(partners=[theirs], lead_agencies=[agency])

    seen = set(Partner.objects.visible_to(user).values_list("key", flat=True))

    assert seen == {"cua-minh"}
