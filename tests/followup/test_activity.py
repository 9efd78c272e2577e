from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Value

from agreements.enums import StatedStatus
from delegations.activity import delegations
from delegations.enums import EngagementKind
from dnfa.followup import activity
from dnfa.followup.activity import (
    ActivitySource,
    active_since,
    contact_known,
    last_day_expression,
    register_source,
    sources,
    summary_expression,
    timeline,
)
from partners.enums import PartnerKind
from partners.models import Partner
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_agreement, make_event, make_partner, make_project
from tests.followup.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_sources(monkeypatch):
    monkeypatch.setattr(activity, "_sources", {})


def test_without_any_source_it_says_so_instead_of_calling_everything_dormant(no_sources):
    with pytest.raises(LookupError, match="INSTALLED_APPS"):
        last_day_expression(date(2023, 12, 26))
    with pytest.raises(LookupError, match="INSTALLED_APPS"):
        timeline([1])


def test_a_single_source_is_enough(no_sources):
    def rows(as_of):
        return (
            delegations(as_of).annotate(row_partner_id=activity.F("partners")).values(*activity.ROW_COLUMNS)
        )

    register_source(ActivitySource("only", "Đoàn", rows))
    partner = make_partner()
    delegation = make_delegation(partner, starts_on="2020-05-01")

    row = Partner.objects.with_last_activity(date(2023, 12, 26)).get(pk=partner.pk)

    assert row.last_activity == date(2020, 5, 1)
    assert [row["row_key"] for row in timeline([partner.pk])] == [delegation.key]


def test_a_source_registered_twice_is_there_once(no_sources):
    first, second = (ActivitySource("only", label, lambda _as_of: None) for label in ("A", "B"))
    register_source(first)
    register_source(second)

    assert sources() == (second,)


def everything_that_can_be_known() -> None:
    """Partners by name, each with one deed of another source or exactness; what proves nothing among them."""

    def partner(name: str, **values) -> Partner:
        return make_partner(name_vi=name, **values)

    make_delegation(partner("day"), starts_on="2021-12-26")
    make_delegation(partner("month"), starts_on="2021-12")
    make_delegation(partner("year"), starts_on="2021")
    make_delegation(partner("several years"), starts_on="2019", ends_on="2022-03")
    make_delegation(partner("undated"), starts_on=None)
    make_delegation(partner("planned"), starts_on=None, planned_starts_on=date(2022, 1, 1))
    make_delegation(
        partner("given up"),
        starts_on="2022",
        planned_starts_on=date(2022, 1, 1),
        cancelled_on=date(2021, 12, 1),
        cancel_reason="visa",
    )
    make_delegation(
        partner("a body", kind=PartnerKind.UNIVERSITY, parent=partner("by its body")), starts_on="2021"
    )
    make_engagement(partner("letter"), kind=EngagementKind.LETTER, starts_on="2021-12-31")
    make_engagement(partner("every year"), kind=EngagementKind.EVENT, is_recurring=True)
    make_engagement(partner("declined"), kind=EngagementKind.INVITATION_DECLINED, starts_on="2022")
    make_engagement(partner("award"), kind=EngagementKind.AWARD, starts_on="2022-01")
    make_conference(partners=[partner("conference")], starts_on="2022-01-01", ends_on="2022-01-03")
    make_invitation(
        partner=partner("came"), attended=True, event_from=date(2021, 12, 24), event_to=date(2021, 12, 27)
    )
    make_invitation(partner=partner("did not come"), attended=False, event_from=date(2022, 1, 1))
    make_event(make_agreement(partners=[partner("signed")]), occurred_on="2021-12")
    make_project(partners=[partner("project")], starts_on="2015", ends_on="2022")
    make_project(partners=[partner("proposed")], starts_on="2022", stated_status=StatedStatus.PROPOSED)
    partner("nothing")


def names(queryset) -> set[str]:
    return set(queryset.values_list("name_vi", flat=True))


@pytest.mark.parametrize(
    ("day", "as_of", "expected"),
    [
        (date(2022, 3, 31), date(2022, 3, 31), {"several years", "project"}),
        (date(2022, 4, 1), date(2022, 4, 2), {"project"}),
        (date(2022, 1, 3), date(2022, 1, 31), {"several years", "award", "conference", "project"}),
        (
            date(2021, 12, 31),
            date(2021, 12, 31),
            {"month", "year", "several years", "a body", "by its body", "letter", "signed", "project"},
        ),
    ],
)
def test_active_since_is_who_has_a_deed_on_the_day_or_after(day, as_of, expected):
    everything_that_can_be_known()

    assert names(Partner.objects.filter(active_since(Value(day), as_of))) == expected


@pytest.mark.parametrize(
    "as_of", [date(2021, 12, 25), date(2021, 12, 31), date(2022, 1, 2), date(2022, 4, 1), date(2024, 1, 1)]
)
def test_to_stop_at_the_first_deed_answers_as_to_look_at_all(as_of):
    everything_that_can_be_known()
    told = Partner.objects.annotate(
        last=last_day_expression(as_of), activity=summary_expression(as_of)
    ).values_list("name_vi", "last", "activity")
    days = [as_of, *(as_of - timedelta(days=number) for number in (1, 4, 7, 31, 91, 366, 800))]

    found = {day: names(Partner.objects.filter(active_since(Value(day), as_of))) for day in days}

    assert found == {day: {name for name, last, _told in told if last and last >= day} for day in days}
    assert names(Partner.objects.filter(contact_known(as_of))) == {
        name for name, _last, activity in told if activity["has_contact"]
    }


def test_contact_is_known_without_a_day_but_not_from_papers_prizes_and_invitations():
    everything_that_can_be_known()

    assert names(Partner.objects.exclude(contact_known(date(2024, 1, 1)))) == {
        "planned",
        "given up",
        "declined",
        "award",
        "did not come",
        "signed",
        "proposed",
        "nothing",
    }
