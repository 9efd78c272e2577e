"""What is offered beside an invitation: delegations that may have followed it, events and conferences it may be to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from delegations.enums import ChangeReason, Direction, EngagementKind, InvitationSide
from delegations.models import Conference, Engagement
from delegations.selectors_invitations import could_follow, recent_occasions
from dnfa.accounts.enums import Role
from tests.delegations.conferences.factories import make_conference
from tests.delegations.engagements.factories import TODAY, make_invitation
from tests.factories import make_agency, make_partner, make_user
from tests.followup.factories import signed_in
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db
GIVEN_UP = {"cancelled_on": TODAY, "cancel_reason": ChangeReason.VISA}


def make_trip(title: str, partner: Any, starts_on: str | None, **values: Any) -> Any:
    given = {"title_vi": title, "starts_on": starts_on, "direction": Direction.IN, "partners": [partner]}
    return make_delegation(**{**given, **values})


def titles(rows: Any) -> list[str]:
    return [row.title_vi for row in rows]


def test_delegations_that_may_have_followed_are_those_of_the_partner_near_the_event():
    partner, agency = make_partner(), make_agency()
    invitation = make_invitation(partner=partner, sent_on=date(2026, 3, 10), event_from=date(2026, 6, 1))
    make_trip("Trước thư", partner, "2026-03-09")
    make_trip("Trong tháng có thư", partner, "2026-03")
    make_trip("Ngày có thư", partner, "2026-03-10", agencies=[agency])
    make_trip("Một năm sau", partner, "2027-06-02")
    make_trip("Hơn một năm sau", partner, "2027-06-03")
    make_trip("Dự kiến", partner, None, planned_starts_on=date(2026, 6, 1))
    make_trip("Hủy", partner, None, planned_starts_on=date(2026, 6, 1), **GIVEN_UP)
    make_trip("Đoàn ra", partner, "2026-06-01", direction=Direction.OUT)
    make_trip("Đối tác khác", make_partner(), "2026-06-01")
    focal = make_user(Role.FOCAL_POINT, agency=agency)

    offered = ["Trong tháng có thư", "Ngày có thư", "Dự kiến", "Một năm sau"]
    assert titles(could_follow(invitation, make_user())) == offered
    assert titles(could_follow(invitation, focal)) == ["Ngày có thư"]


def test_the_delegation_it_has_stays_among_the_choices():
    partner = make_partner()
    linked = make_trip("Đã gắn", make_partner(), "2019-01-01")
    invitation = make_invitation(partner=partner, delegation=linked)

    assert titles(could_follow(invitation, make_user())) == ["Đã gắn"]


def test_the_latest_events_and_conferences_are_offered_and_the_one_it_has():
    for year in (2020, 2021, 2022):
        make_engagement(title_vi=f"EWEC {year}", kind=EngagementKind.EVENT, starts_on=f"{year}-08")
        make_conference(title_vi=f"Hội nghị {year}", starts_on=f"{year}-08-05")
    make_engagement(title_vi="Hủy", kind=EngagementKind.EVENT, starts_on="2023", **GIVEN_UP)
    make_engagement(title_vi="Điện đàm", kind=EngagementKind.CALL, starts_on="2023")
    user, oldest = make_user(), Engagement.objects.get(title_vi="EWEC 2020")

    assert titles(recent_occasions(Engagement, user, most=2)) == ["EWEC 2022", "EWEC 2021"]
    assert titles(recent_occasions(Engagement, user, oldest.pk, most=2)) == [
        "EWEC 2022",
        "EWEC 2021",
        "EWEC 2020",
    ]
    assert titles(recent_occasions(Conference, user, most=2)) == ["Hội nghị 2022", "Hội nghị 2021"]
    focal = make_user(Role.FOCAL_POINT)
    assert (titles(recent_occasions(Engagement, focal)), titles(recent_occasions(Conference, focal))) == (
        [],
        [],
    )


def test_choices_tell_their_days_apart():
    partner, browser = make_partner(), signed_in()
    make_trip("Thăm Đà Nẵng", partner, "2026-11-03", ends_on="2026-11-06")
    make_trip("Thăm Đà Nẵng", partner, "2026-12")
    make_engagement(title_vi="EWEC", kind=EngagementKind.EVENT, starts_on="2026-08-05", ends_on="2026-08-09")
    make_conference(title_vi="Hội nghị")
    invitation = make_invitation(partner=partner, side=InvitationSide.SENT)

    def words(name: str, field: str) -> list[str]:
        form = browser.get(reverse(f"delegations:{name}", args=[invitation.pk])).context["form"]
        return [str(label) for _value, label in list(form.fields[field].choices)[1:]]

    assert words("invitation-delegation", "delegation") == [
        "Thăm Đà Nẵng (03/11/2026 – 06/11/2026)",
        "Thăm Đà Nẵng (12/2026)",
    ]
    assert words("invitation-edit", "event") == ["EWEC (05/08/2026 – 09/08/2026)"]
    assert words("invitation-edit", "conference") == ["Hội nghị (10/03/2027 – 12/03/2027)"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(count, django_assert_max_num_queries):
    partner = make_partner()
    invitation = make_invitation(partner=partner)
    for _number in range(count):
        make_trip("Thăm Đà Nẵng", partner, "2026-11-03")
    browser = signed_in()

    with django_assert_max_num_queries(10):
        page = browser.get(reverse("delegations:invitation-delegation", args=[invitation.pk]))

    assert len(page.context["form"].fields["delegation"].queryset) == count
