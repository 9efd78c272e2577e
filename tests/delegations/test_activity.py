from __future__ import annotations

from datetime import date

import pytest

from delegations.enums import Direction, EngagementKind
from dnfa.followup.activity import kind_label, timeline
from partners.enums import PartnerKind
from partners.models import Partner
from tests.factories import make_partner
from tests.followup.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db

AS_OF = date(2023, 12, 26)


def last_days(partner: Partner, as_of: date = AS_OF) -> tuple[date | None, date | None]:
    row = Partner.objects.with_last_activity(as_of).get(pk=partner.pk)
    return row.last_activity, row.last_contact


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        ("2015-08-03", None, date(2015, 8, 3)),
        ("2015-08", None, date(2015, 8, 31)),
        ("2015", None, date(2015, 12, 31)),
        ("2012", "2016", date(2016, 12, 31)),
        ("2020-02", None, date(2020, 2, 29)),
        ("2023-12-25", None, date(2023, 12, 25)),
        ("2023-12-26", None, AS_OF),
        ("2023-12-27", None, None),
        ("2023", None, AS_OF),
        ("2023-12", None, AS_OF),
        ("2024", None, None),
        ("2022", "2026", AS_OF),
        (None, None, None),
    ],
)
def test_delegation_counts_with_its_last_possible_day_cut_at_as_of(starts_on, ends_on, expected):
    partner = make_partner()
    make_delegation(partner, starts_on=starts_on, ends_on=ends_on)

    assert last_days(partner) == (expected, expected)


def test_a_delegation_under_way_is_told_with_its_planned_end():
    partner = make_partner()
    plan = {"planned_starts_on": date(2023, 12, 24), "planned_ends_on": date(2023, 12, 28)}
    make_delegation(partner, starts_on="2023-12-24", **plan)

    told = [(row["row_date"], row["row_last_date"]) for row in timeline([partner.pk], AS_OF)]

    assert (last_days(partner), told) == ((AS_OF, AS_OF), [("2023-12-24", "2023-12-28")])


@pytest.mark.parametrize(
    ("kind", "is_activity", "is_contact"),
    [
        (EngagementKind.SIGNING, True, False),
        (EngagementKind.AWARD, True, False),
        (EngagementKind.INVITATION_DECLINED, False, False),
        (EngagementKind.LETTER, True, True),
        (EngagementKind.ONLINE_MEETING, True, True),
        (EngagementKind.OTHER, True, True),
    ],
)
def test_engagement_counts_by_its_kind(kind, is_activity, is_contact):
    partner = make_partner()
    day = date(2020, 5, 1)
    make_engagement(partner, kind=kind, starts_on="2020-05-01")

    assert last_days(partner) == (day if is_activity else None, day if is_contact else None)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (PartnerKind.AGENCY_OF_LOCALITY, True),
        (PartnerKind.UNIVERSITY, True),
        (PartnerKind.ASSOCIATION, True),
        (PartnerKind.LOCALITY, False),
    ],
)
def test_a_body_counts_for_its_locality_a_locality_within_another_does_not(kind, counts):
    locality = make_partner()
    child = make_partner(kind=kind, parent=locality)
    make_delegation(child, starts_on="2020-05-01")

    assert last_days(child) == (date(2020, 5, 1), date(2020, 5, 1))
    assert last_days(locality) == ((date(2020, 5, 1), date(2020, 5, 1)) if counts else (None, None))


def test_a_branch_of_a_university_does_not_count_for_the_university():
    university = make_partner(kind=PartnerKind.UNIVERSITY)
    institute = make_partner(kind=PartnerKind.INSTITUTE, parent=university)
    make_delegation(institute, starts_on="2020-05-01")

    assert last_days(university) == (None, None)


def test_timeline_shows_everything_newest_first_undated_last_and_each_record_once():
    locality = make_partner()
    police = make_partner(kind=PartnerKind.AGENCY_OF_LOCALITY, parent=locality)
    old = make_delegation(locality, starts_on="2004", direction=Direction.OUT)
    both = make_delegation(locality, police, starts_on="2015-08")
    declined = make_engagement(locality, kind=EngagementKind.INVITATION_DECLINED, starts_on="2016")
    yearly = make_engagement(police, kind=EngagementKind.EXCHANGE, is_recurring=True)
    make_delegation(locality, starts_on="2024-01-01")
    make_delegation(make_partner(), starts_on="2015")

    rows = list(timeline([locality.pk], AS_OF))

    assert [(row["row_key"], row["row_record"], row["row_kind"], row["row_date"]) for row in rows] == [
        (declined.key, "engagement", "invitation_declined", "2016"),
        (both.key, "delegation", "delegation_in", "2015-08"),
        (old.key, "delegation", "delegation_out", "2004"),
        (yearly.key, "engagement", "exchange", ""),
    ]
    assert [row["row_is_activity"] for row in rows] == [False, True, True, True]
    assert [row["row_is_recurring"] for row in rows] == [False, False, False, True]


def test_timeline_without_a_day_shows_what_is_planned_too():
    partner = make_partner()
    planned = make_delegation(partner, starts_on="2030")

    assert [row["row_key"] for row in timeline([partner.pk])] == [planned.key]


@pytest.mark.parametrize(
    ("record", "kind", "word"),
    [
        ("delegation", "delegation_out", "Đoàn ra"),
        ("engagement", "letter", "Thư từ"),
        ("agreement", "strengthening", "Ký tăng cường"),
        ("project", "given", "Dự án hỗ trợ bạn"),
        ("project", "unheard_of", "unheard_of"),
    ],
)
def test_every_kind_of_row_has_a_word(record, kind, word):
    assert kind_label(record, kind) == word
